"""Who works at this database, and what all of them share: program, rules, folder."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof

ONLY = 1


class Worker(Base):
    """Somebody who ticks: by which way (`source`), at which place, by which program and rules.

    `quiet_entries`, `quiet_until`, `quiet_stamp`: when it last had nothing left to do, how many
    entries the trail had, until when nothing could come of itself, and for which settings that
    holds. `told_at`: when the administrator was told of its silence.
    """

    __tablename__ = "worker"
    __proof__: ClassVar = Proof(nothing="who works just now")

    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    source: Mapped[str]
    version: Mapped[str]
    rules: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(UtcInstant)
    told_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    quiet_entries: Mapped[int | None]
    quiet_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    quiet_stamp: Mapped[str | None]


class Shared(Base):
    """What all who work here share; one row, none before the first.

    `folder`: what the file in the one state folder says; `version` and `rules`: by what is swept,
    since when and at whose place.
    """

    __tablename__ = "shared"
    __proof__: ClassVar = Proof(nothing="how machines find that they are the same office's")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=ONLY)
    folder: Mapped[str | None]
    version: Mapped[str | None]
    rules: Mapped[str | None]
    since: Mapped[datetime | None] = mapped_column(UtcInstant)
    place: Mapped[str | None]


def shared_of(session: Session) -> Shared:
    """Return what all who work here share, for this transaction (a writing one) alone."""
    put_if_absent(session, Shared, {"id": ONLY})
    return session.get_one(Shared, ONLY, with_for_update=True, populate_existing=True)


def put_if_absent(session: Session, table: type[Base], values: Mapping[str, object]) -> None:
    """Put a row there if there is none; two may be the first at once."""
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        # Loaded where it is spoken: it brings asyncio.
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]

    session.execute(insert(table).values(values).on_conflict_do_nothing())
