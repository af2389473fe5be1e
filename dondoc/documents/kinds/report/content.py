"""A commune's own monthly report."""

from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.coverage import Adjustment, TargetLine
from dondoc.documents.parts.gathered import Gathered
from dondoc.documents.writers.official import Frame
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form


@dataclass(frozen=True, slots=True)
class GroupReport:
    """One of the commune's own rows. `name`: in words, as in the dispatch."""

    name: str
    figures: GroupFigures
    target: TargetLine | None = None
    explanations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Words of the report under their heading. `required`: left out only of a nil report."""

    heading: str
    text: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class CommuneReport:
    """`period` in words ("tháng 4 năm 2024"); `matter` = what is reported ("kết quả thực hiện chính
    sách bảo hiểm y tế"); `as_of`: the day up to which the figures count.

    `subject`: what it is about where it has no term ("Những trường hợp …"), "" of any other;
    `gathered`: the reports it rests on, where it follows their consolidation.

    `nil`: "Không phát sinh", a full report. The texts may hold several paragraphs.
    """

    frame: Frame
    clause: Clause
    body: str
    period: str
    matter: str
    as_of: date
    form: Form
    nil: bool = False
    groups: tuple[GroupReport, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    texts: tuple[Told, ...] = ()
    subject: str = ""
    gathered: Gathered | None = None
