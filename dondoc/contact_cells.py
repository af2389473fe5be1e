"""From the cells of a contacts file to who holds which post: every mistake with its row."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from dondoc.contact_file import Cell, Table
from dondoc.contact_row import COLUMNS, ContactRow, Remark
from dondoc.contact_words import BY_CAPACITY, folded
from dondoc.wording import POST_NAMES
from models.contact import Capacity, ways_of
from rules.body import Body, BodyRegistry, UnknownBody
from rules.errors import Problem

# Channels the gateway can be taught; an account for them is a matter of the settings.
CHANNELS = ("email", "zalo", "sms", "telegram", "teams", "webhook")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[\d .()-]+")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class _Bad(Exception):
    def __init__(self, column: str, what: str, allowed: str = "") -> None:
        super().__init__(what)
        self.column, self.what, self.allowed = column, what, allowed


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
        self.remarks: list[Remark] = []
        self._row = 0

    def row(self, number: int, cells: tuple[Cell, ...]) -> ContactRow | list[Problem]:
        """Return the contact in row `number`, or everything that is wrong with it."""
        self._row = number
        said = {name: cells[place] for name, place in self._places.items()}
        found: dict[str, object] = {}
        problems = []
        for name, value in self._values(said, found):
            try:
                found[name] = value()
            except _Bad as bad:
                heading = self._table.form.header[self._places[bad.column]]
                problems.append(self._table.problem(number, heading, bad.what, bad.allowed))
        return problems or ContactRow(**found, written=cells)  # type: ignore[arg-type]

    def _values(
        self, said: Mapping[str, Cell], found: Mapping[str, object]
    ) -> Iterator[tuple[str, Callable[[], object]]]:
        text = {name: _text(said.get(name, "")) for name in COLUMNS}
        yield "body", lambda: self._body(text["body"]).uid
        yield "post", lambda: self._post(text["post"], found.get("body"))
        yield "person", lambda: self._person(text["person"])
        yield "email", lambda: self._email(text["email"])
        yield "phone", lambda: self._phone(said.get("phone", ""))
        yield "capacity", lambda: self._capacity(text["capacity"])
        yield "channels", lambda: self._channels(text["channels"], found)
        yield "valid_from", lambda: self._day("valid_from", said.get("valid_from", ""))
        yield "valid_to", lambda: self._end(said.get("valid_to", ""), found.get("valid_from"))

    def _body(self, text: str) -> Body:
        if not text:
            raise _Bad("body", "chưa ghi đơn vị")
        if text in self._bodies:
            return self._bodies.get(text)
        if text not in self._named:
            self._named[text] = self._by_name(text)
        return self._named[text]

    def _by_name(self, text: str) -> Body:
        plain = text.removeprefix("UBND ")
        suggested: tuple[str, ...] = ()
        for name in dict.fromkeys((text, plain, plain[:1].upper() + plain[1:])):
            try:
                return self._bodies.named(name, self._today)
            except UnknownBody as unknown:
                suggested = suggested or unknown.suggestions
        meant = f"; có phải: {', '.join(suggested)}?" if suggested else ""
        raise _Bad("body", f'không có đơn vị "{text}"{meant}')

    def _post(self, text: str, uid: object) -> str:
        posts = self._posts(self._bodies.get(str(uid))) if uid else dict.fromkeys(POST_NAMES, "")
        wanted = folded(text)
        for post, title in posts.items():
            if wanted in (folded(post), folded(title), folded(POST_NAMES.get(post, post))):
                return post
        where = " ở đơn vị này" if uid else ""
        raise _Bad("post", f'không có chức danh "{text}"{where}', ", ".join(posts))

    def _posts(self, body: Body) -> Mapping[str, str]:
        kind = self._bodies.kinds.get(body.kind)
        return kind.posts if kind else dict.fromkeys(body.posts, "")

    def _person(self, text: str) -> str | None:
        if text[:1] in ("=", "+", "-", "@") or any(ord(mark) < 32 for mark in text):
            raise _Bad("person", "họ tên có dấu lạ")
        return text or None

    def _email(self, text: str) -> str | None:
        if text and not _EMAIL.fullmatch(text):
            raise _Bad("email", "địa chỉ thư không hợp lệ", "dạng ten@coquan.gov.vn")
        return text or None

    def _phone(self, cell: Cell) -> str | None:
        text = _text(cell)
        digits = "".join(filter(str.isdigit, text))
        if not text:
            return None
        if not _PHONE.fullmatch(text) or not 8 <= len(digits) <= 15:
            raise _Bad("phone", f'số điện thoại "{text}" không hợp lệ', "8 đến 15 chữ số")
        if text[0] not in "+0(" and len(digits) in (9, 10) and not text.startswith("1"):
            heading = self._table.form.header[self._places["phone"]]
            what = f"số điện thoại đã mất số 0 ở đầu (ô lưu dạng số): hiểu là 0{text}"
            self.remarks.append(Remark(self._row, heading, what))
            return f"0{text}"
        return text

    def _capacity(self, text: str) -> str:
        if not text:
            return Capacity.HOLDER.value
        found = BY_CAPACITY.get(folded(text))
        if found is None:
            raise _Bad("capacity", f'không hiểu "{text}"', "trống, acting, deputy, vacant")
        return found.value

    def _channels(self, text: str, found: Mapping[str, object]) -> str:
        email, phone = (found.get(name) for name in ("email", "phone"))
        # Every cell that was read so far is text; a bad one has been reported already.
        wanted = ways_of(text, "?", "?")
        unknown = [name for name, _ in wanted if name not in CHANNELS]
        if unknown:
            raise _Bad("channels", f'không có kênh "{unknown[0]}"', ", ".join(CHANNELS))
        usable = ways_of(text, str(email or ""), str(phone or ""))
        without = [name for name, _ in wanted if name not in dict(usable)]
        if text and without and {"email", "phone"} <= found.keys():
            raise _Bad("channels", f"kênh {without[0]} chưa có địa chỉ")
        if found.get("capacity") == Capacity.VACANT:
            if usable or found.get("person"):
                raise _Bad("capacity", "đã ghi là khuyết mà vẫn có người hoặc địa chỉ")
        elif not usable and {"email", "phone"} <= found.keys():
            self._unreachable(bool(phone))
        return text

    def _unreachable(self, phone: bool) -> None:
        if not phone:
            raise _Bad("email", "không có địa chỉ nào để gửi", "chức danh khuyết thì ghi vacant")
        heading = self._table.form.header[self._places["phone"]]
        what = "chỉ có số điện thoại và không có kênh nào: sẽ không nhận được thông báo"
        self.remarks.append(Remark(self._row, heading, what))

    def _day(self, column: str, cell: Cell) -> date | None:
        if isinstance(cell, date):
            return cell
        text = _text(cell)
        for form in _DAYS if text else ():
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a local date
            except ValueError:
                continue
        if text:
            raise _Bad(column, f'"{text}" không phải ngày', "dạng 2024-07-01 hoặc 01/7/2024")
        return None

    def _end(self, cell: Cell, begins: object) -> date | None:
        ends = self._day("valid_to", cell)
        if ends and isinstance(begins, date) and ends < begins:
            raise _Bad("valid_to", "ngày kết thúc ở trước ngày bắt đầu")
        return ends


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split())
