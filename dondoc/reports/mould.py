"""A mould: a form as XLSX laid out once, into which what differs from body to body is filled.

On the morning of a first notice thousands of bodies get the same form. Laying it out takes 3 ms;
filling in the mark, the body's name and its numbers takes half of one, and gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import BinaryIO

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
# What stands in a mould where a text, or the n-th number, is filled in; nobody types such things.
MARK_HERE, BODY_HERE = "\ue000", "\ue001"
_FIRST_NUMBER = 700_000_000_000_000
_NUMBERS = re.compile(r"<v>7000000000(\d{5})</v>")
# Above it, the layout writes numbers in another way.
LARGEST = 10**14


def number_here(place: int) -> int:
    """Return what stands in a mould for the number at `place`, from 0."""
    return _FIRST_NUMBER + place


class Mould:
    """One laid-out form; `keeps` is whatever must live as long as it."""

    def __init__(self, lay_out: Callable[[BinaryIO], None], keeps: object) -> None:
        """Take the XLSX file of one sheet that `lay_out` writes, with this module's places."""
        self.keeps = keeps
        out = io.BytesIO()
        lay_out(out)
        with zipfile.ZipFile(out) as package:
            self._parts = {info.filename: package.read(info) for info in package.infolist()}
        self._sheet, self._texts = self._parts[SHEET].decode(), self._parts[TEXTS].decode()

    def filled(self, mark: str, body: str, numbers: Sequence[int]) -> bytes:
        """Return the file with these texts and numbers in their places; the same give the same."""
        texts = self._texts.replace(MARK_HERE, escape(mark, quote=False))
        texts = texts.replace(BODY_HERE, escape(body, quote=False))
        sheet = _NUMBERS.sub(lambda found: f"<v>{numbers[int(found[1])]}</v>", self._sheet)
        changed = {TEXTS: texts.encode(), SHEET: sheet.encode()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self._parts.items():
                # As the layout packs them: without a date.
                part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                part.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(part, changed.get(name, content))
        return out.getvalue()
