"""Access: whoever is shown a person is logged before they are shown it, and who saw whom.

Logged in a short transaction of its own, which waits for nothing of the trail: the trail gets
digests of whole batches later (`dondoc.trail.accesses`). What cannot be logged is not shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from dondoc.setup.database import writing
from models import Access, PersonAccess, PersonSeen, Purpose
from models.bulk import insert_rows

# How long somebody who wants to see a person waits for another writer, in seconds: as long as a
# page may take. An import of a large list on SQLite holds the database longer.
PATIENCE = 3


class NotLogged(NotPossible):
    """It could not be logged who wants to see; nothing was shown."""


@dataclass(frozen=True)
class Showing:
    """What is about to be shown: to whom (`uid/post`), how, why, and which persons (case numbers).

    `login`: the number of the sign-in, None for a command. No persons: a search found none.
    """

    who: str
    what: Access
    why: Purpose
    persons: tuple[int, ...]
    login: int | None = None


@dataclass(frozen=True)
class Seen:
    """That one person was shown, when (UTC), to whom, how and why."""

    at: datetime
    who: str
    login: int | None
    what: Access
    why: Purpose


def log(database: Engine, showing: Showing, now: datetime) -> int:
    """Log what is about to be shown at the instant `now` (aware); return the entry's number.

    It is on the disk when this returns: a view that a power cut forgets would be one that nobody
    has had.

    Raises:
        NotLogged: somebody else held the database for `PATIENCE`; show nothing then.
    """
    try:
        with writing(database, patience=PATIENCE) as session:
            return _entered(session, showing, now)
    except OperationalError as error:
        raise NotLogged(
            "chưa ghi được nhật ký xem hồ sơ vì cơ sở dữ liệu đang bận, nên chưa mở hồ sơ nào; "
            "thử lại sau ít phút"
        ) from error


def _entered(session: Session, showing: Showing, now: datetime) -> int:
    persons = sorted(set(showing.persons))
    row = PersonAccess(
        at=now,
        who=showing.who,
        login_id=showing.login,
        what=showing.what.value,
        why=showing.why.value,
        persons=len(persons),
    )
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # A trigger asks for the number before SQLite gives one. PostgreSQL draws it itself, within
        # the lock by which who anchors knows that no lower one is still to come.
        row.id = 1 + (session.scalar(select(func.max(PersonAccess.id))) or 0)
    session.add(row)
    session.flush()
    seen = [(row.id, person) for person in persons]
    insert_rows(connection, PersonSeen, ("access_id", "person_id"), seen)
    return row.id


def who_saw(session: Session, person: int, most: int | None = None) -> Iterator[Seen]:
    """Yield who saw the person with this case number, the last first; at most `most` of them."""
    query = (
        select(PersonAccess)
        .join(PersonSeen, PersonSeen.access_id == PersonAccess.id)
        .where(PersonSeen.person_id == person)
        .order_by(PersonSeen.access_id.desc())
        .limit(most)
    )
    for row in session.scalars(query):
        yield Seen(row.at, row.who, row.login_id, Access(row.what), Purpose(row.why))


def seen_by(session: Session, who: str, since: datetime) -> Sequence[PersonAccess]:
    """Return what was shown to `who` (`uid/post`) since the instant `since` (aware)."""
    query = select(PersonAccess).where(PersonAccess.who == who, PersonAccess.at >= since)
    return session.scalars(query.order_by(PersonAccess.id)).all()
