"""The deadlines of one body, filled from its obligations."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.agenda.content import Agenda, AgendaItem
from dondoc.documents.parts.frames import clause_of
from dondoc.errors import Refused
from dondoc.sending.names import name_of
from language.text import lower_first, upper_first
from language.zone import ZONE, local_date
from models import Covered, Decision, DecisionKind, Obligation
from models.standing import WAY_NAMES, has_term_in_sql, is_owed, way
from rules.meaning.body import Body
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.period import Period
from rules.rulebook import Rulebook

# [house] A calendar reminds two working days before the last one, and on its morning.
_REMIND_BEFORE = 2
_REMIND_AT = time(7, 30)
# One that takes another back moves the date again.
_MOVES = (*DecisionKind.dating(), DecisionKind.UNDO)


def agenda_of(
    session: Session, rulebook: Rulebook, body: Body, office: str, now: datetime
) -> Agenda:
    """Return every deadline `body` has or had, as known at the instant `now` (aware).

    Raises:
        Refused: it has none.
    """
    query = select(Obligation).where(Obligation.bearer_uid == body.uid, has_term_in_sql())
    rows = list(session.scalars(query.order_by(Obligation.due_on, Obligation.id)))
    if not rows:
        raise Refused(f"{name_of(body)} không có hạn nào")
    moved = _moved(session, [row.id for row in rows])
    calendar = rulebook.calendar.known_on(local_date(now))
    items = (_item(rulebook, calendar, row, moved.get(row.id, []), now) for row in rows)
    return Agenda(name_of(body), now, tuple(items), office)


def _moved(session: Session, obligations: list[int]) -> dict[int, list[datetime]]:
    """Return, per obligation id, the instants at which a decision moved its date."""
    query = (
        select(Covered.obligation_id, Decision.decided_at)
        .join(Decision, Decision.id == Covered.decision_id)
        .where(Covered.obligation_id.in_(obligations), Decision.kind.in_(_MOVES))
        .order_by(Decision.decided_at)
    )
    found: dict[int, list[datetime]] = {}
    for id_, at in session.execute(query):
        found.setdefault(id_, []).append(at)
    return found


def _item(
    rulebook: Rulebook,
    calendar: WorkingCalendar,
    row: Obligation,
    moved: list[datetime],
    now: datetime,
) -> AgendaItem:
    directive = rulebook.directives[row.directive_id]
    duty = directive.duties[row.duty]
    cancelled = not is_owed(row)
    done = row.received_at is not None
    # Its own end changes an event in the calendar as well.
    ends = [at for at in (row.recorded_at, row.withdrawn_at) if at]
    return AgendaItem(
        uid=f"{row.directive_id}/{row.duty}/{row.bearer_uid}/{_event_of(row)}",
        summary=_summary(directive, duty),
        clause=clause_of(directive, duty),
        addressee=_name(rulebook, duty.to),
        via=_name(rulebook, duty.via),
        due_on=row.original_due_on,
        moved_to=row.due_on if row.due_on != row.original_due_on else None,
        aim_on=row.aim_on,
        aim_makeup=row.aim_on.isoweekday() >= 6,
        changed_at=max([row.registered_at, *moved, *ends]),
        sequence=len(moved) + len(ends),
        done=done,
        cancelled=cancelled,
        state=WAY_NAMES[way(row, now)] if done and not cancelled else "",
        remind_at=_reminders(calendar, row.aim_on),
    )


def _summary(directive: Directive, duty: Duty) -> str:
    """Return what is to be done; a report by its own name, as letters and lists call it."""
    if not duty.short or duty.target:
        return upper_first(duty.action)
    return f"{upper_first(directive.called(duty))}: {lower_first(duty.action)}"


def _event_of(row: Obligation) -> str:
    """Return what tells its event apart in a calendar that has it already, whatever is renamed.

    A calendar once got the label of the period in which the date lies.
    """
    period = Period.of_label(row.period)
    return str((period and Period.containing(period.kind, row.original_due_on)) or row.period)


def _reminders(calendar: WorkingCalendar, aim_on: date) -> tuple[datetime, ...]:
    days = (calendar.add(aim_on, -_REMIND_BEFORE), aim_on)
    return tuple(datetime.combine(day, _REMIND_AT, ZONE) for day in days)


def _name(rulebook: Rulebook, uid: str | None) -> str:
    return name_of(rulebook.bodies.get(uid)) if uid and uid in rulebook.bodies else ""
