"""What a worksheet's XML holds, seen before the spreadsheet reader opens it.

The reader lays a sheet out as a full rectangle: two cells at opposite corners would take all the
memory there is. And it gives a formula's last value as if it had been typed.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAR = 1 << 40


@dataclass
class Seen:
    """The addresses with formulas, the merged ranges, and the rectangle of what is filled in.

    `errors`: which error ("#REF!") stands at which address; the reader would leave it empty.
    """

    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    @property
    def cells(self) -> int:
        """Return how many cells the reader would lay out."""
        return self.rows * self.columns


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
        self._cell = ""
        self._wrong = self._value = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
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
            self._wrong = attributes.get("t") == "e"
        elif name in ("v", "is", "f"):
            self.seen.rows = max(self.seen.rows, self._row)
            self.seen.columns = max(self.seen.columns, self._column)
            self._value = name == "v"
            if name == "f":
                self.seen.formulas.append(self._cell)
        elif name == "mergeCell":
            self.seen.merged.append(attributes.get("ref", ""))

    def _text(self, said: str) -> None:
        if self._wrong and self._value and said.strip():
            before = self.seen.errors.get(self._cell, "")
            self.seen.errors[self._cell] = before + said.strip()

    def _place(self, said: str) -> None:
        found = _PLACE.fullmatch(said)
        if found is None:
            # Left out, a cell stands after the one before it.
            self._column += 1
            self._cell = f"ô thứ {self._column} dòng {self._row}"
            return
        self._cell, self._row, self._column = said, int(found[2]), 0
        for letter in found[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
