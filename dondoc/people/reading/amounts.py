"""The months and the money beside each person of a list, which its reader leaves aside."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dondoc.incoming.book import open_book, refused
from dondoc.incoming.table import Cell, Row
from dondoc.people.reading.file import LIMITS, ListRead, SheetTold
from language.text import folded

_GROUPING = re.compile(r"[.,\s]|đồng|đ$")
# A person's row: the name of its sheet, its number in it from 1.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """Beside one person: months, None where no column says them; whole đồng."""

    months: int | None
    money: int


def amounts(
    path: Path, content: bytes | None, read: ListRead, months: Iterable[str], money: Iterable[str]
) -> Mapping[Place, Amount]:
    """Return what stands beside each row of `read`, by sheet and line.

    Args:
        months, money: how the two columns may be called.
    Raises:
        RuleError: a sheet has no column of money, or a cell of it is no whole number.
    """
    wanted = {row.sheet: set[int]() for row in read.rows}
    for row in read.rows:
        wanted[row.sheet].add(row.line)
    places = {one.match.sheet: (_place(one, months), _place(one, money)) for one in read.sheets}
    found: dict[Place, Amount] = {}
    for sheet in open_book(path, content, LIMITS, old_letters=True).sheets:
        if sheet.name not in wanted:
            continue
        at_months, at_money = places[sheet.name]
        if at_money is None:
            called = ", ".join(money)
            raise refused(path, f"trang {sheet.name or 'đầu'} không có cột số tiền", called)
        for line, cells in sheet.rows:
            if line in wanted[sheet.name]:
                told = _whole(cells, at_money), _whole(cells, at_months)
                if told[0] is None:
                    raise refused(path, "ô số tiền không phải số đồng", "ví dụ 680400", line)
                found[sheet.name, line] = Amount(told[1], told[0])
    return found


def _place(told: SheetTold, titles: Iterable[str]) -> int | None:
    keys = {folded(title) for title in titles}
    match = told.match
    return next((one.place for one in match.unread if one.key in keys), None)


def _whole(cells: Row, place: int | None) -> int | None:
    if place is None or place >= len(cells) or isinstance(cells[place], bool):
        return None
    cell: Cell = cells[place]
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) and cell >= 0 else None
    said = _GROUPING.sub("", str(cell).strip().casefold())
    return int(said) if said.isascii() and said.isdecimal() else None
