"""What a worksheet's XML holds, seen before the spreadsheet reader opens it.

The reader lays a sheet out as a full rectangle: two cells at opposite corners would take all the
memory there is. Of a formula it gives what was stored with it, as if that had been typed, and
nothing where nothing was: an error and a formula that nobody computed look like an empty cell.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAR = 1 << 40


@dataclass
class Seen:
    """What the reader does not tell: errors, formulas, merged ranges, how far the cells reach.

    `errors`: which error ("#REF!") stands at which address; `unstored`: the addresses of formulas
    that were saved without a value; `empty`: of those whose value is an empty text. `rows`,
    `columns`: the rectangle of what is filled in.
    """

    errors: dict[str, str] = field(default_factory=dict)
    unstored: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    @property
    def cells(self) -> int:
        """Return how many cells the reader would lay out."""
        return self.rows * self.columns


def address(row: int, column: int) -> str:
    """Return "C12" of a row and column counted from 0."""
    at, letters = column + 1, ""
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def look_through(xml: bytes) -> Seen | None:
    """Return what the worksheet in `xml` holds, None where `xml` is no worksheet.

    What no spreadsheet program writes counts as endless: a document type, broken XML around
    cells (the reader is more lenient and would go on).
    """
    looking = _Looking()
    try:
        looking.parser.Parse(xml, True)
    except expat.ExpatError:
        if looking.worksheet or b"sheetData" in xml:
            return Seen(rows=_FAR, columns=1)
    return looking.seen if looking.worksheet else None


class _Looking:
    def __init__(self) -> None:
        self.seen = Seen()
        self.worksheet = False
        self._row = self._column = 0
        self._wrong = self._formula = self._in_value = False
        # What is stored in the cell; None: nothing is.
        self._stored: str | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        self.worksheet, self.seen.rows, self.seen.columns = True, _FAR, 1
        self.parser.StartElementHandler = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            self.worksheet = True
        elif not self.worksheet:
            # Charts and styles have elements of the same names.
            return
        elif name == "row":
            said = attributes.get("r", "")
            self._row = int(said) if said.isdecimal() else self._row + 1
            self._column = 0
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._wrong, self._formula = attributes.get("t") == "e", False
            self._stored = None
        elif name in ("v", "is", "f"):
            self.seen.rows = max(self.seen.rows, self._row)
            self.seen.columns = max(self.seen.columns, self._column)
            self._formula = self._formula or name == "f"
            self._in_value = name == "v"
            if self._in_value:
                self._stored = ""
        elif name == "mergeCell":
            self.seen.merged.append(attributes.get("ref", ""))

    def _text(self, said: str) -> None:
        if self._in_value:
            self._stored = (self._stored or "") + said

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c" and self.worksheet:
            cell, stored = address(self._row - 1, self._column - 1), (self._stored or "").strip()
            if self._wrong and stored:
                self.seen.errors[cell] = stored
            elif self._formula and self._stored is None:
                self.seen.unstored.add(cell)
            elif self._formula and not stored:
                self.seen.empty.add(cell)

    def _place(self, said: str) -> None:
        found = _PLACE.fullmatch(said)
        if found is None:
            # Left out, a cell stands after the one before it.
            self._column += 1
            return
        self._row, self._column = int(found[2]), 0
        for letter in found[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
