"""How far somebody's card is: asked for, issued, in their hands; and whose waits too long.

That a card was issued is the fact of the person that the lists of cards tell, and nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.fact import Fact, Kind
from dondoc.people.ledger import facts_of
from dondoc.visible import Visible
from models import CardStage, CardStep
from rules.meaning.calendar import WorkingCalendar
from rules.rulebook import Rulebook

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Step:
    """What was done of the card of `person` on the local date `on`."""

    person: int
    stage: CardStage
    on: date


@dataclass(frozen=True, slots=True)
class Card:
    """Local dates, None where it has not come to that.

    `issued_on`: when the office knew that a card is held now; `until`: its last day.
    """

    asked_on: date | None = None
    issued_on: date | None = None
    handed_on: date | None = None
    until: date | None = None

    @property
    def waits(self) -> bool:
        """Say whether a card is issued and not yet in its holder's hands."""
        return self.issued_on is not None and self.handed_on is None


NO_CARD = Card()


def cards(facts: Iterable[Fact], steps: Iterable[Step], on: date) -> dict[int, Card]:
    """Return, by case number, how far each card is on the local date `on`. Pure.

    What was handed over before a card began was the one before it.
    """
    held = {fact.person: fact for fact in facts if fact.kind is Kind.CARDED and fact.holds(on)}
    told = defaultdict[int, list[Step]](list)
    for step in steps:
        if step.on <= on:
            told[step.person].append(step)
    return {person: _card(held.get(person), told[person]) for person in {*held, *told}}


def _card(fact: Fact | None, steps: list[Step]) -> Card:
    asked = max((one.on for one in steps if one.stage is CardStage.ASKED), default=None)
    if fact is None:
        return Card(asked_on=asked)
    begins = min(fact.since, fact.known_from)
    handed = [one.on for one in steps if one.stage is CardStage.HANDED and one.on >= begins]
    last = fact.until - timedelta(days=1) if fact.until else None
    return Card(asked, fact.known_from, min(handed, default=None), last)


def waiting(
    found: Mapping[int, Card], calendar: WorkingCalendar, days: int, on: date
) -> frozenset[int]:
    """Return whose card is issued and not handed over for more than `days` working days."""
    return frozenset(
        person
        for person, card in found.items()
        if card.waits and card.issued_on and calendar.add(card.issued_on, days) < on
    )


def cards_of(session: Session, persons: Collection[int], on: date) -> Mapping[int, Card]:
    """Return how far the card of each of `persons` (case numbers) is; NO_CARD else."""
    numbers = sorted(persons)
    facts = facts_of(session, persons=numbers, kinds=[Kind.CARDED])
    return dict.fromkeys(numbers, NO_CARD) | cards(facts, _steps(session, numbers), on)


def _steps(session: Session, persons: list[int]) -> list[Step]:
    found = []
    for at in range(0, len(persons), _AT_ONCE):
        some = CardStep.person_id.in_(persons[at : at + _AT_ONCE])
        query = select(CardStep.person_id, CardStep.stage, CardStep.done_on)
        rows = session.execute(query.where(some, CardStep.struck_at.is_(None)))
        found += [Step(person, CardStage(stage), on) for person, stage, on in rows]
    return found


@dataclass(frozen=True)
class Counts:
    """Of one body's people of a directive's lists, each counted once whatever the lists.

    `asked`: a card was asked for and none is issued; `waiting`: issued and not handed over, `late`:
    of these for longer than the rules say.
    """

    body: str
    people: int
    asked: int
    issued: int
    handed: int
    waiting: int
    late: int


def cards_by_body(
    session: Session, rulebook: Rulebook, directive: str, on: date, visible: Visible
) -> list[Counts]:
    """Return how cards stand on the local date `on`, by body (uid) of those that are visible."""
    bodies = rulebook.bodies.known_on(on)
    people: dict[str, set[int]] = defaultdict(set)
    for fact in facts_of(session, directive, kinds=[Kind.LISTED]):
        if fact.holds(on):
            people[bodies.current(fact.body, on).uid].add(fact.person)
    hidden = visible.hidden(session, people.keys())
    shown = {body: persons for body, persons in people.items() if body not in hidden}
    found = cards_of(session, set().union(*shown.values()), on)
    calendar = rulebook.calendar.known_on(on)
    late = waiting(found, calendar, rulebook.helping.hand_over_days, on)
    return [
        Counts(
            body=body,
            people=len(persons),
            asked=sum(1 for one in mine if one.asked_on and not one.issued_on),
            issued=sum(1 for one in mine if one.issued_on),
            handed=sum(1 for one in mine if one.handed_on),
            waiting=sum(1 for one in mine if one.waits),
            late=len(late & persons),
        )
        for body, persons in sorted(shown.items())
        for mine in ([found[person] for person in persons],)
    ]
