"""A report's figures as the people on its body's lists tell them: to begin with, and to compare.

What a report states stands as it is stated; where people say something else, the difference is
shown, and nothing is overwritten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.fact import Fact, Kind
from dondoc.people.ledger import facts_of
from dondoc.people.movement import movement, persons_of
from dondoc.reports.filed import counting, past_of
from models import Obligation
from rules.meaning.body import BodyRegistry
from rules.meaning.figures import Figures
from rules.meaning.form import Form
from rules.meaning.rounds import stored_round
from rules.rulebook import Rulebook

Persons = tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """Whom the figures of one report count, by address ("can-ngheo.left"): case numbers.

    `upto`: the local date up to whose end they are counted.
    """

    upto: date
    persons: Mapping[str, Persons]

    @property
    def figures(self) -> dict[str, int]:
        """Return how many each figure counts."""
        return {at: len(persons) for at, persons in self.persons.items()}


@dataclass(frozen=True)
class Difference:
    """A figure that people tell otherwise than the report states."""

    at: str
    stated: int
    by_people: int


def told_by_people(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    form: Form,
    groups: Iterable[str],
    upto: date,
    last: date | None,
) -> Told:
    """Return whom each figure of the report that `row` asks counts; nothing where none is known.

    Args:
        upto: the local date its figures count up to; last: that of the round before, None where
            there was none.
    """
    bodies = rulebook.bodies
    uids = {row.bearer_uid, *before(bodies, row.bearer_uid)}
    facts = facts_of(session, row.directive_id, bodies=uids)
    begun: dict[str, date] = {}
    for fact in facts:
        if fact.kind is Kind.LISTED and fact.body in uids:
            begun[fact.of] = min(begun.get(fact.of, date.max), fact.since)
    earlier = _earlier(session, rulebook, row, uids, last)
    eve = last if last is not None else _eve(rulebook, row)
    found: dict[str, Persons] = {}
    for group in groups:
        if group not in begun:
            continue
        after = eve or begun[group]
        moved = movement(
            facts,
            row.bearer_uid,
            group,
            (min(after, upto), upto),
            date.max,
            lambda uid: row.bearer_uid if uid in uids else uid,
            earlier,
        )
        counted = persons_of(form, moved)
        found |= {f"{group}.{id_}": persons for id_, persons in counted.items()}
    return Told(upto, found)


def before(bodies: BodyRegistry, uid: str) -> list[str]:
    """Return the uids of all whom `uid` follows, one after the other."""
    return [
        one for body in bodies.predecessors(uid) for one in (body.uid, *before(bodies, body.uid))
    ]


def _eve(rulebook: Rulebook, row: Obligation) -> date | None:
    """Return the day before the first that the round covers; None where nothing tells.

    It then covers whatever moved since the list began.
    """
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    window = stored_round(duty, row.period, row.original_due_on).figures
    return window.first - timedelta(days=1) if window and window.first else None


def _earlier(
    session: Session, rulebook: Rulebook, row: Obligation, uids: set[str], last: date | None
) -> list[Fact] | None:
    """Return what was known when the round before was told, None where there was none."""
    if last is None:
        return None
    query = select(Obligation.id).where(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == row.duty,
        Obligation.bearer_uid.in_(uids),
        Obligation.original_due_on < row.original_due_on,
    )
    reports = counting(session, session.scalars(query).all())
    at = max((report.recorded_at for report in reports.values()), default=None)
    if at is None:
        return None
    return facts_of(session, row.directive_id, bodies=uids, known_at=at)


def different(
    session: Session, rulebook: Rulebook, row: Obligation, figures: Figures
) -> list[Difference]:
    """Return which of the filed `figures` of `row` people tell otherwise, in the form's order."""
    form = figures.form
    if not any(figure.reasons for figure in form.figures):
        return []
    past = past_of(session, rulebook, row)
    last = past.rounds[-1].as_of if past.rounds else past.last_on
    told = told_by_people(session, rulebook, row, form, figures.groups, figures.as_of, last)
    return [
        Difference(at, stated, by_people)
        for at, by_people in told.figures.items()
        if (stated := _stated(figures, at)) is not None and stated != by_people
    ]


def _stated(figures: Figures, at: str) -> int | None:
    group, _, id_ = at.partition(".")
    row = figures.groups.get(group)
    return row.get(id_) if row is not None else None
