"""Contacts: the office's address book, taken over from a file, or shown what that would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dondoc.contacts import book
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.incoming.rows import Remark
from language.zone import local_date


@dataclass(frozen=True)
class Request:
    """The file (CSV in UTF-8, or XLSX); without `apply` nothing is written."""

    file: Path
    apply: bool = False


@dataclass(frozen=True)
class Named:
    """Who was added or ended: the post, and the row of the file, if any."""

    body: str
    post: str
    row: int | None


@dataclass(frozen=True)
class Changed(Named):
    """Whose row says something else, and in which fields."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the file changes or would change, and what was understood otherwise than written."""

    applied: bool
    added: tuple[Named, ...]
    changed: tuple[Changed, ...]
    ended: tuple[Named, ...]
    unchanged: int
    remarks: tuple[Remark, ...]


@act("contacts.import")
def take_over(desk: Desk, request: Request) -> Answer:
    """Take the file over, all of it or nothing.

    Raises:
        RuleError: naming every bad row.
        Refused: config.yaml names a file of its own.
    """
    listing = book.read_contacts(request.file, desk.rulebook.bodies, local_date(desk.now))
    by = desk.allow("contacts.import")
    if request.apply:
        _refuse_two_ways_in(desk)
        book.know_bodies(desk.session, desk.rulebook.bodies, listing.rows)
        changes = book.store_contacts(desk.session, listing.rows, desk.now, listing.form, by=by)
    else:
        changes = book.compare(desk.session, listing.rows)
    return Answer(
        applied=request.apply,
        added=_named(changes.added),
        changed=tuple(Changed(c.body, c.post, c.row, c.fields) for c in changes.changed),
        ended=_named(changes.ended),
        unchanged=changes.unchanged,
        remarks=(*listing.remarks, *book.without_account(listing, desk.settings)),
    )


def _refuse_two_ways_in(desk: Desk) -> None:
    file = desk.located.contacts_file
    if file:
        raise Refused(
            f"cấu hình đang lấy danh bạ từ tệp {file}: sửa tệp đó, hoặc bỏ khóa `contacts` trong "
            "cấu hình rồi nhập lại"
        )


def _named(changes: Sequence[book.Change]) -> tuple[Named, ...]:
    return tuple(Named(one.body, one.post, one.row) for one in changes)
