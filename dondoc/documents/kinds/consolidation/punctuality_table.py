"""Who filed when, and how each has filed over time."""

from collections.abc import Iterable
from dataclasses import replace

from dondoc.documents.kinds.consolidation.content import Punctuality
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Table
from language.dates import day_and_hour, full_day
from models.standing import WAY_NAMES


def table(entries: Iterable[Punctuality]) -> Table:
    listing = words.table(
        (9, 27, 37, 30, 47, 15),
        ("TT", "Đơn vị", "Kết quả", "Thời điểm nhận", "Hình thức", "Số kỳ đúng hạn"),
        (
            (
                str(place),
                entry.body,
                WAY_NAMES[entry.state],
                day_and_hour(entry.received_at) if entry.received_at else "–",
                _road(entry),
                f"{entry.on_time_rounds}/{entry.rounds}" if entry.rounds else "–",
            )
            for place, entry in enumerate(entries, 1)
        ),
        "cllllc",
    )
    return replace(listing, size=11)


def _road(entry: Punctuality) -> str:
    nil = "không phát sinh" if entry.nil else ""
    extended = f"gia hạn đến {full_day(entry.extended_to)}" if entry.extended_to else ""
    return "; ".join(filter(None, (entry.road, nil, extended))) or "–"
