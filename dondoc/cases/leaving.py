"""Leaving the road: whoever joined, moved, died or was made one with somebody is on it no more.

How a case stands is told live; what is written here is since when a report names somebody who is no
case any more, so that whoever got the report can be told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.cases.lines import Placed, placed
from dondoc.cases.population import population
from dondoc.find import consolidations_of
from language.zone import local_date
from models import Event, Obligation, ObligationState
from models.trail import append
from rules.meaning.directive import Directive
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Moved:
    """Who left the road now, and who is back on it: lines that count."""

    left: tuple[Placed, ...]
    back: tuple[Placed, ...]


def settle(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    now: datetime,
    persons: Collection[int] | None = None,
) -> Moved:
    """Write down who has left the road at the instant `now` (aware), and who is on it again.

    Args:
        persons: only these case numbers; None: everybody whom a report names.
    """
    lines = {
        person: one
        for person, one in placed(session, declared.id, persons=persons).items()
        if one.filed is not None
    }
    if not lines:
        return Moved((), ())
    on = local_date(now)
    there = population(session, rulebook, declared, on, persons=lines)
    left, back = list[Placed](), list[Placed]()
    for person, one in lines.items():
        body = rulebook.bodies.current(one.report.body_uid, on).uid
        why = there.left(person, body)
        if why is not None and one.line.left_at is None:
            one.line.left_at, one.line.left_why = now, why.value
            left.append(one)
        elif why is None and one.line.left_at is not None:
            one.line.left_at = one.line.left_why = None
            back.append(one)
    for kind, moved in (("case.left", left), ("case.back", back)):
        reports: dict[int, list[Placed]] = defaultdict(list)
        for one in moved:
            reports[one.report.id].append(one)
        append(
            session,
            now,
            [
                Event(kind, f"case_report:{number}", {"lines": [one.line.id for one in of]})
                for number, of in sorted(reports.items())
            ],
        )
    _wake(session, rulebook, [*left, *back], now)
    return Moved(tuple(left), tuple(back))


def settle_all(
    session: Session, rulebook: Rulebook, now: datetime, persons: Collection[int] | None = None
) -> int:
    """Settle every directive that reports cases; return how many left the road or came back."""
    number = 0
    for declared in rulebook.directives.values():
        if any(duty.cases for duty in declared.duties.values()):
            moved = settle(session, rulebook, declared, now, persons)
            number += len(moved.left) + len(moved.back)
    return number


def _wake(session: Session, rulebook: Rulebook, moved: Iterable[Placed], now: datetime) -> None:
    """Let the next sweep tell whoever brings the reports together, while that is to be done."""
    obligations = {one.filed.obligation_id for one in moved if one.filed}
    for number in sorted(obligations):
        row = session.get_one(Obligation, number)
        for above in consolidations_of(session, rulebook, row):
            if above.state == ObligationState.OPEN:
                above.wake_at = now if above.wake_at is None else min(above.wake_at, now)
