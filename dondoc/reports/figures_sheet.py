"""Figures from the XLSX form, however its rows were moved: found by their hidden addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from dondoc.errors import Refused
from dondoc.incoming.values import Bad, day, number
from dondoc.incoming.workbook import FORMULA, NAMED, Limits, looked_through, sheets
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.figure_cells import block, refuse_other, words, yes
from dondoc.reports.template import KEY, MARK, VALUE, WORD, FormOf
from rules.meaning.figures import Filled, Given
from rules.meaning.form import AS_OF, NIL, Form

_LIMITS = Limits(most_unpacked=50_000_000, most_cells=100_000)


def read_xlsx(name: str, content: bytes, whose: FormOf, form: Form) -> Filled:
    """Read the filled-in sheet `content`; raise as `figures_file.read_figures` does."""
    seen = looked_through(content, _LIMITS, name)
    for places, what in ((seen.formulas, FORMULA), (seen.merged, "là ô gộp; bỏ gộp ô")):
        if places:
            raise FiguresRefused(block(form, place, place, what) for place in places[:NAMED])
    found = sheets(content, name)
    if len(found) != 1:
        raise Refused(f"{name}: có {len(found)} trang tính ({', '.join(found)}); cần một")
    [cells] = found.values()
    return _Cells(name, cells, whose, form).filled()


class _Cells:
    """One sheet, in which the form is found by its hidden addresses."""

    def __init__(self, name: str, rows: list[list[Any]], whose: FormOf, form: Form) -> None:
        self._name = name
        self._rows = rows
        self._form = form
        self._column = self._find(whose)
        self._mistakes: list[Remark] = []

    def _find(self, whose: FormOf) -> int:
        """Return the column of the addresses; refuse what is not this report's form."""
        marks = [
            (column, cell)
            for row in self._rows
            for column, cell in enumerate(row)
            if isinstance(cell, str) and cell.startswith(f"{MARK}|")
        ]
        if len(marks) != 1:
            what = (
                "có nhiều mẫu trong một tệp" if marks else "không phải mẫu do dondoc template tạo"
            )
            raise Refused(f"{self._name}: {what}")
        [(column, mark)] = marks
        said = tuple(mark.split("|")[1:])
        if len(said) != 4:
            raise Refused(f"{self._name}: dấu nhận dạng của mẫu đã bị sửa")
        refuse_other(self._name, whose, said)
        return column

    def filled(self) -> Filled:
        """Return the form; raise FiguresRefused naming every cell that cannot be read."""
        places = self._places()
        groups: dict[str, dict[str, Given]] = {}
        for at, (row, _) in places.items():
            group, _, figure = at.rpartition(".")
            if group:
                groups.setdefault(group, {})[figure] = self._read(at, row, self._number)
        as_of = self._read(AS_OF, places[AS_OF][0], day) if AS_OF in places else None
        nil = self._read(NIL, places[NIL][0], yes) if NIL in places else None
        texts = {
            text: self._read(text, places[text][0], words) or ""
            for text in self._form.text_ids
            if text in places
        }
        explained = {at: self._word(at, row) for at, (row, _) in places.items()}
        if self._mistakes:
            raise FiguresRefused(self._mistakes)
        return Filled(
            as_of=as_of,
            nil=bool(nil),
            groups=_without_figures(groups) if nil else groups,
            texts=texts,
            explanations={at: word for at, word in explained.items() if word},
            places={at: place for at, (_, place) in places.items()},
        )

    def _places(self) -> dict[str, tuple[int, str]]:
        """Return, by the form's address, the row (from 0) and the address of its value cell."""
        found: dict[str, tuple[int, str]] = {}
        for line, row in enumerate(self._rows):
            key = row[self._column] if self._column < len(row) else ""
            if not isinstance(key, str) or not self._is_address(key):
                continue
            place = self._address(line, VALUE)
            if key in found:
                says = f"dòng này bị chép thêm một lần (lần đầu ở {found[key][1]})"
                raise FiguresRefused([block(self._form, key, place, says)])
            found[key] = (line, place)
        return found

    def _is_address(self, key: str) -> bool:
        group, _, figure = key.rpartition(".")
        known = self._form.ids if group else (AS_OF, NIL, *self._form.text_ids)
        return figure in known

    def _number(self, cell: Any) -> Given:
        return number(cell, self._form.unit)

    def _read(self, at: str, row: int, read: Callable[[Any], Any]) -> Any:
        try:
            return read(self._cell(row, VALUE))
        except Bad as bad:
            self._mistakes.append(block(self._form, at, self._address(row, VALUE), bad.says))
            return None

    def _word(self, at: str, row: int) -> str:
        try:
            return words(self._cell(row, WORD))
        except Bad as bad:
            self._mistakes.append(block(self._form, at, self._address(row, WORD), bad.says))
            return ""

    def _cell(self, row: int, column: int) -> Any:
        at = self._column + column - KEY
        cells = self._rows[row]
        return cells[at] if at < len(cells) else ""

    def _address(self, row: int, column: int) -> str:
        """Return "C12" of a row and column counted from 0."""
        at, letters = self._column + column - KEY + 1, ""
        while at:
            at, rest = divmod(at - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{row + 1}"


def _without_figures(groups: Mapping[str, dict[str, Given]]) -> dict[str, dict[str, Given]]:
    """Of a nil report the prefilled figures do not count."""
    return {group: {} for group in groups}
