"""What the trail proves of each table: which columns, in plain or as salted digests, and which not.

A model says it of every column it has. What is personal is never in the trail itself: a digest of
it is, salted with what `models.salt` keeps outside the trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import cast

from sqlalchemy import Integer, Table

from models import of_table, whole

# What is said of a personal column that was emptied when its time was over.
PURGED_NAME = "đã xoá theo thời hạn lưu"
# Behind the name of a column that is bound by its digest.
SALTED = "#"
Value = str | int | bytes | None


@dataclass(frozen=True)
class Proof:
    """The columns of a model beside its key, which is always plain; names between spaces.

    `plain`: entered as they are stored. `personal`: names, addresses, texts a person wrote: entered
    as salted digests. `unproven`: name → why its change is no change of the office's affairs.
    `nothing`: why no row of the table is proven at all.
    """

    plain: str = ""
    personal: str = ""
    unproven: Mapping[str, str] = field(default_factory=dict)
    nothing: str = ""


@dataclass(frozen=True)
class Proven:
    """One table whose rows are proven, by names; `columns` in the order of the table, no keys.

    `serial`: its key is one number that the database gives, higher than any before.
    """

    table: Table
    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    personal: frozenset[str]
    serial: bool

    @property
    def bound_as(self) -> tuple[str, ...]:
        """Return the names of the columns as an entry writes them."""
        return tuple(f"{one}{SALTED}" if one in self.personal else one for one in self.columns)


@cache
def proven_tables() -> tuple[Proven, ...]:
    """Return every table of which something is proven, by name."""
    found = [
        (cast(Table, one.local_table), one.class_.__proof__) for one in whole().registry.mappers
    ]
    return tuple(
        _proven(table, proof)
        for table, proof in sorted(found, key=lambda pair: pair[0].name)
        if not proof.nothing
    )


@cache
def proven_table(name: str) -> Proven | None:
    """Return what is proven of the table called `name`, None where nothing of it is.

    That one is mapped for it, no other.
    """
    if (model := of_table(name)) is None or model.__proof__.nothing:
        return None
    return _proven(cast(Table, model.__table__), model.__proof__)


def _proven(table: Table, proof: Proof) -> Proven:
    keys = tuple(str(one.name) for one in table.primary_key)
    personal = frozenset(proof.personal.split())
    wanted = personal.union(proof.plain.split())
    number = len(keys) == 1 and isinstance(table.c[keys[0]].type, Integer)
    return Proven(
        table,
        str(table.name),
        keys,
        tuple(str(one.name) for one in table.columns if one.name in wanted),
        personal,
        number and table.c[keys[0]].autoincrement is not False,
    )


def sealed(salt: bytes, column: str, value: Value) -> str | None:
    """Return the salted digest of a stored value; what is empty is nobody's, and stays as it is.

    docs/trail.md says of what the digest is.
    """
    if value is None or value in ("", b""):
        return None if value is None else ""
    content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
    return sha256(b"%b%b\0%b" % (salt, column.encode(), content)).hexdigest()
