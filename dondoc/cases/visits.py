"""Visits where they are stored: entered, each by its own key; struck, never changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dondoc.cases.doubting import doubts
from dondoc.cases.telling import Told
from dondoc.errors import Refused
from dondoc.people.safe import Safe
from models import Event, Person, Visit, VisitQuestion
from models.trail import append
from rules.meaning.visiting import Visiting

# As many parameters as every SQLite takes.
_AT_ONCE = 500
T = TypeVar("T")


def lock_persons(session: Session, persons: Collection[int]) -> dict[int, Person]:
    """Return the persons (case numbers) there are; nobody else enters visits to them meanwhile."""
    found: dict[int, Person] = {}
    for some in _slices(sorted(persons)):
        query = select(Person).where(Person.id.in_(some)).order_by(Person.id).with_for_update()
        found.update((row.id, row) for row in session.scalars(query))
    return found


def already(session: Session, keys: Collection[str]) -> dict[str, Visit]:
    """Return the visits that were entered with one of these keys."""
    found: dict[str, Visit] = {}
    for some in _slices(sorted(keys)):
        query = select(Visit).where(Visit.uuid.in_(some))
        found.update((row.uuid, row) for row in session.scalars(query))
    return found


def enter(
    session: Session,
    told: Sequence[Told],
    persons: Mapping[int, Person],
    safe: Safe | None,
    source: str,
    by: str,
    now: datetime,
    changes: Mapping[str, int],
) -> list[Visit]:
    """Store what was told, each as one row, with its entry in the trail; return them in order.

    Args:
        persons: those it is about, locked; safe: to seal words in, None where there are none;
        source: the road by which it came; by: who enters it, as `uid/post`; now: the instant;
        changes: which change a visit led to, by its key.
    """
    together: dict[object, str] = defaultdict(lambda: str(uuid4()))
    rows = [_row(one, persons[one.person], together, source, by, now) for one in told]
    for row in rows:
        row.change_id = changes.get(row.uuid)
    session.add_all(rows)
    session.flush()
    for one, row in zip(told, rows, strict=True):
        if one.words.strip() and safe is not None:
            row.sealed = safe.close(one.words.strip().encode(), about(row.id))
            row.seal_key = safe.newest
    append(session, now, [_event("visit.recorded", row, by) for row in rows])
    session.flush()
    return rows


def _row(
    told: Told, person: Person, together: dict[object, str], source: str, by: str, now: datetime
) -> Visit:
    home = person.household_id or f"person {person.id}"
    return Visit(
        uuid=told.key,
        occasion=told.occasion or together[home, told.on, told.way],
        person_id=person.id,
        household_id=person.household_id,
        body_uid=person.body_uid,
        village_id=person.village_id,
        directive_id=told.directive,
        visited_on=told.on,
        way=told.way,
        went=" ".join(told.went),
        met=told.met,
        informed=told.informed,
        mobilised=told.mobilised,
        answer=told.answer,
        reason=told.reason,
        situation=told.situation,
        promised_on=told.promised_on,
        source=source,
        sheet_id=told.sheet,
        device=told.device,
        device_at=told.device_at,
        recorded_at=now,
        recorded_by=by,
    )


def ask_about(
    session: Session, rows: Iterable[Visit], visiting: Visiting, now: datetime
) -> dict[int, int]:
    """Ask about each of `rows` that contradicts a visit before it; return question by visit."""
    entered = list(rows)
    by_person: dict[int, list[Visit]] = defaultdict(list)
    persons = sorted({one.person_id for one in entered})
    for some in _slices(persons):
        query = select(Visit).where(Visit.person_id.in_(some), Visit.struck_at.is_(None))
        for row in session.scalars(query.order_by(Visit.id)):
            by_person[row.person_id].append(row)
    asked: dict[int, int] = {}
    for row in entered:
        before = [
            one
            for one in by_person[row.person_id]
            if one.id < row.id and one.directive_id == row.directive_id
        ]
        for old, doubt in doubts(row, before, visiting):
            question = VisitQuestion(
                person_id=row.person_id,
                one_id=old.id,
                other_id=row.id,
                doubt=doubt.value,
                asked_at=now,
            )
            session.add(question)
            session.flush()
            asked[row.id] = question.id
            said = {"person": row.person_id, "one": old.id, "other": row.id, "doubt": doubt.value}
            append(session, now, [Event("visit.asked", f"visit_question:{question.id}", said)])
    return asked


def strike(session: Session, row: Visit, why: str, by: str, now: datetime) -> None:
    """Strike a visit that was entered by mistake; what was asked about it is settled by that.

    Args:
        why: a code of the closed list; by: who says so, as `uid/post`; now: the instant (aware).
    Raises:
        Refused: it is struck already.
    """
    if row.struck_at is not None:
        raise Refused(f"lần thăm số {row.id} đã gạch rồi")
    row.struck_at, row.struck_by, row.struck_for = now, by, why
    append(session, now, [_event("visit.struck", row, by, why=why)])
    open_ = select(VisitQuestion).where(
        VisitQuestion.settled_at.is_(None),
        or_(VisitQuestion.one_id == row.id, VisitQuestion.other_id == row.id),
    )
    for question in session.scalars(open_):
        settle(session, question, _other(question, row.id), by, now)
    session.flush()


def settle(
    session: Session, question: VisitQuestion, holds: int | None, by: str, now: datetime
) -> None:
    """Settle a question: the visit numbered `holds` holds, None: neither, somebody goes again.

    Raises:
        Refused: it is settled, or asks about no visit of that number.
    """
    if question.settled_at is not None:
        raise Refused(f"câu hỏi số {question.id} đã có người trả lời")
    if holds not in (None, question.one_id, question.other_id):
        both = f"{question.one_id}, {question.other_id}"
        raise Refused(f"câu hỏi số {question.id} hỏi về lần thăm số {both}")
    question.settled_at, question.settled_by, question.holds_id = now, by, holds
    said = {"by": by, "person": question.person_id, "holds": holds}
    append(session, now, [Event("visit.settled", f"visit_question:{question.id}", said)])
    session.flush()


def about(visit: int) -> str:
    """Return what the words of the visit numbered so are sealed for."""
    return f"visit:{visit}"


def _other(question: VisitQuestion, visit: int) -> int:
    return question.other_id if question.one_id == visit else question.one_id


def _event(kind: str, row: Visit, by: str, **more: str) -> Event:
    data = {"by": by, "person": row.person_id, "directive": row.directive_id, "source": row.source}
    return Event(kind, about(row.id), data | more)


def _slices(them: Sequence[T]) -> Iterable[Sequence[T]]:
    return (them[at : at + _AT_ONCE] for at in range(0, len(them), _AT_ONCE))
