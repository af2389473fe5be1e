"""The rows of one sheet: persons with their findings; what parts them, what is left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.incoming.layout import Numbered, stands_below
from dondoc.incoming.sheet_xml import Seen
from dondoc.incoming.table import Row, blank
from dondoc.people.reading.match import SheetMatch
from dondoc.people.reading.parting import Heading, Parts, Words
from dondoc.people.reading.person import PersonReader
from dondoc.people.row import ListRow
from language.old_letters import Old, settled
from rules.meaning.list_titles import ListField

# The titles, folded, of the column that counts the rows.
_COUNTS = ("stt", "tt", "sott", "sothutu", "no")
# Of all rows that were left out, how many are named.
_NAMED = 200
_F = ListField
# What only a person has: a row with one of them is about one.
_OF_A_PERSON = frozenset(ListField) - {
    _F.NAME,
    _F.NAME_FIRST,
    _F.VILLAGE,
    _F.COMMUNE,
    _F.HOUSEHOLD,
    _F.ADDRESS,
    _F.CATEGORY,
    _F.ETHNICITY,
}


def in_letters(cells: Row, letters: Old | None) -> Row:
    """Return the cells of a row with what was typed in old `letters` as it was shown."""
    return tuple(settled(cell, letters).text if isinstance(cell, str) else cell for cell in cells)


@dataclass(frozen=True)
class LeftOut:
    """A row that names no person, and what it was taken for."""

    line: int
    why: str


class Rows:
    """Reads the rows under one header; tells afterwards what it left out.

    `left_out`: the first of them, `left`: how many there were.
    """

    def __init__(
        self,
        match: SheetMatch,
        words: Words,
        seen: Seen | None,
        as_of: date | None,
        letters: Old | None,
    ) -> None:
        self._words, self._letters = words, letters
        self.person = PersonReader(match, words, seen, as_of)
        self._name = [one.place for one in (*match.of(_F.NAME_FIRST), *match.of(_F.NAME))]
        self._own = [one.place for one in match.columns if one.field in _OF_A_PERSON]
        self._code = next((one.place for one in match.unread if one.key in _COUNTS), None)
        self._order: list[Parts] = []
        self._parted: dict[Parts, str | None] = {
            "unit": match.commune,
            "village": match.village,
            "section": None,
        }
        self._ended = False
        self.left_out: list[LeftOut] = []
        self.left = 0

    def read(self, body: Iterable[Numbered]) -> Iterator[ListRow]:
        """Yield the persons among the rows of `body`."""
        for line, cells in body:
            plain = in_letters(cells, self._letters) if self._letters else cells
            if self._holds(cells, self._own) and not self._below(plain):
                self._ended = False
                yield self.person.read(line, cells, self._parted)
            elif self._bare(line, plain):
                yield self.person.read(line, cells, self._parted)

    def _bare(self, line: int, cells: Row) -> bool:
        """Return whether a row with nothing that only a person has names one all the same."""
        filled = [str(cell) for cell in cells if not blank(cell)]
        said = self._said(cells) or filled[0]
        if any(map(stands_below, filled)):
            self._ended = True
            self._leave(line, "dòng tổng cộng, ngày ký hoặc chữ ký")
        elif (heading := self._words.heading(said, self._numbered(cells))) is not None:
            self._part(heading)
        elif self._ended:
            self._leave(line, "nằm dưới bảng")
        elif self._said(cells) and self._alone_is_a_person(cells):
            return True
        else:
            self._leave(line, "không có họ và tên")
        return False

    def _below(self, cells: Row) -> bool:
        """Return whether a row with something of a person's is a total, a date or a signature."""
        said = self._said(cells)
        if said and self._numbered(cells).isdecimal():
            return False
        filled = [cell for cell in cells if isinstance(cell, str) and cell]
        if said:
            return stands_below(said) or stands_below(filled[0])
        return self._ended or any(map(stands_below, filled))

    def _alone_is_a_person(self, cells: Row) -> bool:
        """Return whether a name without anything else is one: where rows are numbered, if it is."""
        return self._code is None or self._numbered(cells).rstrip(".").isdecimal()

    def _numbered(self, cells: Row) -> str:
        if self._code is None or self._code >= len(cells):
            return ""
        return str(cells[self._code]).strip()

    def _said(self, cells: Row) -> str:
        parts = (str(cells[at]) for at in self._name if at < len(cells))
        return " ".join(" ".join(parts).split())

    def _holds(self, cells: Row, places: Iterable[int]) -> bool:
        return any(at < len(cells) and not blank(cells[at]) for at in places)

    def _part(self, heading: Heading) -> None:
        """Begin a part; what was parted within the one before it is over."""
        if heading.parts not in self._order:
            self._order.append(heading.parts)
        at = self._order.index(heading.parts)
        for inner in self._order[at + 1 :]:
            self._parted[inner] = None
        self._parted[heading.parts] = heading.says
        self._ended = False
        self.person.parted(heading.parts)

    def _leave(self, line: int, why: str) -> None:
        self.left += 1
        if len(self.left_out) < _NAMED:
            self.left_out.append(LeftOut(line, why))
