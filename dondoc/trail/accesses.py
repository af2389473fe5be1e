"""Accesses: the log of who saw which person, bound to the trail in batches, held against it.

Who is shown a person waits for none of this: the log is written alone, and whoever sweeps or sends
reads what was added and enters its digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.orm import Session

from dondoc.setup.database import glancing, reading, writing
from dondoc.trail.standalone.verify_trail import Problem
from models import AccessBatch, Event, PersonAccess, PersonSeen
from models.trail import append, instant_text

KIND = "access.anchored"
# How what does not hold of the batches themselves begins: then they vouch for nothing.
BATCHES = f"bảng {AccessBatch.__tablename__},"
# So many accesses a batch at most: who verifies holds one at a time.
AT_MOST = 10_000
_LAST = select(func.coalesce(func.max(AccessBatch.upto), 0)).scalar_subquery()
_WAITING = select(func.max(PersonAccess.id)).where(PersonAccess.id > _LAST)
_ACCESSES = select(
    PersonAccess.id,
    PersonAccess.at,
    PersonAccess.who,
    PersonAccess.login_id,
    PersonAccess.what,
    PersonAccess.why,
    PersonAccess.persons,
)
_SEEN = select(PersonSeen.access_id, PersonSeen.person_id)


@dataclass
class _Sum:
    """What a batch comes to."""

    accesses: int = 0
    persons: int = 0
    digest: Any = field(default_factory=sha256)


def anchor_accesses(database: Engine, now: datetime) -> int:
    """Bind to the trail what was logged since the last time; return how many batches.

    Args:
        now: the instant of the use case, aware.
    """
    with glancing(database) as connection:
        if connection.scalar(_WAITING) is None:
            return 0
    upto = _settled(database)
    done = 0
    while _anchor_one(database, upto, now):
        done += 1
    return done


def _settled(database: Engine) -> int:
    """Return up to which number every access is there: none that is lower is still to come.

    On PostgreSQL numbers are drawn within the lock that this one waits for, and lets go at once.
    """
    with reading(database) as session:
        if database.dialect.name == "sqlite":
            return session.scalar(select(func.max(PersonAccess.id))) or 0
    with database.begin() as connection:
        connection.execute(text("LOCK TABLE person_access IN SHARE MODE"))
        return connection.scalar(select(func.max(PersonAccess.id))) or 0


def _anchor_one(database: Engine, upto: int, now: datetime) -> bool:
    with reading(database) as session:
        after = session.scalar(select(_LAST)) or 0
        last = _end_of_batch(session.connection(), after, upto)
        if last is None:
            return False
        found = _summed(session.connection(), after, last)
    with writing(database) as session:
        if session.scalar(select(_LAST)) != after:
            # Somebody else has, meanwhile.
            return True
        batch = AccessBatch(
            upto=last,
            accesses=found.accesses,
            persons=found.persons,
            digest=found.digest.hexdigest(),
        )
        session.add(batch)
        session.flush()
        data = {"upto": last, "accesses": found.accesses, "persons": found.persons}
        append(session, now, [Event(KIND, f"access_batch:{batch.id}", data)])
    return True


def _end_of_batch(connection: Connection, after: int, upto: int) -> int | None:
    """Return the number of the last access of the batch after `after`, None where there is none."""
    some = (
        select(PersonAccess.id)
        .where(PersonAccess.id > after, PersonAccess.id <= upto)
        .order_by(PersonAccess.id)
        .limit(AT_MOST)
        .subquery()
    )
    last: int | None = connection.scalar(select(func.max(some.c.id)))
    return last


def _summed(connection: Connection, after: int, upto: int) -> _Sum:
    """Return what the accesses after `after` up to `upto` come to.

    Of each: a JSON list of its number, instant, who, sign-in, how, why, how many, and the numbers
    of the persons in ascending order, with a line feed.
    """
    found = _Sum()
    within = PersonSeen.access_id > after, PersonSeen.access_id <= upto
    seen = connection.execute(
        _SEEN.where(*within).order_by(PersonSeen.access_id, PersonSeen.person_id)
    )
    persons: dict[int, list[int]] = {}
    for access, person in seen:
        persons.setdefault(access, []).append(person)
    within = PersonAccess.id > after, PersonAccess.id <= upto
    for id_, at, *said in connection.execute(_ACCESSES.where(*within).order_by(PersonAccess.id)):
        shown = persons.pop(id_, [])
        found.accesses += 1
        found.persons += len(shown)
        found.digest.update(orjson.dumps([id_, instant_text(at), *said, shown]) + b"\n")
    # Whoever took an access away and left whom it showed.
    found.persons += sum(map(len, persons.values()))
    return found


def check_accesses(session: Session) -> Iterator[Problem]:
    """Yield each batch of the log that is not what was bound; what came later is not bound yet."""
    after, connection = 0, session.connection()
    rows = select(AccessBatch).order_by(AccessBatch.upto)
    for batch in session.scalars(rows):
        found = _summed(connection, after, batch.upto)
        if found.digest.hexdigest() != batch.digest or found.persons != batch.persons:
            yield Problem(0, "access", _differs(batch, after, found))
        after = batch.upto


def _differs(batch: AccessBatch, after: int, found: _Sum) -> str:
    what = f"nhật ký xem hồ sơ, mục {after + 1} đến {batch.upto}"
    said, now = (batch.accesses, batch.persons), (found.accesses, found.persons)
    if said == now:
        return f"{what}: nội dung không như dấu vết đã ghi"
    return (
        f"{what}: có {now[0]} lần xem, {now[1]} lượt hồ sơ; dấu vết đã ghi {said[0]} lần xem, "
        f"{said[1]} lượt hồ sơ"
    )
