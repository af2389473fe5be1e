"""Visits that were made, newest first, and questions about them; people are case numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from models import Person, Visit, VisitQuestion

# So many are told at once.
MOST = 200


@dataclass(frozen=True)
class Visited:
    """One visit by its number: of whom (case number), when, by whom; codes as they are stored.

    `words`: something is written of it besides, sealed. `struck`: why it was, None where it stands.
    """

    visit: int
    person: int
    directive: str
    body: str
    on: date
    way: str
    went: tuple[str, ...]
    met: str
    informed: bool
    mobilised: bool
    answer: str
    reason: str | None
    situation: str
    promised_on: date | None
    words: bool
    source: str
    change: int | None
    recorded_at: datetime
    recorded_by: str
    struck: str | None


@dataclass(frozen=True)
class Question:
    """Two visits that contradict: how each was answered, until somebody says which holds."""

    question: int
    person: int
    doubt: str
    one: Visited
    other: Visited
    asked_at: datetime
    settled: bool
    holds: int | None


def visited(
    session: Session, visible: Visible, person: int | None = None, most: int = MOST
) -> list[Visited]:
    """Return the visits to whoever is visible, or to one `person` (case number), newest first."""
    query = select(Visit).join(Person, Person.id == Visit.person_id).where(*visible.persons())
    if person is not None:
        query = query.where(Visit.person_id == person)
    newest = query.order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(most)
    return [_visited(one) for one in session.scalars(newest)]


def questions(
    session: Session, visible: Visible, *, settled: bool = False, most: int = MOST
) -> list[Question]:
    """Return the questions about visits to whoever is visible, the first to come first.

    Args:
        settled: those that are settled as well.
    """
    asked = VisitQuestion.person_id == Person.id
    query = select(VisitQuestion).join(Person, asked).where(*visible.persons())
    if not settled:
        query = query.where(VisitQuestion.settled_at.is_(None))
    rows = list(session.scalars(query.order_by(VisitQuestion.id).limit(most)))
    told = _by_number(session, [number for one in rows for number in (one.one_id, one.other_id)])
    return [
        Question(
            one.id,
            one.person_id,
            one.doubt,
            told[one.one_id],
            told[one.other_id],
            one.asked_at,
            one.settled_at is not None,
            one.holds_id,
        )
        for one in rows
    ]


def cases(shown: Iterable[Visited | Question]) -> tuple[int, ...]:
    """Return whose visits these are, by case number, once each."""
    return tuple(dict.fromkeys(one.person for one in shown))


def _by_number(session: Session, numbers: Sequence[int]) -> dict[int, Visited]:
    query = select(Visit).where(Visit.id.in_(sorted(set(numbers))))
    return {one.id: _visited(one) for one in session.scalars(query)}


def _visited(row: Visit) -> Visited:
    return Visited(
        row.id,
        row.person_id,
        row.directive_id,
        row.body_uid,
        row.visited_on,
        row.way,
        tuple(row.went.split()),
        row.met,
        row.informed,
        row.mobilised,
        row.answer,
        row.reason,
        row.situation,
        row.promised_on,
        row.sealed is not None and bool(row.sealed),
        row.source,
        row.change_id,
        row.recorded_at,
        row.recorded_by,
        row.struck_for,
    )
