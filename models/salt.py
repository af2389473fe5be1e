"""The salts of the digests that the trail holds of personal columns: one a row, outside the trail.

Without its salt a digest can be linked to nobody: a purge empties the row and removes its salt.
"""

import os
from collections.abc import Iterable
from typing import ClassVar, cast
from uuid import uuid4

from sqlalchemy import Connection, LargeBinary, Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.bulk import insert_rows
from models.proof import SALTED, Proof, sealed

_BYTES = 16
# As many parameters as every SQLite takes.
_AT_ONCE = 500


class Salt(Base):
    """The salt of one row: `what` its table, `key` its key, with ":" between its parts.

    `what` "said": of the texts of one entry, which names the salt by its key.
    """

    __tablename__ = "salt"
    __proof__: ClassVar = Proof(nothing="a salt that was changed gives other digests")

    what: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)


SALT = cast(Table, Salt.__table__)
_SALTS = select(SALT.c.key, SALT.c.salt).where(
    SALT.c.what == bindparam("table"), SALT.c.key.in_(bindparam("keys", expanding=True))
)


def salts_for(connection: Connection, what: str, keys: Iterable[str]) -> dict[str, bytes]:
    """Return the salts of the rows of `what` with these keys; those that lack are made."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, bytes] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        asked = {"table": what, "keys": wanted[at : at + _AT_ONCE]}
        found.update((key, salt) for key, salt in connection.execute(_SALTS, asked))
    fresh = {key: os.urandom(_BYTES) for key in wanted if key not in found}
    rows = [(what, key, salt) for key, salt in fresh.items()]
    insert_rows(connection, Salt, ("what", "key", "salt"), rows)
    return {**found, **fresh}


def digests_of(session: Session, **texts: str) -> dict[str, str | None]:
    """Return texts that people wrote as an entry holds them: salted digests, and by which salt."""
    key = uuid4().hex
    salt = salts_for(session.connection(), "said", [key])[key]
    return {"salt": key} | {
        f"{name}{SALTED}": sealed(salt, name, text) for name, text in texts.items()
    }
