"""One page for the leaders."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.writers.official import Frame
from language.text import upper_first


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A group's people not yet covered, beside the baseline. `source`: "theo dữ liệu thẻ".

    `part`: the figure is that of some of its bodies, the baseline that of all.
    """

    name: str
    people: int | None
    as_of: date | None = None
    source: str = ""
    baseline: int | None = None
    baseline_on: date | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class LeadersBrief:
    """How a round stands at the instant `at`, and what the leader is asked.

    Args:
        inputs_called: "báo cáo tháng BHYT"; office: who reports ("Văn phòng UBND tỉnh").
        overdue: names of the late bodies ("UBND xã Đại Phú"); paused: those of them of whom
            nothing is asked for a while, by a decision; called: how many were telephoned;
            promised: dates promised, one per promise.
        consolidator_state: "đang tổng hợp, trong hạn" and the like, a whole clause.
        asks: what the leader is to decide, one sentence an entry.
        remaining, about, unit: who is counted in `uncovered` ("chưa tham gia", "BHYT", "người").
        beside: of each target that has begun, and of reports without a term or cases that the
            dispatch has nobody report: a part each, in whole sentences.
        overlapping: its entries may count the same ones twice.
    """

    frame: Frame
    inputs_called: str
    office: str
    at: datetime
    bearers_as: str
    inputs: Clause
    due_on: date
    returns: Return
    consolidator: str
    consolidation: Clause
    consolidator_state: str
    overdue: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()
    called: int = 0
    promised: tuple[date, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    asks: tuple[str, ...] = ()
    remaining: str = ""
    about: str = ""
    unit: str = ""
    overlapping: bool = False
    beside: tuple[str, ...] = ()

    @property
    def uncovered_as(self) -> str:
        """What `uncovered` is called: "Chưa tham gia BHYT"."""
        return upper_first(f"{self.remaining} {self.about}".strip()) or "Còn lại"
