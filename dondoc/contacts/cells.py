"""From the cells of a contacts file to who holds which post: every mistake with its row."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from dondoc.contacts.file import Cell, Table
from dondoc.contacts.row import ContactRow, Remark
from dondoc.contacts.words import BY_CAPACITY
from dondoc.wording import POST_NAMES
from language import naming
from language.dates import read_day
from language.text import folded
from models.contact import Capacity, ways_of
from rules.errors import Problem
from rules.meaning.body import Body, BodyRegistry

# Channels the gateway can be taught; an account for them is a matter of the settings.
CHANNELS = ("email", "zalo", "sms", "telegram", "teams", "webhook")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[\d .()-]+")


T = TypeVar("T")


class _Bad(Exception):
    def __init__(self, what: str, allowed: str = "") -> None:
        super().__init__(what)
        self.what, self.allowed = what, allowed


class CellReader:
    """Reads rows of a table whose columns stand at `places`, as of the local date `today`."""

    def __init__(
        self, table: Table, places: Mapping[str, int], bodies: BodyRegistry, today: date
    ) -> None:
        self._table = table
        self._places = places
        self._bodies = bodies
        self._today = today
        self._named: dict[str, Body] = {}
        self._number = 0
        self._cells: tuple[Cell, ...] = ()
        self._problems: list[Problem] = []
        self.remarks: list[Remark] = []

    def row(self, number: int, cells: tuple[Cell, ...]) -> ContactRow | list[Problem]:
        """Return the contact in row `number`, or everything that is wrong with it."""
        self._number, self._cells, self._problems = number, cells, []
        body = self._take("body", self._body)
        row = ContactRow(
            body=body.uid if body else "",
            post=self._take("post", partial(self._post, body)) or "",
            person=self._take("person", _person),
            email=self._take("email", _email),
            phone=self._take("phone", self._phone),
            channels=self._take("channels", _channels) or "",
            capacity=self._take("capacity", _capacity) or Capacity.HOLDER,
            valid_from=self._take("valid_from", _day),
            valid_to=self._take("valid_to", _day),
            row=number,
            written=cells,
        )
        if not self._problems:
            self._check(row)
        return self._problems or row

    def _take(self, column: str, read: Callable[[Cell], T]) -> T | None:
        """Return what the cell of `column` says; None where it is wrong, which is noted."""
        place = self._places.get(column)
        try:
            return read(self._cells[place] if place is not None else "")
        except _Bad as bad:
            self._note(column, bad.what, bad.allowed)
            return None

    def _note(self, column: str, what: str, allowed: str = "") -> None:
        self._problems.append(
            self._table.problem(self._number, self._heading(column), what, allowed)
        )

    def _remark(self, column: str, what: str) -> None:
        self.remarks.append(Remark(self._number, self._heading(column), what))

    def _heading(self, column: str) -> str:
        place = self._places.get(column)
        return column if place is None else self._table.form.header[place]

    def _check(self, row: ContactRow) -> None:
        """Note what no single cell is to blame for."""
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            self._note("valid_to", "ngày kết thúc ở trước ngày bắt đầu")
        wanted = (name for name, _ in ways_of(row.channels, "?", "?"))
        without = [name for name in wanted if name not in dict(row.ways)]
        if row.capacity == Capacity.VACANT:
            if row.person or row.ways:
                self._note("capacity", "đã ghi là khuyết mà vẫn có người hoặc địa chỉ")
        elif row.channels and without:
            self._note("channels", f"kênh {without[0]} chưa có địa chỉ")
        elif not row.ways and row.phone:
            what = "chỉ có số điện thoại và không có kênh nào: sẽ không nhận được thông báo"
            self._remark("phone", what)
        elif not row.ways:
            self._note("email", "không có địa chỉ nào để gửi", "chức danh khuyết thì ghi vacant")

    def _body(self, cell: Cell) -> Body:
        text = _text(cell)
        if not text:
            raise _Bad("chưa ghi đơn vị")
        if text in self._bodies:
            return self._bodies.get(text)
        if text not in self._named:
            self._named[text] = self._by_name(text)
        return self._named[text]

    def _by_name(self, text: str) -> Body:
        """Return the body called so today, or else the only one that ever was."""
        named = self._by_any_name.get(_key(text), [])
        today = [body for body in named if body.in_force(self._today)]
        for found in (today, named):
            if len(found) == 1:
                return found[0]
        suggested = [body.uid for body in named] or naming.suggest(
            text, (body.name for body in self._bodies.all())
        )
        meant = f"; có phải: {', '.join(suggested)}?" if suggested else ""
        raise _Bad(f'không có đơn vị "{text}"{meant}')

    @cached_property
    def _by_any_name(self) -> Mapping[str, list[Body]]:
        found: dict[str, list[Body]] = {}
        for body in self._bodies.all():
            names = (body.name, body.short_name, body.organ)
            for name in {_key(name) for name in names if name}:
                found.setdefault(name, []).append(body)
        return found

    def _post(self, body: Body | None, cell: Cell) -> str:
        text = _text(cell)
        posts = self._titles(body) if body else POST_NAMES
        wanted = folded(text)
        for post, title in posts.items():
            if wanted in (folded(post), folded(title), folded(POST_NAMES.get(post, post))):
                return post
        where = " ở đơn vị này" if body else ""
        raise _Bad(f'không có chức danh "{text}"{where}', ", ".join(posts))

    def _titles(self, body: Body) -> Mapping[str, str]:
        kind = self._bodies.kinds.get(body.kind)
        return kind.posts if kind else dict.fromkeys(body.posts, "")

    def _phone(self, cell: Cell) -> str | None:
        text = _text(cell)
        if not text:
            return None
        digits = "".join(filter(str.isdigit, text))
        if not _PHONE.fullmatch(text) or not 8 <= len(digits) <= 15:
            raise _Bad(f'số điện thoại "{text}" không hợp lệ', "8 đến 15 chữ số")
        # 1800 and 1900 numbers begin so; every other one begins with 0 or with a country.
        if text[0] in "+0(1" or len(digits) not in (9, 10):
            return text
        what = f"số điện thoại đã mất số 0 ở đầu (ô lưu dạng số): hiểu là 0{text}"
        self._remark("phone", what)
        return f"0{text}"


def _key(name: str) -> str:
    """Equal for names that differ in capitals, NFC/NFD or in where a syllable's tone stands."""
    return naming.key(name.casefold())


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split())


def _person(cell: Cell) -> str | None:
    text = _text(cell)
    # A spreadsheet would take such a cell for a formula.
    if text[:1] in ("=", "+", "-", "@"):
        raise _Bad(f'họ tên không thể bắt đầu bằng "{text[0]}"')
    return text or None


def _email(cell: Cell) -> str | None:
    text = _text(cell)
    if text and not _EMAIL.fullmatch(text):
        raise _Bad("địa chỉ thư không hợp lệ", "dạng ten@coquan.gov.vn")
    return text or None


def _channels(cell: Cell) -> str:
    text = _text(cell)
    for name, _ in ways_of(text, "?", "?"):
        if name not in CHANNELS:
            raise _Bad(f'không có kênh "{name}"', ", ".join(CHANNELS))
    return text


def _capacity(cell: Cell) -> Capacity:
    text = _text(cell)
    found = BY_CAPACITY.get(folded(text)) if text else Capacity.HOLDER
    if found is None:
        raise _Bad(f'không hiểu tư cách "{text}"', "trống, acting, deputy, vacant")
    return found


def _day(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    found = read_day(text)
    if text and found is None:
        raise _Bad(f'"{text}" không phải ngày', "dạng 2024-07-01 hoặc 01/7/2024")
    return found
