"""A register on paper, with the ten columns that Decree 30/2020/NĐ-CP, Annex IV, asks at least.

How many copies there are, and who took one on which day, the program does not know: they are
written in by hand.
"""

from dataclasses import replace

from dondoc.documents.kinds.register.content import BOOK_NAMES, Book, Entered, Register
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, Table, note, say
from language.dates import full_day, moment
from language.numbers import count

_IN = (
    ("Ngày đến", 13, "c"),
    ("Số đến", 8, "c"),
    ("Tác giả", 22, "l"),
    ("Số, ký hiệu", 18, "l"),
    ("Ngày văn bản", 14, "c"),
    ("Tên loại và trích yếu nội dung", 46, "l"),
    ("Người nhận", 18, "l"),
    ("Ngày chuyển", 12, "c"),
    ("Ký nhận", 11, "l"),
    ("Ghi chú", 16, "l"),
)
_OUT = (
    ("Số, ký hiệu", 18, "l"),
    ("Ngày văn bản", 14, "c"),
    ("Tên loại và trích yếu nội dung", 42, "l"),
    ("Người ký", 20, "l"),
    ("Nơi nhận", 34, "l"),
    ("Người nhận bản lưu", 18, "l"),
    ("Số lượng bản", 9, "c"),
    ("Ngày chuyển", 12, "c"),
    ("Ký nhận", 11, "l"),
    ("Ghi chú", 14, "l"),
)


def register(found: Register) -> Paper:
    """Return the register as a table; what is known by its figures alone is counted below it."""
    incoming = found.book is Book.INCOMING
    columns = _IN if incoming else _OUT
    rows = (_came(one) if incoming else _went(one) for one in found.entries)
    table = words.table(
        [width for _, width, _ in columns],
        [title for title, _, _ in columns],
        rows,
        "".join(align for _, _, align in columns),
    )
    return Paper(
        kind=BOOK_NAMES[found.book],
        about=f"năm {found.year} của {found.body}, lập lúc {moment(found.at)}",
        author=found.office or found.body,
        blocks=tuple(_blocks(found, replace(table, size=11))),
        landscape=True,
    )


def _blocks(found: Register, table: Table) -> list[Block]:
    blocks: list[Block] = [table] if found.entries else list(say("Chưa có văn bản nào."))
    blocks.append(note("Số, ký hiệu là của văn bản; số tiếp nhận của phần mềm không ghi vào sổ."))
    if found.figures_only:
        many = count(found.figures_only)
        blocks.append(note(f"{many} báo cáo mới có số liệu, chưa có văn bản: chưa vào sổ."))
    return blocks


def _came(one: Entered) -> tuple[str, ...]:
    return (
        full_day(one.came_on) if one.came_on else "",
        str(one.place),
        one.author,
        one.number,
        full_day(one.dated) if one.dated else "",
        one.about,
        one.kept_by,
        "",
        "",
        one.note,
    )


def _went(one: Entered) -> tuple[str, ...]:
    dated = full_day(one.dated) if one.dated else ""
    return (one.number, dated, one.about, one.signer, one.to, one.kept_by, "", "", "", one.note)
