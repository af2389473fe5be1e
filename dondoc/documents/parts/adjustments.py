"""Figures of signed rounds put right in this one ("điều chỉnh kỳ trước"): on paper, as values."""

from collections.abc import Iterable, Iterator

from dondoc.documents.parts.coverage import Adjustment
from dondoc.documents.parts.words import number, table
from dondoc.documents.writers.paper import Table
from dondoc.documents.writers.sheet import Column, Sheet
from language.text import upper_first


def adjustments_table(entries: Iterable[Adjustment]) -> Table:
    """The table of "điều chỉnh kỳ trước"."""
    return table(
        (20, 27, 24, 30, 13, 13, 30),
        ("Đơn vị", "Nhóm", "Kỳ", "Chỉ tiêu", "Đã báo cáo", "Điều chỉnh", "Lý do"),
        (
            (
                upper_first(e.body),
                upper_first(e.group),
                e.period,
                e.figure,
                number(e.was),
                number(e.now),
                e.reason or "–",
            )
            for e in entries
        ),
        "llllrrl",
    )


def adjustments_sheet(entries: Iterable[Adjustment]) -> Iterator[Sheet]:
    """Yield the same as values."""
    columns = (
        Column("Đơn vị", 22),
        Column("Nhóm", 36),
        Column("Kỳ", 16),
        Column("Chỉ tiêu", 36),
        Column("Đã báo cáo"),
        Column("Điều chỉnh"),
        Column("Lý do", 36),
    )
    rows = tuple((e.body, e.group, e.period, e.figure, e.was, e.now, e.reason) for e in entries)
    yield Sheet("dieu-chinh", "Điều chỉnh kỳ trước", columns, rows)
