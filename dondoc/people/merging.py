"""Two persons made one, and two again: nothing of either history is lost.

The one who goes keeps their row, their marks and what is sealed of them; whatever else points at
them points at the one who stays from then on. What was so before lies sealed with the merge.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Column, Table, select, update
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.people.row import Birth, Personal
from dondoc.people.safe import Safe
from models import (
    DoubleJudged,
    DoubleReason,
    Event,
    Household,
    Person,
    PersonMerge,
    PersonState,
    whole,
)
from models.trail import append

# What points at a person and stays as it is: marks lead on to whoever somebody turned out to be, of
# pairs and merges both numbers are the history.
STAYS = frozenset({"person_mark", "double_judged", "person_merge"})


@dataclass(frozen=True)
class Before:
    """What was so before a merge: of whoever stays the content, then which rows were moved.

    `after`: the content as the merge left it. `moved`: ids by table and column.
    """

    kept: Personal
    after: Personal
    moved: dict[str, list[int]]

    def to_bytes(self) -> bytes:
        """Return it as it is sealed."""
        moved = orjson.dumps(self.moved)
        return b"[%b,%b,%b]" % (self.kept.to_bytes(), self.after.to_bytes(), moved)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Before":
        """Return what `to_bytes` wrote."""
        kept, after, moved = orjson.loads(content)
        return cls(Personal.from_parts(kept), Personal.from_parts(after), moved)


def merge(
    session: Session,
    safe: Safe,
    kept: Person,
    gone: Person,
    reason: DoubleReason,
    by: str,
    now: datetime,
) -> PersonMerge:
    """Make `gone` one with `kept`, both locked by the caller.

    Args:
        by: who does it, as `uid/post`; now: the instant (aware).
    Raises:
        Refused: one of them was merged or erased before.
        NotPossible: a key lacks, or what is stored was changed.
    """
    for one in (kept, gone):
        _refuse_unknown(one)
    was = safe.open_person(kept.id, kept.sealed, kept.seal_key)
    both = joined(was, safe.open_person(gone.id, gone.sealed, gone.seal_key))
    moved = {_name(column): _ids(session, column, gone.id) for column in pointing()}
    _move(session, moved, gone.id, kept.id)
    if both != was:
        kept.sealed, kept.seal_key = safe.close_person(kept.id, both), safe.newest
    gone.state, gone.merged_into = PersonState.MERGED.value, kept.id
    row = PersonMerge(
        kept_id=kept.id, gone_id=gone.id, reason=reason.value, merged_at=now, merged_by=by
    )
    session.add(row)
    session.flush()
    row.before = safe.close(Before(was, both, moved).to_bytes(), _about(row))
    row.seal_key = safe.newest
    judge(session, (kept.id, gone.id), True, reason, by, now)
    said = {"by": by, "kept": kept.id, "gone": gone.id, "reason": reason.value}
    counts = {"moved": sum(map(len, moved.values()))}
    append(session, now, [Event("person.merged", f"person_merge:{row.id}", said | counts)])
    session.flush()
    return row


def unmerge(
    session: Session,
    safe: Safe,
    row: PersonMerge,
    kept: Person,
    gone: Person,
    reason: DoubleReason,
    by: str,
    now: datetime,
) -> bool:
    """Make two of `kept` and `gone` again, as they were; return whether `kept` is as before, too.

    What was corrected of `kept` after the merge stays corrected: then it is not.

    Raises:
        Refused: it is undone already, or one of the two was merged on or erased since.
        NotPossible: a key lacks, or what is stored was changed.
    """
    _refuse_other(session, row, kept, gone)
    if row.before is None or row.seal_key is None:
        raise Refused(f"lần gộp hồ sơ số {gone.id} không còn giữ dữ liệu trước khi gộp")
    before = Before.from_bytes(safe.open(row.before, row.seal_key, _about(row)))
    _move(session, before.moved, kept.id, gone.id)
    as_before = safe.open_person(kept.id, kept.sealed, kept.seal_key) == before.after
    if as_before and before.after != before.kept:
        kept.sealed, kept.seal_key = safe.close_person(kept.id, before.kept), safe.newest
    gone.state, gone.merged_into = PersonState.KNOWN.value, None
    row.undone_at, row.undone_by = now, by
    judge(session, (kept.id, gone.id), False, reason, by, now)
    said = {"by": by, "kept": kept.id, "gone": gone.id, "reason": reason.value}
    append(session, now, [Event("person.unmerged", f"person_merge:{row.id}", said)])
    session.flush()
    return as_before


def part(
    session: Session, pair: tuple[int, int], reason: DoubleReason, by: str, now: datetime
) -> None:
    """Write down and enter that a pair (case numbers) is not one person; it is asked no more."""
    judge(session, pair, False, reason, by, now)
    low, high = sorted(pair)
    said = {"by": by, "other": high, "reason": reason.value}
    append(session, now, [Event("person.apart", f"person:{low}", said)])


def judge(
    session: Session,
    pair: tuple[int, int],
    same: bool,
    reason: DoubleReason,
    by: str,
    now: datetime,
) -> DoubleJudged:
    """Write down whether a pair (case numbers) is one person; it is asked no more."""
    one, other = sorted(pair)
    query = select(DoubleJudged).where(DoubleJudged.one_id == one, DoubleJudged.other_id == other)
    row = session.scalar(query)
    if row is None:
        row = DoubleJudged(one_id=one, other_id=other, score=0, found_at=now)
        session.add(row)
    row.same, row.reason, row.judged_at, row.judged_by = same, reason.value, now, by
    session.flush()
    return row


def joined(kept: Personal, gone: Personal) -> Personal:
    """Return what is known of one person by two entries; where they differ `kept` is believed."""
    return replace(
        kept,
        birth=_birth(kept.birth, gone.birth),
        sex=kept.sex or gone.sex,
        numbers=tuple(dict.fromkeys((*kept.numbers, *gone.numbers))),
        phones=tuple(dict.fromkeys((*kept.phones, *gone.phones))),
        address=kept.address or gone.address,
        ethnicity=kept.ethnicity or gone.ethnicity,
        relation=kept.relation or gone.relation,
    )


def _birth(kept: Birth | None, gone: Birth | None) -> Birth | None:
    """Return the day that is known more precisely, where the years do not differ."""
    if kept is None or gone is None:
        return kept or gone
    exact = gone.on is not None and not gone.doubtful
    vague = kept.on is None or kept.doubtful
    return gone if exact and vague and gone.year == kept.year else kept


def pointing() -> Iterator["Column[Any]"]:
    """Yield the columns that are moved with a person: whatever points at one, but what stays."""
    tables = whole().metadata.tables
    person = tables[Person.__tablename__].c.id
    for table in whole().metadata.sorted_tables:
        if table.name not in STAYS:
            yield from (column for column in table.columns if column.references(person))
    yield tables[Household.__tablename__].c.head_id


def _name(column: "Column[Any]") -> str:
    return f"{column.table.name}.{column.name}"


def _table(name: str) -> tuple[Table, "Column[Any]"]:
    table = whole().metadata.tables[name.partition(".")[0]]
    return table, table.c[name.partition(".")[2]]


def _ids(session: Session, column: "Column[Any]", person: int) -> list[int]:
    id_ = column.table.c.id
    return list(session.scalars(select(id_).where(column == person).order_by(id_)))


def _move(session: Session, moved: dict[str, list[int]], old: int, new: int) -> None:
    """Let the rows that pointed at `old` point at `new`; those that do no more are left alone."""
    for name, ids in moved.items():
        table, column = _table(name)
        for some in _in_turn(ids):
            changed = update(table).where(table.c.id.in_(some), column == old)
            session.execute(changed.values({column: new}))
    session.expire_all()


def _in_turn(ids: list[int]) -> Iterator[Collection[int]]:
    yield from (ids[start : start + 500] for start in range(0, len(ids), 500))


def _refuse_unknown(one: Person) -> None:
    if one.state == PersonState.MERGED.value:
        raise Refused(f"hồ sơ số {one.id} đã gộp vào hồ sơ số {one.merged_into}")
    if one.state != PersonState.KNOWN.value:
        raise Refused(f"hồ sơ số {one.id} đã hết hạn lưu, không còn dữ liệu để gộp")


def _refuse_other(session: Session, row: PersonMerge, kept: Person, gone: Person) -> None:
    """Raise Refused where a merge can be undone no more, or not before a later one."""
    if row.undone_at is not None or gone.merged_into != kept.id:
        raise Refused(f"hồ sơ số {gone.id} không còn gộp vào hồ sơ số {kept.id}")
    _refuse_unknown(kept)
    later = session.scalar(
        select(PersonMerge.gone_id)
        .where(
            PersonMerge.kept_id == kept.id,
            PersonMerge.id > row.id,
            PersonMerge.undone_at.is_(None),
        )
        .order_by(PersonMerge.id.desc())
    )
    if later is not None:
        raise Refused(f"hồ sơ số {kept.id} sau đó còn gộp hồ sơ số {later}: tách hồ sơ ấy trước")


def _about(row: PersonMerge) -> str:
    return f"person_merge:{row.id}"
