"""Resealing: what older keys have sealed is sealed by the newest, some rows at a time.

Nobody waits meanwhile: all keys open, the newest closes. A key that has nothing left is retired and
need not be at hand any more, but for a backup that was made before.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, func, select
from sqlalchemy.orm import Session

from dondoc.people.safe import Safe
from models import PeopleKey, whole
from models.bulk import update_rows
from models.people_key import MATCHING

AT_ONCE = 500


def reseal_some(session: Session, safe: Safe) -> int:
    """Seal up to `AT_ONCE` rows anew that an older key has sealed; return how many, 0 at the end.

    Raises:
        NotPossible: a row was changed, or its key is not at hand; nothing of it is kept then.
    """
    left = AT_ONCE
    for model, name in sealed_tables():
        table = cast(Table, model.__table__)
        sealed = table.c[name]
        old = table.c.seal_key != safe.newest, func.length(sealed) > 0
        query = select(table.c.id, sealed, table.c.seal_key).where(*old).order_by(table.c.id)
        rows = [
            (id_, safe.close(safe.open(content, key, about), about), safe.newest)
            for id_, content, key in session.execute(query.limit(left))
            for about in (f"{table.name}:{id_}",)
        ]
        update_rows(session.connection(), model, ("id", name, "seal_key"), rows)
        left -= len(rows)
        if not left:
            break
    session.expire_all()
    return AT_ONCE - left


def retire_keys(session: Session, safe: Safe, now: datetime) -> list[int]:
    """Retire every key that seals nothing any more; return their numbers."""
    used = {safe.newest, MATCHING}
    for model, name in sealed_tables():
        table = cast(Table, model.__table__)
        query = select(table.c.seal_key).where(func.length(table.c[name]) > 0).distinct()
        used.update(session.scalars(query))
    over = PeopleKey.number.not_in(used), PeopleKey.retired_at.is_(None)
    retired = session.scalars(select(PeopleKey).where(*over).order_by(PeopleKey.number)).all()
    for one in retired:
        one.retired_at = now
    session.flush()
    return [one.number for one in retired]


def sealed_tables() -> Iterator[tuple[Any, str]]:
    """Yield each model that says by which key a row is sealed, and the column that is."""
    for mapper in sorted(whole().registry.mappers, key=lambda one: str(one.class_.__tablename__)):
        table = cast(Table, mapper.local_table)
        if "seal_key" in table.c:
            personal = mapper.class_.__proof__.personal.split()
            [name] = [one for one in personal if isinstance(table.c[one].type, LargeBinary)]
            yield mapper.class_, name
