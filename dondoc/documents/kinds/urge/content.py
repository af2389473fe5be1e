"""The drafted công văn đôn đốc, one a round."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.documents.parts.clause import Clause
from dondoc.documents.writers.official import Frame


@dataclass(frozen=True, slots=True)
class Urging:
    """Urges the `absent` ("UBND xã Đại Phú") on; `frame.to` is written from it when empty.

    Args:
        issuer: "Ủy ban nhân dân tỉnh", who demands; office: who follows it up.
        consolidator: "BHXH tỉnh"; `confirmed`: it has checked that nothing came, and when.
        inputs: the bearers' clause; consolidation: the consolidator's.
        due_on: the bearers' date by the text in this round.
        extended: who of the absent was granted another date, with that date.
        answer_by: the last day to answer (by 16:00 local); None = at once.
        in_time: whether the consolidator can still be in time.
    """

    frame: Frame
    inputs: Clause
    consolidation: Clause
    bearers_as: str
    issuer: str
    office: str
    consolidator: str
    matter: str
    absent: tuple[str, ...]
    at: datetime
    due_on: date
    answer_by: date | None = None
    confirmed: bool = False
    in_time: bool = True
    extended: tuple[tuple[str, date], ...] = ()
