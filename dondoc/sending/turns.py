"""Turns: within a window, one outcome is written and the next message begun in one small commit.

Two rows by their keys, by the driver itself: it happens for every mail. SQLite only, where the
commit does not wait for the disk. A process that is killed loses nothing by that; after the end of
the machine itself the whole window is in doubt (`dondoc.sending.dispatch.lose_leases`).
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine

from dondoc.sending.follow import Done
from dondoc.sending.worker import Claimed, Worker
from models import Attempt, MessageState
from models.binding import bound_by_driver
from models.message import ATTEMPT
from models.trail import append_by_driver, instant_text

_FINISH = (
    "UPDATE attempt SET finished_at = ?, outcome = ?, code = ?, reason = ? "
    "WHERE id = ? AND finished_at IS NULL"
)
# Fenced: the lease must still be this worker's.
_BEGIN = (
    "UPDATE attempt SET begun_at = ? WHERE id = ? AND begun_at IS NULL AND EXISTS ("
    "SELECT 1 FROM message WHERE id = attempt.message_id AND state = ? AND lease_owner = ?)"
)


class Turns:
    """One by one: a window holds one message, whose turn comes with its claim.

    So on PostgreSQL: its server may be another machine, of whose end this one learns nothing.
    """

    windows = False

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        """Write the outcome of the one done and begin with the next.

        Returns:
            False where the next one is no longer in this worker's hand: it must not be sent.
        """
        return False

    def close(self) -> None:
        """Give back what is held."""


class SqliteTurns(Turns):
    """The turns of one worker in a dispatch at the instant `now` (aware)."""

    windows = True

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
    return SqliteTurns(engine, worker, now) if engine.dialect.name == "sqlite" else Turns()
