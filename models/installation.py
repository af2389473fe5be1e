"""Which installation this is, and the ids of its messages: unique for ever, restores included."""

import secrets
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof
from models.trail import Event, append, lock_trail

_ONLY = 1


class Installation(Base):
    """What this database is called since it first sent; one row, none before.

    `behind_at`: when it was last seen to be older than what it had sent (a copy was put back);
    `trusted_from`: when a person let it send again, NULL while nobody has.
    """

    __tablename__ = "installation"
    __proof__: ClassVar = Proof(plain="uid made_at behind_at trusted_from")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=_ONLY)
    uid: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    behind_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    trusted_from: Mapped[datetime | None] = mapped_column(UtcInstant)

    def new_message(self, at: datetime) -> str:
        """Return the id of a message frozen at the instant `at` (aware), never given before."""
        return f"{self.uid}.{uuid7(at).hex}"


# Asked for every window: made once.
_KNOWN = select(Installation).where(Installation.id == _ONLY)


def installation_of(session: Session, at: datetime) -> Installation:
    """Return which installation this is; the first to ask, at the instant `at`, gives it its id.

    In the caller's writing transaction.
    """
    if (known := session.scalar(_KNOWN)) is not None:
        return known
    # Two workers may be the first.
    lock_trail(session.connection())
    if (known := session.get(Installation, _ONLY, populate_existing=True)) is not None:
        return known
    made = Installation(id=_ONLY, uid=secrets.token_hex(8), made_at=at)
    session.add(made)
    session.flush()
    append(session, at, [Event("installation.named", "installation:1", {"uid": made.uid})])
    return made


def uuid7(at: datetime) -> UUID:
    """Return a UUID version 7 (RFC 9562, 5.7) of the aware instant `at`: milliseconds, then chance.

    Python's own (3.14) reads the clock itself, which a use case may not.
    """
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
