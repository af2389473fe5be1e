"""What a worksheet's XML holds, seen before the spreadsheet reader opens it.

The reader lays a sheet out as a full rectangle: two cells at opposite corners would take all the
memory there is. Of a formula it gives what was stored with it, as if that had been typed, and
nothing where nothing was: an error and a formula that nobody computed look like an empty cell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAR = 1 << 40
_ROWS = b"sheetData"


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


def look_through(pieces: Iterable[bytes]) -> Seen | None:
    """Return what the worksheet whose XML comes in `pieces` holds, None where it is no worksheet.

    What no spreadsheet program writes counts as endless: a document type, broken XML around
    cells (the reader is more lenient and would go on).
    """
    looking, broken, spoken_of, last = _Looking(), False, False, b""
    for piece in pieces:
        spoken_of = spoken_of or _ROWS in last + piece
        last = piece[-len(_ROWS) :]
        broken = broken or not looking.takes(piece)
    if broken or not looking.takes(b"", final=True):
        return Seen(rows=_FAR, columns=1) if looking.worksheet or spoken_of else None
    return looking.seen if looking.worksheet else None


class _Looking:
    """What is told of every cell costs; only those with an error or a formula are looked into."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.worksheet = False
        self._row = self._column = 0
        self._wrong = self._formula = self._in_value = False
        # What is stored in the cell; None: nothing is.
        self._stored: str | None = None
        self._letters: dict[str, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype

    def takes(self, piece: bytes, final: bool = False) -> bool:
        """Return whether the XML still holds together after `piece`."""
        try:
            self.parser.Parse(piece, final)
        except expat.ExpatError:
            return False
        return True

    def _doctype(self, *_: object) -> None:
        self.worksheet, self.seen.rows, self.seen.columns = True, _FAR, 1
        self.parser.StartElementHandler = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if not self.worksheet:
            # Charts and styles have elements of the same names.
            self.worksheet = name == "sheetData"
        elif name == "v" or name == "is":
            self._filled()
            self._in_value = name == "v"
            if self._in_value:
                self._stored = ""
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._wrong, self._formula = attributes.get("t") == "e", False
            self._stored, self._in_value = None, False
            if self._wrong:
                self._look_into(True)
        elif name == "f":
            self._filled()
            # Of a value that stands before its formula nothing was kept, but it is there.
            self._formula = self._stored is None
            self._look_into(True)
        elif name == "row":
            said = attributes.get("r", "")
            self._row = int(said) if said.isdecimal() else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self.seen.merged.append(attributes.get("ref", ""))

    def _filled(self) -> None:
        if self._row > self.seen.rows:
            self.seen.rows = self._row
        if self._column > self.seen.columns:
            self.seen.columns = self._column

    def _look_into(self, cell: bool) -> None:
        self.parser.EndElementHandler = self._end if cell else None
        self.parser.CharacterDataHandler = self._text if cell else None

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
            self._look_into(False)

    def _place(self, said: str) -> None:
        found = _PLACE.fullmatch(said)
        if found is None:
            # Left out, a cell stands after the one before it.
            self._column += 1
            return
        letters, row = found.groups()
        self._row = int(row)
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = _column(letters)
        self._column = column


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
