"""Erasing: a person whose time is over in every list keeps a number and counts, nothing else.

Every table that speaks of persons is found by its key to them, so that one made later is not
forgotten: what is personal in it is emptied, what is made from that is removed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from dondoc.trail.purge import purge
from models import Household, ListLine, Person, PersonChange, PersonList, PersonState, whole

# As many parameters as every SQLite takes.
_AT_ONCE = 500


def persons_over(session: Session, today: date) -> tuple[tuple[int, ...], int]:
    """Return whose time is over on the local date `today`, and how many must stay all the same.

    A person's time is over when that of every list they stand in is; what was made one goes
    together. Whoever is in a list that is held, as a complaint is open, or of whom a change is
    asked for and not decided, stays.
    """
    retained = PersonList.retain_until
    over = retained.is_not(None) & (retained < today)
    rest = _in_lists(session, over & PersonList.held.is_(False))
    kept = _in_lists(session, or_(retained.is_(None), retained >= today))
    busy = _in_lists(session, over & PersonList.held.is_(True)) | _changing(session)
    together = _together(session)
    live = set(session.scalars(select(Person.id).where(Person.state != PersonState.ERASED.value)))
    due = ((_with(rest | busy, together)) - _with(kept, together)) & live
    stays = due & _with(busy, together)
    return tuple(sorted(due - stays)), len(stays)


def _in_lists(session: Session, which: ColumnElement[bool]) -> set[int]:
    query = select(ListLine.person_id).join(PersonList, PersonList.id == ListLine.list_id)
    return set(session.scalars(query.where(which).distinct()))


def _changing(session: Session) -> set[int]:
    asked = PersonChange.accepted.is_(None), PersonChange.undone_at.is_(None)
    return set(session.scalars(select(PersonChange.person_id).where(*asked).distinct()))


def _together(session: Session) -> dict[int, set[int]]:
    """Return of each person that was made one with others all of them."""
    found: dict[int, set[int]] = {}
    merged = select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None))
    for one, other in session.execute(merged):
        group = found.get(one, {one}) | found.get(other or one, {other or one})
        found.update(dict.fromkeys(group, group))
    return found


def _with(persons: set[int], together: dict[int, set[int]]) -> set[int]:
    return persons.union(*(together[one] for one in persons & together.keys()))


def erase_persons(session: Session, persons: Sequence[int], by: str, now: datetime) -> None:
    """Empty all that is personal of `persons` (case numbers), and remove what finds them.

    Args:
        by: who does it, as `uid/post`; now: the instant (aware).
    """
    for model, columns in personal_tables():
        ids = _rows(session, cast(Table, model.__table__), columns, persons)
        if model.__proof__.nothing:
            _remove(session, model, ids)
        elif ids:
            purge(session, model, ids, by, now)
    purge(session, Person, persons, by, now)
    for some in _slices(persons):
        erased = update(Person).where(Person.id.in_(some)).values(state=PersonState.ERASED.value)
        session.execute(erased)
    # By what a list calls a household nobody of it is looked for any more.
    living = select(Person.household_id).where(
        Person.state != PersonState.ERASED.value, Person.household_id.is_not(None)
    )
    empty = Household.digest.is_not(None), Household.id.not_in(living)
    session.execute(update(Household).where(*empty).values(digest=None))
    session.expire_all()


def personal_tables() -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield each model whose rows speak of persons, and the columns by which they do.

    Of those that have nothing personal, and are proven, everything stays: they are counted by.
    """
    found: dict[Any, list[str]] = defaultdict(list)
    for mapper in whole().registry.mappers:
        for column in cast(Table, mapper.local_table).columns:
            if any(key.target_fullname == "person.id" for key in column.foreign_keys):
                found[mapper.class_].append(str(column.name))
    for model, columns in sorted(found.items(), key=lambda one: str(one[0].__tablename__)):
        proof = model.__proof__
        if model is not Person and (proof.personal or proof.nothing):
            yield model, tuple(columns)


def _rows(
    session: Session, table: Table, columns: Iterable[str], persons: Sequence[int]
) -> list[int]:
    found: set[int] = set()
    for some in _slices(persons):
        of_them = or_(*(table.c[name].in_(some) for name in columns))
        found.update(session.scalars(select(table.c.id).where(of_them)))
    return sorted(found)


def _remove(session: Session, model: Any, ids: Sequence[int]) -> None:
    for some in _slices(ids):
        session.execute(delete(model).where(model.id.in_(some)))


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
