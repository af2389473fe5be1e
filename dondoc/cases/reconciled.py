"""Reconciliations where they are stored: their sides, what each list says, where they differ."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cases.reconciling import Difference, Lists, Paid, differences
from dondoc.people.fact import Fact, Kind, Payer
from dondoc.people.ledger import facts_of
from dondoc.people.support import support_of
from models import (
    Reconciliation,
    ReconciliationLine,
    ReconciliationReason,
    ReconciliationSide,
    Side,
)
from rules.meaning.contribution import NoRate, months_from
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Apart:
    """One person on whom the lists differ; `explained`: the reason that somebody gave, or None."""

    person: int
    difference: Difference
    explained: str | None


def sides_of(session: Session, reconciliation: int) -> Sequence[ReconciliationSide]:
    """Return the lists that stand, in the order of the sides."""
    rows = session.scalars(
        select(ReconciliationSide).where(
            ReconciliationSide.reconciliation_id == reconciliation,
            ReconciliationSide.struck_at.is_(None),
        )
    )
    order = list(Side)
    return sorted(rows, key=lambda one: order.index(Side(one.side)))


def lists_of(session: Session, reconciliation: int) -> Lists:
    """Return what each side that was brought in says of each person.

    Two lines of a list that point at one person since they were made one are added up.
    """
    sides = {one.id: Side(one.side) for one in sides_of(session, reconciliation)}
    found: dict[Side, dict[int, Paid]] = {side: {} for side in sides.values()}
    line = ReconciliationLine
    query = (
        select(line.side_id, line.person_id, func.sum(line.months), func.sum(line.amount))
        .where(line.side_id.in_(sides))
        .group_by(line.side_id, line.person_id)
    )
    for side, person, months, amount in session.execute(query):
        found[sides[side]][person] = Paid(int(months), int(amount))
    return found


def differences_of(session: Session, reconciliation: int) -> list[Apart]:
    """Return on whom the lists differ, by case number, with the last reason that was given."""
    query = select(ReconciliationReason.person_id, ReconciliationReason.reason)
    mine = query.where(ReconciliationReason.reconciliation_id == reconciliation)
    rows = session.execute(mine.order_by(ReconciliationReason.id))
    said = {person: reason for person, reason in rows}  # noqa: C416 - rows, not pairs
    found = differences(lists_of(session, reconciliation))
    return [Apart(one.person, one, said.get(one.person)) for one in found]


def stored_list(
    session: Session, rulebook: Rulebook, row: Reconciliation, known_on: date
) -> dict[int, Paid]:
    """Return who of the group had a card in which months, and what the State's share of them is.

    By what is stored of cards and shares; where nobody said what the State pays of somebody, the
    directive's word on the group counts, else nothing: 0 đồng.
    """
    facts = facts_of(session, row.directive_id)
    group = rulebook.directives[row.directive_id].groups.get(row.group_id)
    months = (row.until_month.year - row.from_month.year) * 12
    months += row.until_month.month - row.from_month.month + 1
    every = list(months_from(row.from_month, months))
    mine: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        mine[fact.person].append(fact)
    found: dict[int, Paid] = {}
    for person, told in sorted(mine.items()):
        member = any(f.kind in (Kind.LISTED, Kind.MEMBER) and f.of == row.group_id for f in told)
        cards = [fact for fact in told if fact.kind is Kind.CARDED]
        held = [month for month in every if any(card.holds(month) for card in cards)]
        if not (member and held):
            continue
        share = support_of(told, person, held[0], known_on).shares.get(Payer.STATE)
        if share is None:
            share = (group.state_percent or 0) if group else 0
        found[person] = Paid(len(held), _costs(rulebook, share, held, known_on))
    return found


def _costs(rulebook: Rulebook, percent: int, months: Sequence[date], known_on: date) -> int:
    try:
        return sum(rulebook.helping.amount(percent, month, 1, known_on) for month in months)
    except NoRate:
        return 0
