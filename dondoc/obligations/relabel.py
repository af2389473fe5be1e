"""Relabel: an obligation stays the same one when its directive comes to name its period otherwise.

It is known again by its duty, its bearer and the date the text names; where that date is edited at
the same time, by what a report due on it would be about now.
"""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from models import Event, Obligation
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.meaning.period import Period
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

    Nothing else of them moves: the registrar then finds the date of each under its label. What an
    event founded keeps its label, and so does what was about another length of time.
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
        and (label := labels.get((row.duty, row.original_due_on)) or _about(row, declared))
        != row.period
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


def _about(row: Obligation, declared: Directive) -> str:
    """Return the label by which its duty would name a report due on the date of `row`."""
    duty, was = declared.duties.get(row.duty), Period.of_label(row.period)
    if was is None or duty is None or duty.rule is None or duty.due is None or duty.due.counted:
        return row.period
    period = duty.rule.period(row.original_due_on)
    return str(period) if period and period.kind is was.kind else row.period


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
