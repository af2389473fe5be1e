"""One sheet of a list: its head looked at, what it will be read as, then its rows one by one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from dondoc.incoming.book import Sheet
from dondoc.incoming.headings import Header, header_of, numbers_only
from dondoc.incoming.layout import Numbered
from dondoc.incoming.sheet_xml import Seen
from dondoc.incoming.table import Row, blank
from dondoc.people.reading.asking import Ask, asks_of_columns, asks_of_rows
from dondoc.people.reading.cells import legend_in
from dondoc.people.reading.columns import headings_of
from dondoc.people.reading.match import Matched, SheetMatch, matched
from dondoc.people.reading.parting import Words
from dondoc.people.reading.rows import Rows, in_letters
from dondoc.people.row import ListRow
from language.old_letters import evidence, settled
from language.text import in_old_letters, nfc
from rules.meaning.list_titles import ListField, ListTitles

# Rows by which the old letters of a column are told.
_HEAD = 400
_AS_OF = re.compile(
    r"tính đến(?: hết)?(?: ngày)?\s*(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})"
    r"(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})",
    re.IGNORECASE,
)


class Head:
    """The first rows of a sheet that are not blank, and the header among them, if there is one."""

    def __init__(self, sheet: Sheet, titles: ListTitles) -> None:
        self.sheet, self.titles = sheet, titles
        self.filled = (row for row in sheet.rows if any(not blank(cell) for cell in row[1]))
        self.rows: list[Numbered] = list(islice(self.filled, _HEAD))
        # Of the whole sheet: what a single column does not show by itself.
        self.letters = evidence(text for _, cells in self.rows for text in _texts(cells))
        self._read = [(number, in_letters(cells, self.letters)) for number, cells in self.rows]
        self.header: Header | None = header_of(self._read, headings_of(titles), ListField.NAME)

    def match(self) -> SheetMatch:
        """Return how the sheet is read by its own titles; asked only where there is a header."""
        assert self.header is not None  # noqa: S101 - whoever asks has looked
        found = matched(self.sheet.name, self.header, headings_of(self.titles), self.titles)
        columns = tuple(map(self._with_letters, found.columns))
        above = [
            text
            for number, cells in self._read
            if number < self.header.first
            for text in _texts(cells)
        ]
        words = Words(self.titles)
        titles = [*above, *(" ".join(parts) for parts in self.header.headings)]
        return replace(
            found,
            columns=columns,
            commune=next(filter(None, map(words.commune_in, above)), None),
            village=next(filter(None, map(words.village_in, above)), None),
            sexes=legend_in(titles),
            as_of=next(filter(None, map(_as_of_in, above)), None),
        )

    def _with_letters(self, one: Matched) -> Matched:
        assert self.header is not None  # noqa: S101
        below = (cells for _, cells in self.rows[self.header.after :] if one.place < len(cells))
        own = [cell for cells in below if isinstance(cell := cells[one.place], str)]
        found = evidence(own) or (self.letters if any(map(in_old_letters, own)) else None)
        mixed = found is not None and any(settled(cell, found).how == "own" for cell in own)
        return replace(one, letters=found, mixed=mixed)

    def body(self) -> Iterator[Numbered]:
        """Yield what follows the header, without the row that numbers the columns."""
        assert self.header is not None  # noqa: S101
        header, rest = self.header, self.rows[self.header.after :]
        while rest and numbers_only(rest[0][1], header.headings):
            del rest[0]
        self.rows = []
        return chain(rest, self.filled)


def _as_of_in(said: str) -> date | None:
    """Return up to which local date a title says it counts, None where it says none."""
    found = _AS_OF.search(nfc(said))
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _texts(cells: Row) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and cell]


class SheetReading:
    """One sheet that holds a list: `match` says how it is read, iterating reads its rows, once."""

    def __init__(
        self,
        head: Head,
        match: SheetMatch,
        seen: Seen | None,
        as_of: date | None,
    ) -> None:
        self.match = match
        self._body = head.body()
        self.rows = Rows(self.match, Words(head.titles), seen, as_of, head.letters)

    def __iter__(self) -> Iterator[ListRow]:
        """Yield its rows; `rows` then tells what was left out and what is to be asked."""
        return self.rows.read(self._body)

    def asks(self) -> tuple[Ask, ...]:
        """Return what a person should say or look at; of the rows only when they were read."""
        return (*asks_of_columns(self.match), *asks_of_rows(self.rows.person.asked))
