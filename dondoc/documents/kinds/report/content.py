"""A commune's own monthly report."""

from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.coverage import Adjustment, Movement, TargetLine
from dondoc.documents.writers.official import Frame


@dataclass(frozen=True, slots=True)
class GroupReport:
    """One of the commune's own groups. `name`: in words, as in the dispatch."""

    name: str
    figures: Movement
    target: TargetLine | None = None
    explanations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommuneReport:
    """`period` in words ("tháng 4 năm 2024"); `matter` = what is being done ("thực hiện chính sách
    bảo hiểm y tế"); `as_of`: the day up to which the figures count, both ends of a gap stated in
    `as_of_note` ("quy ước của Văn phòng").

    `nil`: "Không phát sinh", a full report. The texts may hold several paragraphs.
    """

    frame: Frame
    clause: Clause
    body: str
    period: str
    matter: str
    as_of: date
    nil: bool = False
    groups: tuple[GroupReport, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    done: str = ""
    obstacles: str = ""
    proposals: str = ""
    as_of_note: str = ""
