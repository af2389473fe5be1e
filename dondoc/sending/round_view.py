"""A round as a letter shows it: the official return, who is missing, late and urged."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dondoc.obligations.rounds import RoundCounts, RoundKey, count_rounds
from dondoc.sending.names import addressed, name_of
from language.zone import local_date
from models import Obligation
from models.standing import is_overdue, is_owed_in_sql, is_urged
from notifications.rounds import RoundView
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook


def read_round(
    session: Session, rulebook: Rulebook, inputs: Duty, key: RoundKey, now: datetime
) -> RoundView | None:
    """Return how the round `key` stands at the instant `now` (aware), None where it is none.

    Args:
        inputs: the duty whose reports it gathers.
    """
    directive = rulebook.directives[key.directive]
    builder = directive.duties[inputs.consolidated_by or ""]
    built = session.scalar(_rows(RoundKey(directive.id, builder.id, key.period)))
    # An extension is one body's own; the round keeps its date.
    earliest = _rows(key).order_by(None).order_by(Obligation.due_on)
    first = session.scalar(earliest.limit(1))
    if built is None or first is None:
        return None
    counts = count_rounds(session, {key}, now).get(key, RoundCounts())
    names = _open_names(session, rulebook, key, now)
    return RoundView(
        total=counts.total,
        received=counts.received,
        missing=tuple(names["missing"]),
        late=tuple(names["late"]),
        urged=tuple(names["urged"]),
        done_on_time=counts.done_on_time,
        done_late=counts.done_late,
        open_in_time=counts.open_in_time,
        open_overdue=counts.open_overdue,
        inputs_as=addressed(rulebook.bodies, inputs),
        inputs_called=directive.called(inputs),
        inputs_place=inputs.place,
        inputs_wording=inputs.due.wording if inputs.due else "",
        inputs_due_on=first.due_on,
        consolidator=name_of(rulebook.bodies.get(built.bearer_uid)),
        consolidator_place=builder.place,
        consolidator_wording=builder.due.wording if builder.due else "",
        consolidator_due_on=built.due_on,
        consolidator_aim_on=built.aim_on,
        consolidator_late_on=local_date(built.late_from),
        consolidator_done_on=local_date(built.received_at) if built.received_at else None,
    )


def _open_names(
    session: Session, rulebook: Rulebook, key: RoundKey, now: datetime
) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(_rows(key)):
        if row.received_at is None:
            names["missing"].append(name_of(rulebook.bodies.get(row.bearer_uid)))
            if is_overdue(row, now):
                names["late"].append(name_of(rulebook.bodies.get(row.bearer_uid)))
            if is_urged(row, now):
                names["urged"].append(name_of(rulebook.bodies.get(row.bearer_uid)))
    return names


def _rows(key: RoundKey) -> Select[Obligation]:
    return (
        select(Obligation)
        .where(
            Obligation.directive_id == key.directive,
            Obligation.duty == key.duty,
            Obligation.period == key.period,
            is_owed_in_sql(),
        )
        .order_by(Obligation.bearer_uid)
    )
