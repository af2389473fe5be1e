"""The trail: hash-chained entries, written in the transaction of what they record.

The canonical bytes of an entry are specified in docs/trail.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from types import NoneType
from typing import Any, ClassVar, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Index, literal_column, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.bulk import insert_rows
from models.clock import SystemClock
from models.proof import Proof

GENESIS = "0" * 64
# Who acts where no person does: what config.yaml says.
SETTINGS = "settings"
COLUMNS = ("seq", "at", "kind", "subject", "data", "prev", "hash")
_Row = tuple[int, str, str, str, str, str, str]
# Any fixed number: the one lock all writers of the trail take on PostgreSQL.
_LOCK = 7_305_804_031
# Where a session remembers the instant of what it has entered, and what it has still to enter.
_AT, _LATER = "trail at", "trail later"
_SCALARS = frozenset({str, int, bool, NoneType})


class Entry(Base):
    """One line of the trail. `at` is ISO 8601 UTC text, `data` canonical JSON.

    The database takes entries at the end only: triggers refuse to change or remove one.
    """

    __tablename__ = "entry"
    __proof__: ClassVar = Proof(nothing="is the trail")
    __table_args__ = (
        Index("ix_entry_baseline", "seq", sqlite_where=text("kind = 'trail.baseline'")),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    data: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]

    @classmethod
    def ends_baseline(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether older rows were bound by then, in the words of the index."""
        return cls.kind == literal_column("'trail.baseline'")


# Asked at every entering: made once.
_LAST = select(Entry.seq, Entry.hash, Entry.at).order_by(Entry.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be entered: its kind, the surrogate id of its subject, and plain JSON data."""

    kind: str
    subject: str
    data: Mapping[str, object]


class Written(NamedTuple):
    """What is to be entered, its data written as an entry holds it."""

    kind: str
    subject: str
    data: str


def instant_text(at: datetime) -> str:
    """Return the aware instant `at` as the trail writes it: UTC, microseconds, "Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(seq: int, at: str, kind: str, subject: str, data: str, prev: str) -> bytes:
    """Return the bytes that are hashed: one JSON object, keys in order, no white space.

    Raises:
        ValueError: a text cannot be written in UTF-8 (a lone surrogate), or is no text.
    """
    said = f"{at}{kind}{prev}{subject}"
    if said.isprintable() and '"' not in said and "\\" not in said:
        # Nothing to escape, as in every entry we write: three times as fast as encoding each.
        return (
            f'{{"at":"{at}","data":{data},"kind":"{kind}","prev":"{prev}","seq":{seq},'
            f'"subject":"{subject}"}}'
        ).encode()
    try:
        head = orjson.dumps({"at": at})[:-1]
        tail = orjson.dumps({"kind": kind, "prev": prev, "seq": seq, "subject": subject})[1:]
    except TypeError as error:
        raise ValueError(str(error)) from error
    return b"".join((head, b',"data":', data.encode(), b",", tail))


def canonical_data(data: Mapping[str, object]) -> str:
    """Return `data` as an entry holds it.

    Raises:
        TypeError: a value has no one canonical form (a fraction, an instant, an object), is a
            whole number beyond 64 bits, or a text that cannot be written in UTF-8.
    """
    if not _plain(data):
        raise TypeError(f"the trail holds texts, whole numbers, lists and objects only: {data!r}")
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()


def _plain(value: Any) -> bool:
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is dict:
        value = value.values()
    elif kind is not list and kind is not tuple:
        # A member of a StrEnum is a text, and orjson writes it as one.
        return isinstance(value, str)
    return _SCALARS.issuperset(map(type, value)) or all(map(_plain, value))


def lock_trail(connection: Connection) -> None:
    """Take the writers' lock until the transaction ends.

    On SQLite the writing transaction itself is the lock (BEGIN IMMEDIATE).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def append(session: Session, at: datetime, events: Iterable[Event]) -> int:
    """Chain `events` to the trail in the caller's transaction, in order.

    Args:
        at: the instant the use case read once, aware.
    Returns:
        how many entries were written.
    Raises:
        TypeError: an event's data has no canonical form.
    """
    written = (Written(one.kind, one.subject, canonical_data(one.data)) for one in events)
    return append_written(session, at, list(written))


def append_written(session: Session, at: datetime | None, entered: Sequence[Written]) -> int:
    """Chain what is already written as an entry holds it; see `append`.

    Args:
        at: None: the instant of what this transaction has entered before, or else of the last
            entry there is.
    """
    if at is not None:
        session.info[_AT] = instant_text(at)
    if not entered:
        return 0
    said = session.info.get(_AT)
    if (later := session.info.get(_LATER)) is not None:
        later.extend((said, one) for one in entered)
    else:
        _chain(session, [(said, one) for one in entered])
    return len(entered)


@contextmanager
def entered_at_end(session: Session) -> Iterator[None]:
    """Chain what is entered within at its end, in the same order, in one go.

    The lock of all writers is then held no longer than that: what is looked at and composed between
    two entries keeps nobody waiting. The trail is not read within.
    """
    session.info[_LATER] = []
    try:
        yield
        entered = session.info[_LATER]
    finally:
        del session.info[_LATER]
    if entered:
        _chain(session, entered)


def _chain(session: Session, entered: Sequence[tuple[str | None, Written]]) -> None:
    """Chain what is entered, each at the instant that is said, or else at that of the last."""
    connection = session.connection()
    lock_trail(connection)
    seq, prev, since = connection.execute(_LAST).one_or_none() or (0, GENESIS, None)
    since = since or instant_text(SystemClock().now())
    said = [(at or since, one) for at, one in entered]
    insert_rows(connection, Entry, COLUMNS, list(_chained(said, seq, prev)))


def entered_at(session: Session) -> datetime | None:
    """Return the instant (aware) of what this transaction has entered, None where it has not."""
    said = session.info.get(_AT)
    return datetime.fromisoformat(said) if said else None


def _chained(entered: Iterable[tuple[str, Written]], seq: int, prev: str) -> Iterator[_Row]:
    for at, (kind, subject, data) in entered:
        seq += 1
        hashed = sha256(canonical(seq, at, kind, subject, data, prev)).hexdigest()
        yield seq, at, kind, subject, data, prev, hashed
        prev = hashed
