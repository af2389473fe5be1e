"""Relabel: an obligation stays the same one when its directive comes to name its period otherwise.

It is known again by its duty, its bearer and the date the text names.
"""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from models import Event, Obligation
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.meaning.rounds import rounds

# Set before the final labels, so that no two rows ever hold the same one.
_ASIDE = "~"


def relabel(
    session: Session,
    declared: Directive,
    calendar: WorkingCalendar,
    rows: Collection[Obligation],
) -> list[Event]:
    """Give `rows`, all of the directive, the labels it declares now; return what enters it.

    Nothing else of them moves. What an event founded keeps its label, and so does a row whose
    date is no longer one of the duty's: how that one is known again, the registrar says.
    """
    labels = {
        (duty.id, one.due_on): one.label
        for duty in declared.duties.values()
        for one in rounds(duty, calendar)
    }
    moves = {
        row: label
        for row in rows
        if not row.period.startswith("event:")
        and (label := labels.get((row.duty, row.original_due_on), row.period)) != row.period
    }
    _leave_taken(moves, rows)
    before = {row: row.period for row in moves}
    for row, label in moves.items():
        row.period = f"{_ASIDE}{label}"
    session.flush()
    for row, label in moves.items():
        row.period = label
    session.flush()
    return [
        Event(
            "obligation.relabelled", f"obligation:{row.id}", {"before": before[row], "after": label}
        )
        for row, label in moves.items()
    ]


def _leave_taken(moves: dict[Obligation, str], rows: Iterable[Obligation]) -> None:
    """Take out of `moves` what would hold the label of another row of its duty and bearer."""
    while True:
        taken = {(row.duty, row.bearer_uid, row.period) for row in rows if row not in moves}
        for row, label in moves.items():
            if (row.duty, row.bearer_uid, label) in taken:
                break
            taken.add((row.duty, row.bearer_uid, label))
        else:
            return
        del moves[row]
