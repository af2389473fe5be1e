"""From the rows of a contacts file to who holds which post: every mistake with its row."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from dondoc.contacts.row import ContactRow
from dondoc.incoming.rows import Read
from dondoc.incoming.values import EVERY_ROW, Bad, lost_zero
from language import naming
from language.text import folded
from models.contact import Capacity, ways_of
from rules.meaning.body import Body, BodyRegistry
from steps.posts import POST_NAMES


class ContactCells:
    """Finds the bodies and posts that rows name, as of the local date `today`."""

    def __init__(self, bodies: BodyRegistry, today: date) -> None:
        self._bodies, self._today = bodies, today
        self._named: dict[str, Body] = {}

    def contact(self, read: Read) -> ContactRow | None:
        """Return the contact that a row says; None where something is wrong, which is noted."""
        body = read.take("body", self._body)
        post = read.take("post", self._post, body)
        phone = read.take("phone", _whole_number, read)
        if read.wrong:
            return None
        others = read.others("body", "post", "phone")
        row = ContactRow(
            body=body.uid, post=post, phone=phone, row=read.number, written=read.cells, **others
        )
        _check(row, read)
        return None if read.wrong else row

    def _body(self, text: str) -> Body:
        if not text:
            raise Bad("chưa ghi đơn vị", EVERY_ROW)
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
        raise Bad(f'không có đơn vị "{text}"{meant}')

    @cached_property
    def _by_any_name(self) -> Mapping[str, list[Body]]:
        found: dict[str, list[Body]] = {}
        for body in self._bodies.all():
            names = (body.name, body.short_name, body.organ)
            for name in {_key(name) for name in names if name}:
                found.setdefault(name, []).append(body)
        return found

    def _post(self, text: str, body: Body | None) -> str:
        posts = self._titles(body) if body else POST_NAMES
        wanted = folded(text)
        for post, title in posts.items():
            said = {folded(post), folded(title), folded(POST_NAMES.get(post, post))}
            if wanted in said | {folded(f"{title} {of}") for of in self._organs(body)}:
                return post
        where = " ở đơn vị này" if body else ""
        raise Bad(f'không có chức danh "{text}"{where}', ", ".join(posts))

    def _titles(self, body: Body) -> Mapping[str, str]:
        kind = self._bodies.kinds.get(body.kind)
        return kind.posts if kind else dict.fromkeys(body.posts, "")

    def _organs(self, body: Body | None) -> tuple[str, ...]:
        """Return what offices add to a title: "Chủ tịch UBND", "Chủ tịch UBND xã Đại Phú"."""
        if body is None:
            return tuple(filter(None, (kind.acts_as for kind in self._bodies.kinds.values())))
        kind = self._bodies.kinds.get(body.kind)
        return (kind.acts_as, body.organ, body.name) if kind and kind.acts_as else ()


def _whole_number(said: str | None, read: Read) -> str | None:
    """Return a telephone number with the 0 that a cell of numbers has lost."""
    if not said or not lost_zero(said):
        return said
    read.remark("phone", f"số điện thoại đã mất số 0 ở đầu (ô lưu dạng số): hiểu là 0{said}")
    return f"0{said}"


def _check(row: ContactRow, read: Read) -> None:
    """Note what no single cell is to blame for."""
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        read.note("valid_to", "ngày kết thúc ở trước ngày bắt đầu")
    wanted = (name for name, _ in ways_of(row.channels, "?", "?"))
    without = [name for name in wanted if name not in dict(row.ways)]
    if row.capacity == Capacity.VACANT:
        if row.person or row.ways:
            read.note("capacity", "đã ghi là khuyết mà vẫn có người hoặc địa chỉ")
    elif row.channels and without:
        read.note("channels", f"kênh {without[0]} chưa có địa chỉ")
    elif not row.ways and row.phone:
        what = "chỉ có số điện thoại và không có kênh nào: sẽ không nhận được thông báo"
        read.remark("phone", what)
    elif not row.ways:
        read.note("email", "không có địa chỉ nào để gửi", "chức danh khuyết thì ghi vacant")


def _key(name: str) -> str:
    """Equal for names that differ in capitals, NFC/NFD or in where a syllable's tone stands."""
    return naming.key(name.casefold())
