"""From the cells of a file of counts to counts: every mistake with its row."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from dondoc.contacts.file import Cell, Table
from dondoc.reports.count_row import CountRow
from dondoc.reports.count_words import KINDS, kind_of
from dondoc.reports.figure_cells import BadCell, day, number
from language import naming
from language.text import upper_first
from models import CountKind
from rules.errors import Problem
from rules.meaning.body import BodyRegistry, UnknownBody
from rules.rulebook import Rulebook

T = TypeVar("T")
_LONGEST = 300


class _Bad(Exception):
    def __init__(self, what: str, allowed: str = "") -> None:
        super().__init__(what)
        self.what, self.allowed = what, allowed


class CountCells:
    """Reads rows of a table whose columns stand at `places`, as of the local date `today`."""

    def __init__(
        self, table: Table, places: Mapping[str, int], rulebook: Rulebook, today: date
    ) -> None:
        self._table, self._places, self._rulebook, self._today = table, places, rulebook, today
        self.problems: list[Problem] = []

    def row(self, number: int, cells: tuple[Cell, ...]) -> CountRow | None:
        """Return the count in row `number`; None where something is wrong, which is noted."""
        before = len(self.problems)

        def take(column: str, read: Callable[[Cell], T]) -> T | None:
            place = self._places.get(column)
            try:
                return read(cells[place] if place is not None else "")
            except _Bad as bad:
                heading = column if place is None else self._table.form.header[place]
                self.problems.append(self._table.problem(number, heading, bad.what, bad.allowed))
                return None

        directive = take("directive", self._directive)
        as_of = take("as_of", self._day)
        body = take("body", lambda cell: _body(self._rulebook.bodies, cell, as_of or self._today))
        group = take("group", lambda cell: self._group(directive, cell))
        kind, number_of = take("kind", _kind), take("people", _people)
        source = take("source", _source)
        if len(self.problems) > before:
            return None
        assert as_of is not None  # noqa: S101 - nothing was noted
        assert kind is not None  # noqa: S101
        assert number_of is not None  # noqa: S101
        return CountRow(
            number, directive, body or "", group or "", kind, number_of, as_of, source or ""
        )

    def _directive(self, cell: Cell) -> str | None:
        text = _text(cell)
        if text and text not in self._rulebook.directives:
            raise _Bad(f'không có văn bản "{text}"', ", ".join(self._rulebook.directives))
        return text or None

    def _group(self, directive: str | None, cell: Cell) -> str:
        text = _text(cell)
        known = {
            id_: group.name
            for declared in self._rulebook.directives.values()
            if directive in (None, declared.id)
            for id_, group in declared.groups.items()
        }
        wanted = naming.key(text.casefold())
        for id_, name in known.items():
            if wanted in (naming.key(id_.casefold()), naming.key(name.casefold())):
                return id_
        raise _Bad(f'không có nhóm "{text}"' if text else "chưa ghi nhóm", ", ".join(known))

    def _day(self, cell: Cell) -> date:
        try:
            found = day(cell)
        except BadCell:
            found = None
        if found is None:
            raise _Bad("không phải ngày", "dạng 30/4/2024 hoặc 2024-04-30")
        if found > self._today:
            raise _Bad("ngày này chưa tới")
        return found


def _body(bodies: BodyRegistry, cell: Cell, on: date) -> str:
    text = _text(cell)
    if text in bodies:
        return text
    if not text:
        raise _Bad("chưa ghi đơn vị")
    try:
        return bodies.named(upper_first(text), on).uid
    except UnknownBody as error:
        meant = f"; có phải: {', '.join(error.suggestions)}?" if error.suggestions else ""
        raise _Bad(f'không có đơn vị "{text}" tại ngày của số liệu{meant}') from None


def _kind(cell: Cell) -> CountKind:
    found = kind_of(_text(cell))
    if found is None:
        raise _Bad("không hiểu loại số", ", ".join(f"{k} ({KINDS[k]})" for k in CountKind))
    return found


def _people(cell: Cell) -> int:
    # What stood there is not repeated: it may be anything, a name too.
    try:
        found = number(cell, "người")
    except BadCell:
        found = None
    if not isinstance(found, int) or found < 0:
        raise _Bad("không phải số người", "số nguyên từ 0")
    return found


def _source(cell: Cell) -> str:
    text = _text(cell)
    if not text:
        raise _Bad("chưa ghi nơi giao số liệu", "ví dụ: cơ quan BHXH, công văn số 45")
    if len(text) > _LONGEST:
        raise _Bad(f"dài quá {_LONGEST} ký tự")
    return text


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split())
