"""What the cells of a figures file say, whichever file they stand in: read in one place."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dondoc.errors import Refused
from dondoc.incoming import values
from dondoc.incoming.values import Bad, number
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.template import NO, YES, FormOf
from language.dates import full_day, read_day
from rules.meaning.figures import Filled, Given
from rules.meaning.form import AS_OF, NIL, Form
from rules.meaning.policy import Check

LONGEST = 5_000
# A dash in a cell of a table says that there is none.
_NONE = frozenset("-–—−")
# How a person ticks a choice, beside the word itself.
_TICKS = frozenset("xv✓✔")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1\d{4}")


@dataclass(frozen=True)
class Written:
    """A form as a file holds it, no cell of it read: what stands where, by the form's addresses.

    `words`: the filer's, beside a cell. `places`: where a cell stands ("C12"), `beside`: where its
    word does; both the address itself where the file has no places.
    """

    cells: Mapping[str, Any]
    words: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def read(self, form: Form) -> Filled:
        """Return what is said.

        Raises:
            FiguresRefused: naming every cell that cannot be read.
        """
        filled, mistakes = self.read_as_far(form)
        if mistakes:
            raise FiguresRefused(mistakes)
        return filled

    def read_as_far(self, form: Form) -> tuple[Filled, list[Remark]]:
        """Return what can be read, and a remark at every cell that cannot."""
        return _Reading(self, form).filled()


class _Reading:
    def __init__(self, written: Written, form: Form) -> None:
        self._written = written
        self._form = form
        self._mistakes: list[Remark] = []

    def filled(self) -> tuple[Filled, list[Remark]]:
        groups: dict[str, dict[str, Given]] = {}
        for at in self._written.cells:
            group, _, figure = at.rpartition(".")
            if group:
                groups.setdefault(group, {})[figure] = self._cell(at, self._number)
        as_of, nil = self._cell(AS_OF, as_of_day), self._cell(NIL, yes)
        texts = {id_: self._cell(id_, words) or "" for id_ in self._form.text_ids}
        explained = {at: self._word(at) for at in self._written.words}
        filled = Filled(
            as_of=as_of,
            nil=bool(nil),
            groups=groups,
            texts=texts,
            explanations={at: word for at, word in explained.items() if word},
            places=self._written.places,
        )
        return filled, self._mistakes

    def _number(self, cell: Any) -> Given:
        return (
            0 if isinstance(cell, str) and cell.strip() in _NONE else number(cell, self._form.unit)
        )

    def _cell(self, at: str, read: Callable[[Any], Any]) -> Any:
        return self._read(at, self._written.cells.get(at), read, self._written.places)

    def _word(self, at: str) -> str:
        return self._read(at, self._written.words[at], words, self._written.beside) or ""

    def _read(
        self, at: str, cell: Any, read: Callable[[Any], Any], places: Mapping[str, str]
    ) -> Any:
        if cell is None:
            return None
        try:
            return read(cell)
        except Bad as bad:
            self._mistakes.append(block(self._form, at, places.get(at, at), bad.says))
            return None


def block(form: Form, at: str, place: str, says: str) -> Remark:
    """Return what is wrong with the cell at `place`, by the name `form` has for its address."""
    return Remark(at, place, form.name_at(at) or place, Check.BLOCK, says)


def refuse_other(name: str, whose: FormOf, said: tuple[str | None, ...]) -> None:
    """Refuse the form of another directive, duty, body or period; without a term there is none."""
    due_on = whose.due_on.isoformat() if whose.due_on else None
    wanted = (whose.directive, whose.duty, whose.bearer, due_on)
    what = ("văn bản", "nhiệm vụ", "đơn vị", "kỳ hạn")
    wrong = [
        f"mẫu của {kind} {_shown(found)}, báo cáo này của {kind} {_shown(expected)}"
        for kind, found, expected in zip(what, said, wanted, strict=True)
        if found is not None and expected is not None and found != expected
    ]
    if wrong:
        raise Refused(f"{name}: nhầm mẫu: {'; '.join(wrong)}")


def _shown(said: str) -> str:
    """Return an id as it is, a date as an office writes it."""
    on = read_day(said)
    return full_day(on) if on else said


def as_of_day(cell: Any) -> date | None:
    """Return the local date a cell names; of one the calendar lacks, that is what is said."""
    if isinstance(cell, str) and _DAY.fullmatch(said := values.text(cell)) and not read_day(said):
        raise Bad(f"{said} không có trong lịch")
    return values.day(cell)


def yes(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = words(cell).casefold()
    if text in ("", NO.casefold()):
        return False
    if text == YES.casefold() or text in _TICKS:
        return True
    raise Bad(f"chọn {YES} hoặc {NO}")


def words(cell: Any) -> str:
    """Return what was written, line breaks kept."""
    return values.words(cell, LONGEST)
