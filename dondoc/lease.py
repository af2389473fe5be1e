"""One at a time: a named lease in the database, by real time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from dondoc.database import writing
from dondoc.errors import NotPossible
from models import Lease
from models.clock import Clock


class Busy(NotPossible):
    """Somebody else holds the lease."""


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
        if not self._taken():
            raise Busy(f"một lượt {self._name} khác đang chạy; đợi lượt ấy xong rồi chạy lại")

    def _taken(self) -> bool:
        now = self._wall.now()
        free = or_(Lease.owner.is_(None), Lease.until < now, Lease.owner == self._owner)
        change = (
            update(Lease)
            .where(Lease.name == self._name, free)
            .values(owner=self._owner, until=now + self._lasting)
        )
        with writing(self._engine) as session:
            return session.connection().execute(change).rowcount == 1

    def give_back(self) -> None:
        """Let the next one in."""
        change = (
            update(Lease)
            .where(Lease.name == self._name, Lease.owner == self._owner)
            .values(owner=None, until=None)
        )
        with writing(self._engine) as session:
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
