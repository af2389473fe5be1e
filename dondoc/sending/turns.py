"""Turns: within a window one outcome is noted and the next message begun, before it leaves.

Noted in the table `turn`, which waits for no disk and is bound to no trail: it happens for every
mail. What came of the window is written with the next claim (`dondoc.sending.follow`).
"""

from collections.abc import Sequence
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Engine, delete
from sqlalchemy.engine import Row

from dondoc.sending.worker import Claimed, Done
from models import Turn
from models.among import among
from models.bulk import insert_rows
from models.turn import TURN

_NOTE = "UPDATE turn SET outcome = ?, code = ?, reason = ? WHERE attempt_id = ?"
# Fenced: who looks for lost leases takes the row away.
_BEGIN = "UPDATE turn SET begun = true WHERE attempt_id = ? AND NOT begun"
# Both in one statement, which is a transaction of its own.
_BOTH = f"WITH noted AS ({_NOTE}) {_BEGIN}".replace("?", "%s")
_TAKE = (
    delete(TURN)
    .where(among(TURN.c.attempt_id, "attempts"))
    .returning(TURN.c.attempt_id, TURN.c.begun, TURN.c.outcome, TURN.c.code, TURN.c.reason)
)


class Turns(Protocol):
    """The turns of one worker in one dispatch.

    `lasting`: what is noted outlasts the database's own end, short of its machine's. `window`: so
    many seconds a window takes at most, by what the last one took.
    """

    lasting: bool
    window: float

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        """Note the outcome of the one done and begin with the next.

        Returns:
            False where the next one is no longer in this worker's hand: it must not be sent.
        """

    def close(self) -> None:
        """Give back what is held."""


def enter_turns(connection: Connection, attempts: Sequence[int]) -> None:
    """Enter the turns of a window in its order; the first one's has come."""
    rows = [(attempt, place == 0) for place, attempt in enumerate(attempts)]
    insert_rows(connection, Turn, ("attempt_id", "begun"), rows)


def take_turns(connection: Connection, attempts: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Take turns away, and return by attempt how they stood: none of these begins any more."""
    if not attempts:
        return {}
    taken = connection.execute(_TAKE, {"attempts": attempts}).all()
    return {turn.attempt_id: turn for turn in taken}


def _said(done: Done | None) -> tuple[str | int | None, ...]:
    if done is None:
        return (None, None, None, None)
    said = done.outcome
    return (said.kind.value, said.code, said.reason, done.claimed.attempt)


class PostgresTurns:
    """The turns of one worker: a round trip each, to a table that lives in the server's memory."""

    lasting = False
    # Workers wait for each other to claim, by the lock of the trail: the less often the better.
    window = 1.0

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        given = (*_said(done), claimed.attempt)
        return self._connection.exec_driver_sql(_BOTH, given).rowcount == 1

    def close(self) -> None:
        self._connection.close()


class SqliteTurns:
    """The turns of one worker, by the driver itself, in commits that do not wait for the disk.

    A process that is killed loses nothing by that; after the end of the machine itself the whole
    window is in doubt (`dondoc.sending.dispatch.lose_leases`).
    """

    lasting = True
    # So much is in doubt after a power cut.
    window = 0.25

    def __init__(self, engine: Engine) -> None:
        self._lent = engine.raw_connection()
        self._driver = cast(Any, self._lent.driver_connection)
        self._driver.execute("PRAGMA synchronous=NORMAL")

    def next(self, done: Done | None, claimed: Claimed) -> bool:
        self._driver.execute("BEGIN IMMEDIATE")
        try:
            if done is not None:
                self._driver.execute(_NOTE, _said(done))
            begun = self._driver.execute(_BEGIN, (claimed.attempt,)).rowcount == 1
        except BaseException:
            self._driver.execute("ROLLBACK")
            raise
        self._driver.execute("COMMIT")
        return bool(begun)

    def close(self) -> None:
        self._driver.execute("PRAGMA synchronous=FULL")
        self._lent.close()


def turns_of(engine: Engine) -> Turns:
    """Return the turns that `engine`'s database allows."""
    return SqliteTurns(engine) if engine.dialect.name == "sqlite" else PostgresTurns(engine)
