"""What is told beside the figures of a row. Rows overlap, so nothing is ever added across them."""

from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.clause import Clause


@dataclass(frozen=True, slots=True)
class Share:
    """`covered` of a `whole`; either may be unknown (None) and is then shown as such.

    `part`: of how many bodies of how many it is known, where not of all: (11, 12).
    """

    covered: int | None = None
    whole: int | None = None
    part: tuple[int, int] | None = None

    @property
    def percent(self) -> float | None:
        if self.covered is None or not self.whole:
            return None
        return 100 * self.covered / self.whole


@dataclass(frozen=True, slots=True)
class Baseline:
    """People of the group without cover as of `on`, as the dispatch states."""

    people: int
    on: date


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The group's target: `percent` of `population` `measure` ("tham gia và được cấp thẻ BHYT").

    `told`: one sentence of who reached it and who did not; "" where nobody was looked at.
    """

    clause: Clause
    population: str
    measure: str
    percent: int
    due_on: date
    told: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is still needed: `remaining` people in `weeks` weeks (of seven days) to the target's
    date; `recent` is the pace of this round. Both paces are people a week; None = unknown."""

    remaining: int
    weeks: float
    needed: float | None = None
    recent: float | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """People not yet covered on `on` if the last `rounds` rounds go on: likely, within a range.

    With fewer than three rounds there is no forecast: `likely`, `low` and `high` are None.
    """

    on: date
    rounds: int
    likely: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A figure of an earlier, signed round put right in this one ("điều chỉnh kỳ trước").

    Args:
        body: "xã Đại Phú"; group: the group's name; figure: its Vietnamese name.
        period: the round that is put right, in words ("tháng 5/2024").
    """

    body: str
    group: str
    period: str
    figure: str
    was: int
    now: int
    reason: str = ""
