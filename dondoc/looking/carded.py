"""Whose card is to be asked for, waits to be issued, or lies there; people are case numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.cards import Card, cards_of, waiting
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.looking.cases import seen_of
from dondoc.people.fact import Kind
from dondoc.people.ledger import facts_of
from models import CardStage, CardStep, Person, Purpose
from rules.meaning.directive import Directive

# So many of a stage are shown at once; the others are counted.
MOST = 200
_LAST = 20


@dataclass(frozen=True)
class Carded:
    """One person whose card is at a stage; `late`: it waits longer than the rules say."""

    person: int
    card: Card
    late: bool


@dataclass(frozen=True)
class Stage:
    """Whoever is at one stage: how many, and the first of them, the late ones before."""

    people: int
    shown: tuple[Carded, ...]


@dataclass(frozen=True)
class Stages:
    """The cards of whoever is listed under a directive: not asked for, not issued, not handed."""

    none: Stage
    asked: Stage
    lying: Stage


@dataclass(frozen=True)
class Entered:
    """A step of a card as it was entered: its number, whose, which, on which local date."""

    number: int
    person: int
    stage: CardStage
    on: date
    evidence: str


def carded(look: Look, declared: Directive) -> Stages:
    """Return how far the cards are of whoever is visible and listed; who is shown is logged.

    Args:
        look: at `Sight.PERSONS`.
    """
    on, rulebook = look.desk.today, look.desk.rulebook
    facts = facts_of(look.session, declared.id, kinds=[Kind.LISTED])
    listed = {fact.person for fact in facts if fact.holds(on)}
    people = seen_of(look, sorted(listed))
    found = cards_of(look.session, people, on)
    calendar = rulebook.calendar.known_on(on)
    late = waiting(found, calendar, rulebook.helping.hand_over_days, on)
    every = [Carded(person, found[person], person in late) for person in sorted(people)]
    stages = Stages(
        _stage(one for one in every if not (one.card.asked_on or one.card.issued_on)),
        _stage(one for one in every if one.card.asked_on and not one.card.issued_on),
        _stage(one for one in every if one.card.waits),
    )
    shown = [*stages.none.shown, *stages.asked.shown, *stages.lying.shown]
    log_numbers(look, [one.person for one in shown], Purpose.DUTY)
    return stages


def _stage(found: Iterable[Carded]) -> Stage:
    every = sorted(found, key=lambda one: (not one.late, one.person))
    return Stage(len(every), tuple(every[:MOST]))


def entered(look: Look) -> Sequence[Entered]:
    """Return the steps of whoever is visible that were entered last, newest first; logged."""
    query = (
        select(CardStep)
        .join(Person, Person.id == CardStep.person_id)
        .where(CardStep.struck_at.is_(None), *look.visible.persons())
    )
    rows = look.session.scalars(query.order_by(CardStep.id.desc()).limit(_LAST))
    found = [
        Entered(row.id, row.person_id, CardStage(row.stage), row.done_on, row.evidence)
        for row in rows
    ]
    log_numbers(look, {one.person for one in found}, Purpose.DUTY)
    return found
