"""Turns: within a window, one outcome is written and the next message begun in one small commit.

On SQLite two rows by their keys, by the driver itself: it happens for every mail, and the commit
does not wait for the disk. A process that is killed loses nothing by that; after the end of the
machine itself the whole window is in doubt (`dondoc.sending.dispatch.lose_leases`).
"""

from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import Engine, bindparam, select, update

from dondoc.sending.follow import Done, record
from dondoc.sending.worker import Claimed, Worker
from dondoc.setup.database import writing
from models import Attempt, MessageState
from models.binding import bound_by_driver
from models.message import ATTEMPT, MESSAGE
from models.trail import append, append_by_driver, instant_text

_FINISH = (
    "UPDATE attempt SET finished_at = ?, outcome = ?, code = ?, reason = ? "
    "WHERE id = ? AND finished_at IS NULL"
)
# Fenced: the lease must still be this worker's.
_BEGIN = (
    "UPDATE attempt SET begun_at = ? WHERE id = ? AND begun_at IS NULL AND EXISTS ("
    "SELECT 1 FROM message WHERE id = attempt.message_id AND state = ? AND lease_owner = ?)"
)


class Turns(Protocol):
    """The turns of one worker in one dispatch."""

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        """Write the outcome of the one done and begin with the next.

        Returns:
            False where the next one is no longer in this worker's hand: it must not be sent.
        """

    def close(self) -> None:
        """Give back what is held."""


class PostgresTurns:
    """The turns of one worker in a dispatch at the instant `now` (aware).

    Each waits for the server's disk: of the end of that machine this one learns nothing, and what
    has not begun must be certain.
    """

    def __init__(self, engine: Engine, worker: Worker, now: datetime) -> None:
        self._engine, self._worker, self._now = engine, worker, now
        mine = MESSAGE.c.state == MessageState.SENDING.value, MESSAGE.c.lease_owner == worker.name
        # Fenced: whoever looks for lost leases either waits for this turn's end, or was first.
        self._mine = (
            select(MESSAGE.c.id)
            .where(MESSAGE.c.id == bindparam("message"), *mine)
            .with_for_update(key_share=True, skip_locked=True)
        )
        begin = update(ATTEMPT).where(
            ATTEMPT.c.id == bindparam("one"), ATTEMPT.c.begun_at.is_(None)
        )
        self._begin = begin.values(begun_at=now).returning(ATTEMPT.c.id)

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        with writing(self._engine) as session:
            append(session, self._now, [])
            connection = session.connection()
            held = connection.execute(self._mine, {"message": claimed.message}).all()
            begun = held and connection.execute(self._begin, {"one": claimed.attempt}).all()
            if done is not None:
                record(session, [done])
        return bool(begun)

    def close(self) -> None:
        """Nothing is held between turns."""


class SqliteTurns:
    """The turns of one worker in a dispatch at the instant `now` (aware)."""

    def __init__(self, engine: Engine, worker: Worker, now: datetime) -> None:
        self._worker = worker
        kind = ATTEMPT.c.begun_at.type.dialect_impl(engine.dialect)
        stored = kind.bind_processor(engine.dialect)
        self._now: Any = stored(now) if stored else now
        self._stored = str(self._now)
        self._at = instant_text(now)
        self._lent = engine.raw_connection()
        self._driver = cast(Any, self._lent.driver_connection)
        self._driver.execute("PRAGMA synchronous=NORMAL")

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        self._driver.execute("BEGIN IMMEDIATE")
        try:
            rows = [self._finish(done)] if done is not None else []
            begun = self._begin(claimed)
            rows += [{"id": claimed.attempt, "begun_at": self._stored}] if begun else []
            bound = [bound_by_driver(self._driver, Attempt, row) for row in rows if row]
            append_by_driver(self._driver, self._at, bound)
        except BaseException:
            self._driver.execute("ROLLBACK")
            raise
        self._driver.execute("COMMIT")
        return begun

    def _finish(self, done: Done) -> dict[str, Any]:
        said, attempt = done.outcome, done.claimed.attempt
        values = (self._now, said.kind.value, said.code, said.reason)
        if self._driver.execute(_FINISH, (*values, attempt)).rowcount != 1:
            return {}
        names = ("finished_at", "outcome", "code", "reason")
        return {"id": attempt, **dict(zip(names, (self._stored, *values[1:]), strict=True))}

    def _begin(self, claimed: Claimed) -> bool:
        values = (self._now, claimed.attempt, MessageState.SENDING.value, self._worker.name)
        return bool(self._driver.execute(_BEGIN, values).rowcount == 1)

    def close(self) -> None:
        self._driver.execute("PRAGMA synchronous=FULL")
        self._lent.close()


def turns_of(engine: Engine, worker: Worker, now: datetime) -> Turns:
    """Return the turns that `engine`'s database allows."""
    kind = SqliteTurns if engine.dialect.name == "sqlite" else PostgresTurns
    return kind(engine, worker, now)
