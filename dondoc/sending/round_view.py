"""A round as a letter shows it: the official return, who is missing, late and urged."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from dondoc.obligations.rounds import RoundCounts, RoundKey
from dondoc.sending.names import addressed, name_of
from language.collation import vietnamese
from language.zone import day_after, local_date
from models import Obligation
from models.among import among
from models.standing import is_overdue, is_owed_in_sql, is_urged, way
from notifications.rounds import RoundView
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook

_Names = dict[str, list[str]]
# What is shown of each obligation, and what decides how it stands.
_READ = (
    Obligation.duty,
    Obligation.bearer_uid,
    Obligation.kind,
    Obligation.state,
    Obligation.due_on,
    Obligation.aim_on,
    Obligation.late_from,
    Obligation.registered_at,
    Obligation.received_at,
)


def read_round(
    session: Session, rulebook: Rulebook, inputs: Duty, key: RoundKey, now: datetime
) -> RoundView | None:
    """Return how the round `key` stands at the instant `now` (aware), None where it is none.

    Args:
        inputs: the duty whose reports it gathers.
    """
    directive = rulebook.directives[key.directive]
    builder = directive.duties[inputs.consolidated_by or ""]
    asked = {"directive": directive.id, "duties": [inputs.id, builder.id], "period": key.period}
    rows = session.connection().execute(_ROWS, asked).all()
    of_round = [row for row in rows if row.duty == key.duty]
    built = next((row for row in rows if row.duty == builder.id), None)
    if built is None or not of_round:
        return None
    counts = RoundCounts.of(way(row, now) for row in of_round)
    names = _open_names(rulebook, of_round, now)
    return RoundView(
        total=counts.total,
        received=counts.received,
        missing=tuple(names.get("missing", ())),
        late=tuple(names.get("late", ())),
        urged=tuple(names.get("urged", ())),
        done_on_time=counts.done_on_time,
        done_late=counts.done_late,
        open_in_time=counts.open_in_time,
        open_overdue=counts.open_overdue,
        inputs_as=addressed(rulebook.bodies, inputs),
        inputs_called=directive.called(inputs),
        inputs_place=inputs.place,
        inputs_wording=inputs.due.wording if inputs.due else "",
        # An extension is one body's own; the round keeps its date.
        inputs_due_on=min(row.due_on for row in of_round),
        consolidator=name_of(rulebook.bodies.get(built.bearer_uid)),
        consolidator_place=builder.place,
        consolidator_wording=builder.due.wording if builder.due else "",
        consolidator_due_on=built.due_on,
        consolidator_aim_on=built.aim_on,
        consolidator_late_on=day_after(built.late_from),
        consolidator_done_on=local_date(built.received_at) if built.received_at else None,
    )


def _open_names(rulebook: Rulebook, rows: Iterable[Row[Any]], now: datetime) -> _Names:
    names = defaultdict[str, list[str]](list)
    for row in rows:
        if row.received_at is None:
            name = name_of(rulebook.bodies.get(row.bearer_uid))
            names["missing"].append(name)
            if is_overdue(row, now):
                names["late"].append(name)
            if is_urged(row, now):
                names["urged"].append(name)
    return {which: sorted(some, key=vietnamese) for which, some in names.items()}


# Made once.
_ROWS: Select[*tuple[Any, ...]] = (
    select(*_READ)
    .where(
        Obligation.directive_id == bindparam("directive"),
        among(Obligation.duty, "duties"),
        Obligation.period == bindparam("period"),
        is_owed_in_sql(),
    )
    .order_by(Obligation.bearer_uid)
)
