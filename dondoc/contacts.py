"""The office's contacts: who holds which post, from a CSV file, kept in step with the table."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from models import Contact, Event
from models.trail import append
from rules.body import BodyRegistry
from rules.errors import Problem, RuleError
from rules.policy import Post

COLUMNS = ("body", "post", "person", "email")


@dataclass(frozen=True)
class ContactRow:
    """One line of the contacts file."""

    body: str
    post: str
    person: str | None
    email: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes it the same contact on the next reading."""
        return self.body, self.post, self.email


def read_contacts(path: Path, bodies: BodyRegistry) -> list[ContactRow]:
    """Read the CSV file at `path` (UTF-8, columns body, post, person, email).

    Raises:
        RuleError: naming every bad line, and nothing is taken over.
    """
    problems: list[Problem] = []
    rows: list[ContactRow] = []
    try:
        text = normalize("NFC", path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        what = "không đọc được danh bạ" if isinstance(error, OSError) else "tệp không phải UTF-8"
        raise RuleError([Problem(str(path), 1, "", what)]) from error
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames is None or set(reader.fieldnames) != set(COLUMNS):
        found = ", ".join(reader.fieldnames or ())
        allowed = ", ".join(COLUMNS)
        raise RuleError([Problem(str(path), 1, "", f"cột là {found or 'trống'}", allowed)])
    for raw in reader:
        problem = _wrong(raw, bodies, reader.line_num, str(path))
        if problem:
            problems.append(problem)
        else:
            person = raw["person"].strip() or None
            rows.append(ContactRow(raw["body"], raw["post"], person, raw["email"].strip()))
    if problems:
        raise RuleError(problems)
    return rows


def _wrong(raw: dict[str, str], bodies: BodyRegistry, line: int, file: str) -> Problem | None:
    if None in raw or None in raw.values():
        return Problem(file, line, "", "số ô không khớp với dòng tiêu đề")
    if raw["body"] not in bodies:
        return Problem(file, line, "body", f"không có đơn vị {raw['body']!r}")
    if raw["post"] not in set(Post):
        return Problem(file, line, "post", f"không có chức danh {raw['post']!r}", ", ".join(Post))
    local_part, at, domain = raw["email"].strip().partition("@")
    if not (local_part and at and domain) or any(c.isspace() for c in raw["email"].strip()):
        return Problem(file, line, "email", "địa chỉ thư không hợp lệ")
    return None


def store_contacts(session: Session, rows: Sequence[ContactRow], now: datetime) -> int:
    """Bring the contact table in step with `rows`; a contact no longer listed ends today.

    Returns:
        how many contacts were added or ended. The trail holds counts and ids only.
    """
    # Columns, not objects: a country has ten thousands of contacts and most mornings none changed.
    columns = (Contact.body_uid, Contact.post, Contact.address, Contact.id, Contact.person)
    query = select(*columns).where(Contact.valid_to.is_(None))
    stored = {(c.body_uid, c.post, c.address): c for c in session.execute(query)}
    wanted = {row.key: row for row in rows}
    fresh = [_contact(row) for key, row in wanted.items() if key not in stored]
    gone = [contact for key, contact in stored.items() if key not in wanted]
    renamed = [
        {"id": contact.id, "person": wanted[key].person}
        for key, contact in stored.items()
        if key in wanted and contact.person != wanted[key].person
    ]
    ended = [{"id": contact.id, "valid_to": now.date()} for contact in gone]
    for changes in filter(None, (renamed, ended)):
        session.execute(update(Contact), changes)
    session.add_all(fresh)
    session.flush()
    append(session, now, _entered(fresh, "contact.added"))
    append(session, now, _entered(gone, "contact.ended"))
    return len(fresh) + len(gone)


def _contact(row: ContactRow) -> Contact:
    return Contact(
        body_uid=row.body, post=row.post, person=row.person, channel="email", address=row.email
    )


def _entered(contacts: Iterable[Contact | Row[Any]], kind: str) -> list[Event]:
    return [Event(kind, f"contact:{c.id}", {"body": c.body_uid, "post": c.post}) for c in contacts]
