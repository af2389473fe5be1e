"""Purge: what is personal in rows is emptied, and nothing in the trail leads to it any more."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import JSON, LargeBinary, Table, delete, null, update
from sqlalchemy.orm import Session

from models.base import Base
from models.proof import proven_table
from models.salt import SALT
from models.trail import Event, append

PURGED = "rows.purged"
# As many parameters as every SQLite takes.
_AT_ONCE = 500


def purge(session: Session, model: type[Base], ids: Sequence[int], by: str, now: datetime) -> None:
    """Empty the personal columns of the rows with these numbers, and remove their salts.

    The digests that the trail holds stay where they are and are digests of nothing anybody has.
    The emptied rows are bound like any other change, so that `verify` finds them as they are.

    Args:
        by: who does it, as `uid/post`; now: the instant (aware).
    """
    table = cast(Table, model.__table__)
    proven = proven_table(table.name)
    assert proven is not None  # noqa: S101 - what is personal is proven
    emptied = {name: _empty(table, name) for name in proven.personal}
    session.flush()
    _overwrite(session)
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        session.execute(update(table).where(table.c.id.in_(some)).values(emptied))
        keys = [str(one) for one in some]
        session.execute(delete(SALT).where(SALT.c.what == proven.name, SALT.c.key.in_(keys)))
    session.expire_all()
    data = {"by": by, "columns": sorted(proven.personal)}
    append(session, now, [Event(PURGED, f"{proven.name}:{one}", data) for one in sorted(ids)])


def _overwrite(session: Session) -> None:
    """Let SQLite write zeros over what goes, instead of leaving it in the file's free pages."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _empty(table: Table, name: str) -> object:
    column = table.c[name]
    if column.nullable or isinstance(column.type, JSON):
        return null()
    return b"" if isinstance(column.type, LargeBinary) else ""
