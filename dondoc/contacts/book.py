"""The office's contacts: read from a file, compared with the table, brought in step with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.contacts.cells import ContactCells
from dondoc.contacts.changes import Change, Changes, Step
from dondoc.contacts.row import CONTACTS, FIELDS, ContactRow
from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Reader, Remark
from dondoc.incoming.table import Cell, Form, Table
from dondoc.setup.settings import Settings
from dondoc.visible import EVERYTHING, Visible
from language import naming
from models import Body, Contact, ContactBook, Event
from models.trail import SETTINGS, append
from rules.errors import Problem, RuleError
from rules.meaning.body import BodyRegistry

__all__ = [
    "Change",
    "Changes",
    "ContactRow",
    "Listing",
    "compare",
    "know_bodies",
    "listed",
    "read_contacts",
    "store_contacts",
    "was_imported",
    "without_account",
]


@dataclass(frozen=True)
class Listing:
    """A contacts file that holds nothing wrong."""

    form: Form
    rows: tuple[ContactRow, ...]
    remarks: tuple[Remark, ...] = ()


def read_contacts(path: Path, bodies: BodyRegistry, today: date) -> Listing:
    """Read the contacts file at `path` (CSV in UTF-8, or XLSX).

    Args:
        today: the local date on which bodies called by name exist.
    Raises:
        RuleError: naming every bad row with its number in the file; nothing is taken over.
    """
    reader = Reader(read_table(path, columns=CONTACTS), CONTACTS)
    cells = ContactCells(bodies, today)
    rows = [row for read in reader if (row := cells.contact(read))]
    if problems := [*reader.problems, *_doubles(reader.table, rows)]:
        raise RuleError(problems)
    return Listing(reader.table.form, tuple(rows), tuple(reader.remarks))


def without_account(listing: Listing, settings: Settings) -> Iterator[Remark]:
    """Yield, once for each channel the office has no account for, where it is first asked for."""
    known = set(settings.channels)
    for row in listing.rows:
        for channel, _ in row.ways:
            if channel not in known:
                known.add(channel)
                what = "cấu hình chưa có kênh này: thông báo đi bằng kênh kế tiếp nếu có"
                yield Remark(row.row, channel, what)


def _doubles(table: Table, rows: Iterable[ContactRow]) -> Iterator[Problem]:
    """Yield the rows that say again who holds a post at the same time."""
    known: dict[tuple[str, str, str], list[ContactRow]] = {}
    for row in rows:
        who = naming.key(row.person) if row.person else row.email or row.capacity
        same = known.setdefault((row.body, row.post, who), [])
        first = next((other.row for other in same if _overlap(row, other)), None)
        if first is not None:
            yield table.problem(row.row, "", f"trùng với dòng {first}")
        same.append(row)


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
    return Step(session, rows).changes


def store_contacts(
    session: Session,
    rows: Sequence[ContactRow],
    now: datetime,
    form: Form | None = None,
    *,
    by: str = SETTINGS,
) -> Changes:
    """Bring the contact table in step with `rows`; a contact no longer listed ended yesterday.

    The same rows again change nothing. The trail holds counts, ids and names of fields only.

    Args:
        now: the instant of the use case, aware.
        form: of the office's file the rows come from, None where nobody wrote them.
        by: who takes them over, as `uid/post`; else what config.yaml names.
    Raises:
        sqlalchemy.exc.IntegrityError: a body is not stored yet (`know_bodies`).
    """
    step = Step(session, rows)
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
        data = {**counts, "by": by}
        append(session, now, [Event("contacts.imported", "contacts", data)])
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


def listed(session: Session, visible: Visible = EVERYTHING) -> tuple[Form, list[Sequence[Cell]]]:
    """Return the address book as the office wrote it, or as the application would.

    Of bodies that are not `visible` it holds nothing.
    """
    mine = visible.where(Contact.body_uid)
    query = select(Contact).where(Contact.position.is_not(None), *mine)
    contacts = session.scalars(query.order_by(Contact.position, Contact.id)).all()
    book = session.get(ContactBook, 1)
    if book is not None and all(contact.written is not None for contact in contacts):
        form = Form(tuple(book.header), book.delimiter, book.newline, book.marked)
        return form, [[_cell(cell) for cell in contact.written or ()] for contact in contacts]
    return Form(CONTACTS.names), [_row_of(contact).cells() for contact in contacts]


def _row_of(contact: Contact) -> ContactRow:
    names = ("post", "person", *FIELDS)
    return ContactRow(body=contact.body_uid, **{name: getattr(contact, name) for name in names})


def _cell(stored: Any) -> Cell:
    if isinstance(stored, dict):
        return date.fromisoformat(stored["date"])
    cell: Cell = stored
    return cell
