"""People made up and stored as a list stores them: sealed, with their marks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.people.entry import Entry, entry_of
from dondoc.people.index import write_marks
from dondoc.people.row import Personal
from dondoc.people.safe import Safe, safe_to_write
from models import Event, Person, PersonMark, PersonState
from models.trail import append
from tests.offices import Scene

BY = "bhxh-huyen/officer"
Lives = tuple[str, Personal]


def store(
    scene: Scene, people: Sequence[Lives], now: datetime, *, sought: bool = True
) -> list[int]:
    """Store people with the communes (uids) they live in; return their case numbers.

    Args:
        sought: they have all their marks; else only those an import gives.
    """
    with scene.office.writing() as session:
        safe = safe_to_write(session, scene.office.settings.state_folder, now)
        append(session, now, [Event("list.imported", "person_list:0", {"people": len(people)})])
        found = stored(session, safe, people, now)
        if sought:
            write_marks(session, safe, found)
        return list(found)


def stored(
    session: Session, safe: Safe, people: Sequence[Lives], now: datetime
) -> dict[int, Entry]:
    """Store people in a transaction; return how each is compared, by case number."""
    found: dict[int, Entry] = {}
    for body, personal in people:
        row = Person(body_uid=body, sealed=b"", seal_key=safe.newest, state=PersonState.KNOWN.value)
        row.recorded_at, row.recorded_by = now, BY
        session.add(row)
        session.flush()
        row.sealed = safe.close_person(row.id, personal)
        found[row.id] = entry_of(personal, body)
        for kind, digest in safe.marks(personal):
            session.add(PersonMark(person_id=row.id, kind=kind, digest=digest))
    session.flush()
    return found
