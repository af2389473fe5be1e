"""Which column a heading of one to three rows probably means, and where such a header stands."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from dondoc.incoming.columns import Columns
from dondoc.incoming.layout import Numbered, numbers
from dondoc.incoming.table import Row, blank
from language.text import folded, spelt

# What stands over a column, from top to bottom; equal ones above each other once.
Parts = tuple[str, ...]

# As sure as it need be to be taken without asking.
SURE = 0.8
_EXACT, _UNACCENTED, _BARE, _BEGINS, _HOLDS, _ALIKE, _PARENT = 1.0, 0.95, 0.9, 0.75, 0.6, 0.55, 0.5
_PERHAPS = 0.7
_NEAR = 0.87
_LOOKED_AT, _HIGHEST = 40, 3
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|\*+|[0-9]+$")
_WORD = re.compile(r"\w+")


class Likely(NamedTuple):
    """The column a heading probably means ("" one that is read over, None unknown), from 0 to 1."""

    name: str | None
    confidence: float


UNKNOWN = Likely(None, 0.0)


class Header(NamedTuple):
    """The numbers of the header's first and last row, its headings, where what follows begins."""

    first: int
    last: int
    headings: tuple[Parts, ...]
    after: int


class Headings:
    """Knows the titles of `columns`: as spelt, then without accents where that is still one."""

    def __init__(self, columns: Columns) -> None:
        self._spelt: dict[tuple[str, str], str] = {}
        self._folded: dict[tuple[str, str], str | None] = {}
        self._doubtful: dict[str, str] = {}
        self._words: list[tuple[tuple[str, ...], str]] = []
        for column in columns:
            for title in (*column.titles, *column.aliases.split()):
                self._add(column.within, title, column.name)
            for title in column.doubtful:
                self._doubtful.setdefault(folded(title), column.name)
        for name, titles in columns.above.items():
            for title in titles:
                self._add("", title, f">{name}")
        for title in columns.aside.split():
            self._add("", title, "")
        # The longest first: "mã số thẻ" before "mã số".
        self._words.sort(key=lambda one: -len(one[0]))
        self._known: dict[tuple[Parts, bool], Likely] = {}

    def aside(self, titles: Sequence[str]) -> None:
        """Take the `titles` of columns that are read over, as written."""
        for title in titles:
            self._add("", title, "")

    def _add(self, within: str, title: str, name: str) -> None:
        self._spelt.setdefault((within, spelt(title)), name)
        key = within, folded(title)
        self._folded[key] = name if self._folded.get(key, name) == name else None
        if not within and not name.startswith(">"):
            self._words.append((_words(title), name))

    def likely(self, parts: Parts, *, loosely: bool = True) -> Likely:
        """Return what the heading of `parts` means.

        Args:
            loosely: also by what it is alike to; asked of titles, not of every row.
        """
        key = parts, loosely
        if key not in self._known:
            self._known[key] = self._looked_up(parts, loosely)
        return self._known[key]

    def _looked_up(self, parts: Parts, loosely: bool) -> Likely:
        if not parts:
            return UNKNOWN
        *parents, own = parts
        found = self._below(parents, own) or self._exactly("", own)
        found = found or (self._exactly("", " ".join(parts)) if parents else None)
        if found is None and (bare := _ASIDE.sub(" ", own).strip()) and bare != own:
            found = self._below(parents, bare) or self._exactly("", bare)
            found = found and Likely(found.name, min(found.confidence, _BARE))
        if found is None and loosely:
            found = self._perhaps(own) or self._alike(own) or self._of_parent(parents)
        if found is None or (found.name or "").startswith(">"):
            return UNKNOWN
        return found

    def _below(self, parents: Sequence[str], own: str) -> Likely | None:
        for parent in reversed(parents):
            over = self._exactly("", parent) or self._exactly("", _ASIDE.sub(" ", parent))
            if over and over.name and (found := self._exactly(over.name.removeprefix(">"), own)):
                return found
        return None

    def _exactly(self, within: str, title: str) -> Likely | None:
        name = self._spelt.get((within, spelt(title)))
        if name is not None:
            return Likely(name, _EXACT)
        name = self._folded.get((within, folded(title)))
        return None if name is None else Likely(name, _UNACCENTED)

    def _perhaps(self, own: str) -> Likely | None:
        name = self._doubtful.get(folded(own))
        return Likely(name, _PERHAPS) if name else None

    def _alike(self, own: str) -> Likely | None:
        words = _words(own)
        for known, name in self._words:
            size = len(known)
            if size < 2 or size > len(words):
                continue
            if words[:size] == known:
                return Likely(name, _BEGINS)
            if any(words[at : at + size] == known for at in range(1, len(words) - size + 1)):
                return Likely(name, _HOLDS)
        whole = "".join(words)
        best = max(self._near(whole), default=(0.0, ""))
        return Likely(best[1], _ALIKE) if best[0] >= _NEAR else None

    def _near(self, whole: str) -> Iterator[tuple[float, str]]:
        # Two letters differ in a short title as in another title.
        if 5 <= len(whole) <= 60:
            for known, name in self._words:
                yield SequenceMatcher(None, whole, "".join(known)).ratio(), name

    def _of_parent(self, parents: Sequence[str]) -> Likely | None:
        found = self._exactly("", parents[-1]) if parents else None
        return Likely(found.name, _PARENT) if found else None


