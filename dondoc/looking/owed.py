"""What a body owes over all directives: returned, asked, late, today, soon, later, done.

How each stands is decided in `models.standing` and named in `dondoc.looking.round.mark`; here it is
only put where its bearer looks for it. The number of statements does not grow with what is owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from dondoc.desk.look import Look
from dondoc.looking.round.mark import IN_TIME, OVERDUE, PAUSED, PROMISED, RETURNED, Mark, mark_of
from dondoc.looking.round.said import NOTHING, said_about
from dondoc.obligations.standing import Standing, standings, with_targets
from dondoc.reports.filed import counting
from dondoc.reports.return_report import WHOLE
from language.zone import local_date, local_midnight
from models import Draft, Kind, Obligation, Report
from models.standing import has_term, has_term_in_sql, is_owed_in_sql, is_urged_in_sql
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.rounds import Round, stored_round
from steps.states import ObligationState

# What is due within so many days comes soon; what is due after `_FAR` is nobody's work yet.
SOON, _FAR = timedelta(days=7), timedelta(days=190)
_DONE = timedelta(days=7)


class Part(StrEnum):
    """Where somebody looks for it, in this order."""

    ANSWER = "answer"
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True)
class Owing:
    """One obligation as its bearer reads it.

    `mark`: how it stands. `draft`: what is written of its report, while it is written. `since`: the
    local date from which it is late, of one that is. `reply_by`: by when a returned report is
    answered; `reason`: why it was returned. `files`: who looks may file its report.
    """

    row: Obligation
    directive: Directive
    duty: Duty
    round: Round
    part: Part
    mark: Mark
    standing: Standing
    draft: Draft | None = None
    since: date | None = None
    promised_on: date | None = None
    reply_by: date | None = None
    reason: str = ""
    report: Report | None = None
    files: bool = False

    @property
    def name(self) -> str:
        """Return what it is: "báo cáo tháng BHYT, kỳ tháng 4/2024"."""
        called = (
            self.duty.name if self.row.kind == Kind.TARGET else self.directive.called(self.duty)
        )
        return f"{called}, kỳ {self.round.period.short}" if self.round.period else called


@dataclass(frozen=True)
class Question:
    """What who looks is asked: of how many reports of one round it is to say whether they came."""

    directive: Directive
    duty: Duty
    round: Round
    due_on: date
    bearers: int


@dataclass(frozen=True)
class Owed:
    """Everything, part by part; each as it is to be done."""

    rows: Sequence[Owing]
    questions: Sequence[Question]

    def of(self, part: Part) -> list[Owing]:
        """Return what belongs to `part`, the most pressing first."""
        return [one for one in self.rows if one.part is part]


def owed(look: Look) -> Owed:
    """Return what the body of who looks owes, and every body it answers for."""
    now, session, rulebook = look.desk.now, look.session, look.desk.rulebook
    today = local_date(now)
    own = sorted(look.visible.own) if not look.visible.everything else _body(look)
    where = and_(Obligation.bearer_uid.in_(own), *_shown(today))
    rows = list(session.scalars(select(Obligation).where(where)))
    ids = [row.id for row in rows]
    found = standings(session, now, Obligation.id.in_(ids)) if ids else []
    stood = {one.owed.id: one for one in with_targets(session, rulebook, found, now)}
    reports = counting(session, ids)
    said = said_about(session, ids, now)
    drafts = {
        one.obligation_id: one
        for one in session.scalars(
            select(Draft).where(Draft.obligation_id.in_(ids), Draft.sealed.is_not(None))
        )
    }
    may = look.desk.may("report.file", rows) if rows else frozenset()
    owing = []
    for row in rows:
        declared = rulebook.directives.get(row.directive_id)
        duty = declared.duties.get(row.duty) if declared else None
        one = stood.get(row.id)
        if declared is None or duty is None or one is None:
            continue
        report, promised = reports.get(row.id), said.get(row.id, NOTHING).promised_on
        mark = mark_of(one, report, now, promised)
        returned = report if mark is RETURNED else None
        owing.append(
            Owing(
                row=row,
                directive=declared,
                duty=duty,
                round=stored_round(duty, row.period, row.original_due_on),
                part=_part(row, mark, today),
                mark=mark,
                standing=one,
                draft=drafts.get(row.id),
                since=local_date(row.late_from) if mark in (OVERDUE, PROMISED) else None,
                promised_on=promised if mark is PROMISED else None,
                reply_by=returned.reply_by if returned else None,
                reason=_reason(returned),
                report=report,
                files=row.id in may and row.kind == Kind.OBLIGATION,
            )
        )
    return Owed(_nearest(sorted(owing, key=_pressing)), _questions(look, own))


def _body(look: Look) -> list[str]:
    """Return the body of who sees everything: what it owes itself."""
    return [look.who.body.uid] if look.who else []


def _shown(today: date) -> tuple[ColumnElement[bool], ...]:
    done = Obligation.received_at >= local_midnight(today - _DONE)
    waits = Obligation.received_at.is_(None), Obligation.due_on <= today + _FAR
    returned = Obligation.state == ObligationState.RETURNED.value
    # Without a term nobody knows that anything is owed until it comes, but a list that goes down.
    handing = Obligation.kind == Kind.HANDING.value
    known = or_(has_term_in_sql(), Obligation.received_at.is_not(None), handing)
    live = Obligation.state != ObligationState.HISTORIC.value
    return is_owed_in_sql(), live, known, or_(done, and_(*waits), returned)


def _part(row: Obligation, mark: Mark, today: date) -> Part:
    if mark is RETURNED:
        return Part.ANSWER
    if mark in (OVERDUE, PROMISED):
        return Part.LATE
    if row.received_at is not None:
        return Part.DONE
    if row.kind == Kind.HANDING:
        return Part.SOON
    if mark is IN_TIME and row.kind != Kind.TARGET and row.aim_on <= today:
        return Part.TODAY
    if mark is PAUSED or row.aim_on > today + SOON or not has_term(row.late_from):
        return Part.LATER
    return Part.SOON if mark is IN_TIME else Part.LATER


def _reason(report: Report | None) -> str:
    reasons = (report.reasons or {}) if report else {}
    return str(reasons.get(WHOLE) or next(iter(reasons.values()), ""))


def _pressing(one: Owing) -> tuple[date, date, str, int]:
    first = one.reply_by or one.row.aim_on
    return first, one.row.due_on, one.name, one.row.id


def _nearest(rows: Sequence[Owing]) -> list[Owing]:
    """Return `rows`; of what comes later the next round of each duty alone."""
    found, seen = [], set[tuple[str, str, str]]()
    for one in rows:
        key = one.row.directive_id, one.row.duty, one.row.bearer_uid
        if one.part is Part.LATER and key in seen:
            continue
        if one.part is Part.LATER:
            seen.add(key)
        found.append(one)
    return found


def _questions(look: Look, own: Sequence[str]) -> list[Question]:
    """Return the rounds of which `own` is asked which late reports came by another road."""
    directives = look.desk.rulebook.directives
    asked = [
        (one.id, duty.id)
        for one in directives.values()
        for duty in one.duties.values()
        if duty.via in own
    ]
    if not asked:
        return []
    today = local_date(look.desk.now)
    # Not of one's own: that is late, and nobody asks oneself.
    query = (
        select(
            Obligation.directive_id,
            Obligation.duty,
            Obligation.period,
            func.min(Obligation.original_due_on),
            func.min(Obligation.due_on),
            func.count(),
        )
        .where(
            tuple_(Obligation.directive_id, Obligation.duty).in_(asked),
            Obligation.kind == Kind.OBLIGATION.value,
            Obligation.due_on.between(today - _FAR, today),
            Obligation.via_checked_at.is_(None),
            is_urged_in_sql(look.desk.now),
        )
        .group_by(Obligation.directive_id, Obligation.duty, Obligation.period)
    )
    found = []
    for id_, duty, period, original, due, bearers in look.session.execute(query):
        declared = directives[id_].duties[duty]
        about = stored_round(declared, period, original)
        found.append(Question(directives[id_], declared, about, due, bearers))
    return sorted(found, key=lambda one: (one.due_on, one.directive.id, one.duty.id))
