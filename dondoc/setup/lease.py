"""One at a time: a named lease in the database, by real time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from socket import gethostname
from uuid import uuid4

from sqlalchemy import Engine, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from dondoc.errors import NotPossible
from dondoc.setup.database import writing
from models import Lease
from models.clock import Clock


class Busy(NotPossible):
    """Somebody else holds the lease."""


def owner_of_this_process() -> str:
    """Return a name no other holder has: the machine, the process, and a random part."""
    return f"{gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def gone(owner: str) -> bool:
    """Say whether `owner` was a process of this machine and has ended."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if host != gethostname() or not rest.isdecimal() or int(rest) == os.getpid():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@contextmanager
def held(
    engine: Engine, name: str, owner: str, wall: Clock, lasting: timedelta
) -> Iterator["Renewal"]:
    """Hold the lease `name` as `owner`, at most `lasting` after the last renewal.

    A holder that was killed loses it when that time is over.

    Raises:
        Busy: somebody else holds it.
    """
    renewal = Renewal(engine, name, owner, wall, lasting)
    renewal.take()
    try:
        yield renewal
    finally:
        renewal.give_back()


class Renewal:
    """A lease that is held, to be renewed during long work."""

    def __init__(
        self, engine: Engine, name: str, owner: str, wall: Clock, lasting: timedelta
    ) -> None:
        self._engine = engine
        self._name = name
        self._owner = owner
        self._wall = wall
        self._lasting = lasting

    def take(self) -> None:
        """Take the lease or renew it; raise `Busy` where somebody else holds it."""
        if self._taken():
            return
        self._ensure_row()
        if not self._taken() and not self._inherited():
            raise Busy(f"một lượt {self._name} khác đang chạy; đợi lượt ấy xong rồi chạy lại")

    def _taken(self) -> bool:
        now = self._wall.now()
        free = or_(Lease.owner.is_(None), Lease.until < now, Lease.owner == self._owner)
        change = (
            update(Lease)
            .where(Lease.name == self._name, free)
            .values(owner=self._owner, until=now + self._lasting)
        )
        # Nothing is lost with a lease: it need not wait for the disk.
        with writing(self._engine, lasting=False) as session:
            return session.connection().execute(change).rowcount == 1

    def _inherited(self) -> bool:
        """Take the lease over from a process of this machine that is no more."""
        with writing(self._engine) as session:
            holder = session.scalar(select(Lease.owner).where(Lease.name == self._name))
            if holder is None or not gone(holder):
                return False
            change = (
                update(Lease)
                .where(Lease.name == self._name, Lease.owner == holder)
                .values(owner=self._owner, until=self._wall.now() + self._lasting)
            )
            return session.connection().execute(change).rowcount == 1

    def give_back(self) -> None:
        """Let the next one in."""
        change = (
            update(Lease)
            .where(Lease.name == self._name, Lease.owner == self._owner)
            .values(owner=None, until=None)
        )
        with writing(self._engine, lasting=False) as session:
            session.connection().execute(change)

    def _ensure_row(self) -> None:
        with writing(self._engine) as session:
            if session.scalar(select(Lease.name).where(Lease.name == self._name)) is not None:
                return
        try:
            with writing(self._engine) as session:
                session.execute(insert(Lease).values(name=self._name))
        except IntegrityError:
            # Another process has put the row there in between: just what was wanted.
            return
