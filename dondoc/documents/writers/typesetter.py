"""The typesetter: a document's data through the one template to PDF/A-2b, in the shipped font."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson
import typst

from dondoc.documents.writers.letters import FAMILY, FONTS

_TEMPLATE = Path(__file__).with_name("official.typ")
# The typesetter keeps how it laid out each cell until so many documents later: nine kilobytes each.
_KEPT = 11


class FontTrouble(RuntimeError):
    """The typesetter warned, of a font it does not know for one; no such document goes out."""


class Start(NamedTuple):
    """Where a row of a table begins: its page, from 1 on; `breaks`: it may end on a later one."""

    page: int
    breaks: bool


class Typeset:
    """One document being set.

    Args:
        data: what the template reads (`pdf.as_data`), every text as the font can draw it.
    """

    def __init__(self, data: Mapping[str, object]) -> None:
        self._compiler = typst.Compiler(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            font_paths=_fonts(),
            sys_inputs={"paper": orjson.dumps(data).decode()},
        )

    def pdf(self, at: datetime, *, tagged: bool) -> bytes:
        """Return its file, made at the instant `at`; `tagged`: with its structure for readers.

        Raises:
            FontTrouble: the typesetter warned.
        """
        data, warnings = self._compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=int(at.timestamp()),
            pdf_tags=tagged,
        )
        if warnings:
            raise FontTrouble("; ".join(warning.message for warning in warnings))
        if not isinstance(data, bytes):
            raise FontTrouble("the typesetter gave no document")
        return data

    def starts(self) -> list[Start]:
        """Return where each row of its tables begins, in their order."""
        return [
            Start(*found)
            for found in orjson.loads(self._compiler.query("<starts>", field="value", one=True))
        ]


def forget() -> None:
    """Let the typesetter drop what it keeps of documents that are done."""
    nothing = typst.Compiler(font_paths=_fonts())
    for _ in range(_KEPT):
        nothing.compile(b" ", format="pdf")


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    if fonts.families() != [FAMILY]:
        raise FontTrouble(f"expected only {FAMILY} in {FONTS}, found {fonts.families()}")
    return fonts
