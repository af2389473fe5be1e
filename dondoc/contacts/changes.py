"""Address book and table side by side: which row is which contact, what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dondoc.contacts.row import FIELDS, ContactRow
from dondoc.incoming.table import Cell
from language import naming
from language.zone import local_date
from models import Contact, Event
from models.bulk import add_numbered
from models.trail import append

_COLUMNS = ("id", "body_uid", "post", "person", *FIELDS, "position", "written")


@dataclass(frozen=True)
class Change:
    """What becomes of one contact. `id` None: a new one; `fields`: what changes, by name.

    `row`: its number in the file, None where it is no longer there or there is no file.
    """

    body: str
    post: str
    id: int | None = None
    fields: tuple[str, ...] = ()
    row: int | None = None


@dataclass
class Changes:
    """What bringing the table in step comes to."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    ended: list[Change] = field(default_factory=list)
    unchanged: int = 0

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.ended)


class Step:
    """The table and the rows side by side: which row is which contact, and what differs."""

    def __init__(self, session: Session, rows: Sequence[ContactRow]) -> None:
        self._session = session
        self._rows = rows
        # Columns, not objects: a country has ten thousands of contacts and most mornings none
        # changed.
        query = select(*(getattr(Contact, name) for name in _COLUMNS))
        query = query.where(Contact.position.is_not(None)).order_by(Contact.id)
        self._stored = {row.id: row for row in session.execute(query)}
        self._contacts = self._same()
        self.changes = self._compare()

    def _same(self) -> dict[int, int]:
        """Return which contact (its id) each row (its place) is: the same person, or the same
        address that nobody is named for."""
        found: dict[int, int] = {}
        left: dict[tuple[object, ...], list[int]] = {}
        for kind in (_exact, _person_and_begin, _person, _address):
            taken = set(found.values())
            left = {}
            for id_, stored in self._stored.items():
                if id_ not in taken and (key := kind(stored.body_uid, stored)):
                    left.setdefault(key, []).append(id_)
            for place, row in enumerate(self._rows):
                if place not in found and (ids := left.get(kind(row.body, row) or ())):
                    found[place] = ids.pop(0)
        return found

    def _compare(self) -> Changes:
        changes = Changes()
        for place, row in enumerate(self._rows):
            stored = self._stored.get(self._contacts.get(place, 0))
            if stored is None:
                changes.added.append(Change(row.body, row.post, row=row.row))
                continue
            differs = [name for name in FIELDS if getattr(stored, name) != getattr(row, name)]
            if stored.person != row.person:
                differs.append("person")
            if differs:
                change = Change(row.body, row.post, stored.id, tuple(differs), row.row)
                changes.changed.append(change)
            else:
                changes.unchanged += 1
        kept = set(self._contacts.values())
        changes.ended = [
            Change(one.body_uid, one.post, one.id)
            for one in self._stored.values()
            if one.id not in kept
        ]
        return changes

    def write(self, now: datetime) -> None:
        """Write what differs, and enter it in the trail."""
        fresh, moved = [], []
        for place, row in enumerate(self._rows):
            values = {name: getattr(row, name) for name in ("person", *FIELDS)}
            values |= {"position": place, "written": _stored(row.written)}
            id_ = self._contacts.get(place)
            if id_ is None:
                fresh.append(Contact(body_uid=row.body, post=row.post, **values))
            elif any(getattr(self._stored[id_], name) != one for name, one in values.items()):
                moved.append({"id": id_, **values})
        yesterday = local_date(now) - timedelta(days=1)
        ended = [
            {"id": id_, "valid_to": self._last_day(id_, yesterday), "position": None}
            for id_ in sorted(self._stored.keys() - set(self._contacts.values()))
        ]
        for updates in filter(None, (moved, ended)):
            self._session.execute(update(Contact), updates)
        add_numbered(self._session, fresh)
        added = [Change(one.body_uid, one.post, one.id) for one in fresh]
        append(self._session, now, _entered(added, "contact.added"))
        append(self._session, now, _entered(self.changes.changed, "contact.changed"))
        append(self._session, now, _entered(self.changes.ended, "contact.ended"))

    def _last_day(self, id_: int, yesterday: date) -> date:
        ends: date | None = self._stored[id_].valid_to
        return min(ends, yesterday) if ends else yesterday


def _exact(uid: str, one: Any) -> tuple[object, ...]:
    return (uid, one.post, one.person, one.capacity, one.valid_from, one.email)


def _person_and_begin(uid: str, one: Any) -> tuple[object, ...] | None:
    person = _person(uid, one)
    return (*person, one.valid_from) if person else None


def _person(uid: str, one: Any) -> tuple[object, ...] | None:
    return (uid, one.post, naming.key(one.person)) if one.person else None


def _address(uid: str, one: Any) -> tuple[object, ...] | None:
    """Return the key of a mailbox nobody is named for, or of a vacant post."""
    return None if one.person else (uid, one.post, one.email)


def _entered(changes: Iterable[Change], kind: str) -> list[Event]:
    events = []
    for one in changes:
        data: dict[str, object] = {"body": one.body, "post": one.post}
        if one.fields:
            data["fields"] = sorted(one.fields)
        events.append(Event(kind, f"contact:{one.id}", data))
    return events


def _stored(cells: Sequence[Cell] | None) -> list[object] | None:
    if cells is None:
        return None
    return [{"date": cell.isoformat()} if isinstance(cell, date) else cell for cell in cells]
