"""The report a via body builds from its bearers' reports, full or partial."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.coverage import Adjustment
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.parts.gathered import Gathered
from dondoc.documents.parts.groups import GroupTable
from dondoc.documents.writers.official import Frame
from rules.meaning.form import Form

Filed = Literal["done_on_time", "done_late", "open_in_time", "open_overdue", "unknown"]


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How one body filed: `state` of the four ways; `received_at` None until it came.

    `extended_to`: the local date its one extension was granted to, None without one.
    `road`: "phần mềm", "văn bản giấy số 12/BC-UBND"; `rate`: on-time rounds of all so far.
    """

    body: str
    state: Filed
    received_at: datetime | None = None
    nil: bool = False
    road: str = ""
    on_time_rounds: int = 0
    rounds: int = 0
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A body that is not in: `since` its last day to report; what was last sent or promised.

    `came`: its report did, and was returned or holds no figures.
    """

    body: str
    since: date
    last_notice: str = ""
    promised_on: date | None = None
    last_known_as_of: date | None = None
    came: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What one body wrote."""

    body: str
    text: str


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What the bodies wrote under one heading. `required`: it is left out where nobody did."""

    heading: str
    said: tuple[Said, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class ConsolidatedReport:
    """The whole report of one round. It is partial when somebody is `absent`.

    Args:
        clause: the sentence that orders the consolidation; inputs_clause: the bearers' own.
        bearers_as: "UBND các xã, phường".
        period: in words ("tháng 4 năm 2024"); matter as in `CommuneReport`.
        closed_at: the instant up to which reports are counted.
        form: what the bearers were asked, None where they were asked no form.
        without_figures: who is in without the figures it is asked for, a clause; empty where none.
        replaces: which signed report it replaces and why, a sentence; empty where none.
        cleared: who was named as late before and was in time, a sentence each.
        gathered: the reports of a round without a term; of any other None.
    """

    frame: Frame
    clause: Clause
    inputs_clause: Clause
    bearers_as: str
    period: str
    matter: str
    as_of: date
    closed_at: datetime
    returns: Return
    form: Form | None = None
    groups: tuple[GroupTable, ...] = ()
    punctuality: tuple[Punctuality, ...] = ()
    absent: tuple[Absent, ...] = ()
    nil: tuple[str, ...] = ()
    without_figures: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    texts: tuple[SaidOf, ...] = ()
    replaces: str = ""
    cleared: tuple[str, ...] = ()
    gathered: Gathered | None = None

    @property
    def partial(self) -> bool:
        return bool(self.absent)
