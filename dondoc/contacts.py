"""The office's contacts: read from a file, compared with the table, brought in step with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dondoc.contact_cells import CellReader
from dondoc.contact_file import Cell, Form, Table, read_table
from dondoc.contact_row import COLUMNS, ContactRow, Remark
from dondoc.contact_words import columns_of
from dondoc.settings import Settings
from models import Body, Contact, ContactBook, Event
from models.trail import append
from rules import naming
from rules.body import BodyRegistry
from rules.calendar import local_date
from rules.errors import Problem, RuleError

__all__ = ["COLUMNS", "ContactRow", "Listing", "read_contacts", "store_contacts"]

# What a change of a contact may consist of; another person is another contact.
_FIELDS = ("email", "phone", "channels", "capacity", "valid_from", "valid_to")
_COLUMNS = ("id", "body_uid", "post", "person", *_FIELDS, "position", "written")


@dataclass(frozen=True)
class Listing:
    """A contacts file that holds nothing wrong."""

    form: Form
    rows: tuple[ContactRow, ...]
    remarks: tuple[Remark, ...] = ()


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


def read_contacts(path: Path, bodies: BodyRegistry, today: date) -> Listing:
    """Read the contacts file at `path` (CSV in UTF-8, or XLSX).

    Args:
        today: the local date on which bodies called by name exist.
    Raises:
        RuleError: naming every bad row with its number in the file; nothing is taken over.
    """
    table = read_table(path)
    places, problems = columns_of(table)
    if problems:
        raise RuleError(problems)
    reader = CellReader(table, places, bodies, today)
    read: list[tuple[int, ContactRow]] = []
    for number, cells in table.rows:
        row = reader.row(number, cells)
        if isinstance(row, ContactRow):
            read.append((number, row))
        else:
            problems.extend(row)
    problems.extend(_doubles(table, read))
    if problems:
        raise RuleError(problems)
    return Listing(table.form, tuple(row for _, row in read), tuple(reader.remarks))


def without_account(listing: Listing, settings: Settings) -> Iterator[Remark]:
    """Yield, once for each channel the office has no account for, where it is first asked for."""
    known = set(settings.channels)
    for row in listing.rows:
        for channel, _ in row.ways:
            if channel not in known:
                known.add(channel)
                what = "cấu hình chưa có kênh này: thông báo đi bằng kênh kế tiếp nếu có"
                yield Remark(row.row, channel, what)


def _doubles(table: Table, read: Iterable[tuple[int, ContactRow]]) -> Iterator[Problem]:
    """Yield the rows that say again who holds a post at the same time."""
    known: dict[tuple[str, str, str], list[tuple[int, ContactRow]]] = {}
    for number, row in read:
        who = naming.key(row.person) if row.person else row.email or row.capacity
        same = known.setdefault((row.body, row.post, who), [])
        first = next((n for n, other in same if _overlap(row, other)), None)
        if first is not None:
            yield table.problem(number, "", f"trùng với dòng {first}")
        same.append((number, row))


def _overlap(one: ContactRow, other: ContactRow) -> bool:
    first, last = date.min, date.max
    return (one.valid_from or first) <= (other.valid_to or last) and (
        other.valid_from or first
    ) <= (one.valid_to or last)


def was_imported(session: Session) -> bool:
    """Say whether the office ever gave an address book; then nothing is made up any more."""
    return session.get(ContactBook, 1) is not None


def compare(session: Session, rows: Sequence[ContactRow]) -> Changes:
    """Return what `rows` would change, and change nothing."""
    return _Step(session, rows).changes


def store_contacts(
    session: Session, rows: Sequence[ContactRow], now: datetime, form: Form | None = None
) -> Changes:
    """Bring the contact table in step with `rows`; a contact no longer listed ended yesterday.

    The same rows again change nothing. The trail holds counts, ids and names of fields only.

    Args:
        now: the instant of the use case, aware.
        form: of the office's file the rows come from, None where nobody wrote them.
    Raises:
        sqlalchemy.exc.IntegrityError: a body is not stored yet (`know_bodies`).
    """
    step = _Step(session, rows)
    step.write(now)
    if form is not None:
        session.merge(
            ContactBook(
                id=1,
                imported_at=now,
                header=list(form.header),
                delimiter=form.delimiter,
                newline=form.newline,
                marked=form.marked,
            )
        )
    if form is not None and step.changes:
        counts = {"added": len(step.changes.added), "changed": len(step.changes.changed)}
        counts |= {"ended": len(step.changes.ended), "listed": len(rows)}
        append(session, now, [Event("contacts.imported", "contacts", counts)])
    session.flush()
    return step.changes


def know_bodies(session: Session, bodies: BodyRegistry, rows: Iterable[ContactRow]) -> None:
    """Store the bodies of `rows` that no directive has brought in yet."""
    known = set(session.scalars(select(Body.uid)))
    for uid in sorted({row.body for row in rows} - known):
        body = bodies.get(uid)
        ends = {"valid_from": body.valid_from, "valid_to": body.valid_to}
        session.add(Body(uid=uid, code=body.code, name=body.name, kind=body.kind, **ends))
    session.flush()


def listed(session: Session) -> tuple[Form, list[Sequence[Cell]]]:
    """Return the address book as the office wrote it, or as the application would."""
    query = select(Contact).where(Contact.position.is_not(None))
    contacts = session.scalars(query.order_by(Contact.position, Contact.id)).all()
    book = session.get(ContactBook, 1)
    if book is not None and all(contact.written is not None for contact in contacts):
        form = Form(tuple(book.header), book.delimiter, book.newline, book.marked)
        return form, [[_cell(cell) for cell in contact.written or ()] for contact in contacts]
    return Form(COLUMNS), [_row_of(contact).cells() for contact in contacts]


def _row_of(contact: Contact) -> ContactRow:
    names = ("post", "person", *_FIELDS)
    return ContactRow(body=contact.body_uid, **{name: getattr(contact, name) for name in names})


def _cell(stored: Any) -> Cell:
    if isinstance(stored, dict):
        return date.fromisoformat(stored["date"])
    cell: Cell = stored
    return cell


def _stored(cells: Sequence[Cell] | None) -> list[object] | None:
    if cells is None:
        return None
    return [{"date": cell.isoformat()} if isinstance(cell, date) else cell for cell in cells]


class _Step:
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
            differs = [name for name in _FIELDS if getattr(stored, name) != getattr(row, name)]
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
            values = {name: getattr(row, name) for name in ("person", *_FIELDS)}
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
        self._session.add_all(fresh)
        self._session.flush()
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
