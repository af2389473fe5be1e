"""A register as a table of values."""

from dondoc.documents.kinds.register.content import BOOK_NAMES, Book, Register
from dondoc.documents.writers.sheet import Column, Sheet


def sheets(found: Register) -> tuple[Sheet, ...]:
    """Return the register; one table."""
    incoming = found.book is Book.INCOMING
    came = (Column("Số đến", 8), Column("Ngày đến"), Column("Tác giả", 28)) if incoming else ()
    columns = (
        *came,
        Column("Số, ký hiệu", 18),
        Column("Ngày văn bản"),
        Column("Tên loại và trích yếu nội dung", 48),
        Column("Người ký", 24),
        Column("Nơi nhận", 32),
        Column("Người ghi", 22),
        Column("Ghi chú", 22),
    )
    rows = tuple(
        (
            *((one.place, one.came_on, one.author) if incoming else ()),
            one.number,
            one.dated,
            one.about,
            one.signer,
            one.to,
            one.kept_by,
            one.note,
        )
        for one in found.entries
    )
    return (Sheet(f"so-{found.book}", BOOK_NAMES[found.book], columns, rows),)
