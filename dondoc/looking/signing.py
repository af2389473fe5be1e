"""What a body has to sign: its cases that have their evidence, those held back, and its draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cases.cases import reporting_duty
from dondoc.cases.road import REPORTABLE, State
from dondoc.desk.look import Look
from dondoc.looking.case import Shown, shown_of
from dondoc.looking.cases import told_with_cases
from dondoc.looking.reconciled import Compared, compared
from models import CaseLine, CaseReport
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty


@dataclass(frozen=True)
class Draft:
    """A drafted report that was not signed yet: its number, of which day, how many cases."""

    report: int
    drafted_on: date
    cases: int


@dataclass(frozen=True)
class ToSign:
    """The cases of one body under a directive; `drafts`: the last one alone counts.

    `term`: within how many working days the office wants it signed, None for no term.
    """

    directive: Directive
    duty: Duty
    cases: tuple[Shown, ...]
    drafts: tuple[Draft, ...]
    term: int | None
    assumed: str
    compared: tuple[Compared, ...]

    @property
    def ready(self) -> list[Shown]:
        """Return the cases that may be signed for."""
        return [one for one in self.cases if one.case.standing.reportable]

    @property
    def held(self) -> list[Shown]:
        """Return the cases that are held back: something lacks."""
        return [
            one
            for one in self.cases
            if one.case.standing.missing and one.case.standing.state in {State.OPEN, *REPORTABLE}
        ]

    @property
    def gone_up(self) -> list[Shown]:
        """Return the cases that have gone up, and whoever left since."""
        aside = {one.case.person for one in (*self.ready, *self.held)}
        return [one for one in self.cases if one.case.person not in aside]


def to_sign(look: Look, declared: Directive) -> ToSign:
    """Return what the body of whoever looks has to sign; each case that is shown is logged.

    Args:
        look: at `Sight.PERSONS`; declared: a directive that asks a report of cases.
    """
    duty = reporting_duty(declared)
    if duty is None or look.who is None:
        raise AssertionError("a body signs what its directive asks")
    body = look.who.body.uid
    found = told_with_cases(look, declared, body)
    term = look.desk.rulebook.road.report
    return ToSign(
        declared,
        duty,
        tuple(shown_of(look, one) for one in found.cases),
        tuple(_drafts(look.session, declared.id, body)),
        term.days,
        term.assumed,
        tuple(compared(look.session, look.desk.rulebook, declared, found.cases, [body])),
    )


def _drafts(session: Session, directive: str, body: str) -> Iterator[Draft]:
    query = (
        select(CaseReport.id, CaseReport.drafted_at, func.count(CaseLine.id))
        .join(CaseLine, CaseLine.case_report_id == CaseReport.id)
        .where(
            CaseReport.directive_id == directive,
            CaseReport.body_uid == body,
            CaseReport.report_id.is_(None),
            CaseReport.dropped_at.is_(None),
        )
        .group_by(CaseReport.id, CaseReport.drafted_at)
        .order_by(CaseReport.id.desc())
    )
    for number, at, cases in session.execute(query):
        yield Draft(number, at.date(), cases)
