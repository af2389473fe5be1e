"""What each document says, as plain data: the use cases fill it, the writers only set it out.

Texts are Vietnamese as an office reads them (NFC); dates are local dates, instants are aware.
"""

from dondoc.documents.content.agenda import Agenda, AgendaItem
from dondoc.documents.content.brief import LeadersBrief, Uncovered
from dondoc.documents.content.commune import CommuneReport, GroupReport
from dondoc.documents.content.consolidated import (
    Absent,
    CommuneRow,
    ConsolidatedReport,
    GroupTable,
    Punctuality,
    Said,
)
from dondoc.documents.content.coverage import (
    Adjustment,
    Baseline,
    Forecast,
    Movement,
    Pace,
    Share,
    TargetLine,
)
from dondoc.documents.content.dossier import (
    Call,
    Checkpoint,
    Decision,
    Dossier,
    Notice,
    Proof,
    Reading,
    Version,
)
from dondoc.documents.content.official import Clause, Frame, Heading, Return, Signature
from dondoc.documents.content.urging import Urging

__all__ = [
    "Absent",
    "Adjustment",
    "Agenda",
    "AgendaItem",
    "Baseline",
    "Call",
    "Checkpoint",
    "Clause",
    "CommuneReport",
    "CommuneRow",
    "ConsolidatedReport",
    "Decision",
    "Dossier",
    "Forecast",
    "Frame",
    "GroupReport",
    "GroupTable",
    "Heading",
    "LeadersBrief",
    "Movement",
    "Notice",
    "Pace",
    "Proof",
    "Punctuality",
    "Reading",
    "Return",
    "Said",
    "Share",
    "Signature",
    "TargetLine",
    "Uncovered",
    "Urging",
    "Version",
]
