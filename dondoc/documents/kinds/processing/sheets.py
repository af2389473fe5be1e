"""The lists of people that are kept, as a table of values."""

from dondoc.documents.kinds.processing.content import Processing
from dondoc.documents.writers.sheet import Column, Sheet

_COLUMNS = (
    Column("Số", 8),
    Column("Văn bản", 40),
    Column("Nhóm", 28),
    Column("Nơi lập", 32),
    Column("Tính đến"),
    Column("Số người"),
    Column("Mục đích", 40),
    Column("Căn cứ", 40),
    Column("Lưu đến"),
    Column("Đang giữ lại"),
)


def sheets(found: Processing) -> tuple[Sheet, ...]:
    """Return the lists; one table, counts only."""
    rows = tuple(
        (
            one.number,
            one.directive,
            one.group,
            one.brought_by,
            one.as_of,
            one.people,
            one.purpose,
            one.ground,
            one.until,
            "có" if one.held else "",
        )
        for one in found.lists
    )
    return (Sheet("danh-sach", "Danh sách người đang lưu", _COLUMNS, rows),)
