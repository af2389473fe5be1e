"""The minutes of a reconciliation as tables of values."""

from dondoc.documents.kinds.minutes.content import Minutes
from dondoc.documents.writers.sheet import Column, Sheet, Value


def sheets(minutes: Minutes) -> tuple[Sheet, ...]:
    """Return the three lists, and whoever the lists differ on."""
    lists = tuple(
        (one.list, one.body, one.as_of, one.source, one.people, one.amount, one.unmatched)
        for one in minutes.parties
    )
    columns = ("Danh sách", "Đơn vị", "Tính đến", "Nguồn", "Số người", "Số tiền", "Không rõ là ai")
    told = tuple(
        Column(f"{what}: {one.list}", 24) for one in minutes.parties for what in ("Tháng", "Đồng")
    )
    apart = tuple(
        (one.person, *_values(one.told), one.why, one.reason or None) for one in minutes.apart
    )
    return (
        Sheet("danh-sach", "Ba danh sách", tuple(Column(one, 24) for one in columns), lists),
        Sheet(
            "ho-so-lech",
            "Hồ sơ lệch",
            (Column("Hồ sơ số"), *told, Column("Lệch vì", 30), Column("Lý do", 30)),
            apart,
        ),
    )


def _values(told: tuple[tuple[int, int] | None, ...]) -> tuple[Value, ...]:
    return tuple(value for each in told for value in (each or (None, None)))