def _words(title: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in _WORD.findall(title.replace("_", " ")))


def header_of(rows: Sequence[Numbered], headings: Headings, needed: str) -> Header | None:
    """Return the header among the first `rows` that are not blank: one to three of them.

    The rows that name most of the columns, of equal ones the fewest and the highest; None where
    nothing names the column `needed` and one more.
    """
    best, found = (1.0, 0), None
    for at in range(min(len(rows), _LOOKED_AT)):
        for height in range(1, _HIGHEST + 1):
            block = rows[at : at + height]
            if len(block) < height or block[-1][0] != block[0][0] + height - 1:
                break
            stacked = stack([cells for _, cells in block])
            worth = _worth(stacked, headings, needed), -height
            if worth > best:
                best, found = worth, Header(block[0][0], block[-1][0], stacked, at + height)
    return found


def _worth(stacked: Sequence[Parts], headings: Headings, needed: str) -> float:
    sure: dict[str, float] = {}
    for parts in stacked:
        likely = headings.likely(parts, loosely=False)
        if likely.name is not None:
            share = 1.0 if likely.name else 0.2
            sure[likely.name] = max(sure.get(likely.name, 0.0), share * likely.confidence)
    return sum(sure.values()) if needed in sure else 0.0


def stack(block: Sequence[Row]) -> tuple[Parts, ...]:
    """Return what stands over each column in the rows of a header.

    A title over several columns is stored in the first of them only: it reaches to the right as far
    as the rows below go on and nothing else begins.
    """
    width = max(len(cells) for cells in block)
    rows = [
        [_heading(cells[at]) if at < len(cells) else "" for at in range(width)] for cells in block
    ]
    for upper, lower in pairwise(rows):
        for at in range(1, width):
            if not upper[at] and upper[at - 1] and lower[at]:
                upper[at] = upper[at - 1]
    columns = zip(*rows, strict=True)
    stacked = [tuple(dict.fromkeys(filter(None, parts))) for parts in columns]
    while stacked and not stacked[-1]:
        stacked.pop()
    return tuple(stacked)


def _heading(cell: object) -> str:
    said = " ".join(str(cell).split())
    return "" if said.strip("()").isdecimal() and len(said) <= 4 else said


def numbers_only(cells: Row, header: Sequence[Parts]) -> bool:
    """Return whether a row under `header` only numbers its columns."""
    filled = sum(not blank(cell) for cell in cells)
    return filled > 1 and numbers(cells, header)
