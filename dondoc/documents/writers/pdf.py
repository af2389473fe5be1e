"""Documents as PDF/A-2b, set by typst, offline, in the one shipped font."""

from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson
import typst

from dondoc.documents.writers.form import attached, form_of
from dondoc.documents.writers.letters import FAMILY, FONTS, breakable, drawable, unbroken
from dondoc.documents.writers.paper import Appendix, Block, Cell, Paper, Table, Text

# Millimetres between the margins, and of a line that a letter takes for each point of its size.
_PORTRAIT, _LANDSCAPE, _LETTER = 165.0, 252.0, 0.17
# Characters that always fit a line at 14 points; a SHA-256 is shorter.
_LONGEST = 66
_TEMPLATE = Path(__file__).with_name("official.typ")


class FontTrouble(RuntimeError):
    """The typesetter warned, of a font it does not know for one; no such document goes out."""


def pdf(paper: Paper, at: datetime) -> bytes:
    """Return the paper as PDF.

    Args:
        at: the instant of making (aware), kept in the file; the same data and instant give the
            same bytes.

    Raises:
        FontTrouble: the typesetter warned.
    """
    compiler = typst.Compiler(root=_TEMPLATE.parent, font_paths=_fonts())
    data, warnings = compiler.compile_with_warnings(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"paper": orjson.dumps(_shown(as_data(paper))).decode()},
        pdf_standards=["a-2b"],
        timestamp=int(at.timestamp()),
    )
    if warnings:
        raise FontTrouble("; ".join(warning.message for warning in warnings))
    if not isinstance(data, bytes):
        raise FontTrouble("the typesetter gave no document")
    return data


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    if fonts.families() != [FAMILY]:
        raise FontTrouble(f"expected only {FAMILY} in {FONTS}, found {fonts.families()}")
    return fonts


def as_data(paper: Paper) -> dict[str, object]:
    """Return the paper as the template reads it."""
    return {
        "title": paper.title,
        "author": paper.author,
        "mark": paper.mark,
        "kind": paper.kind.upper(),
        "about": paper.about,
        "frame": _frame(paper),
        "blocks": [_block(block) for block in paper.blocks],
        "appendices": [_appendix(appendix, paper) for appendix in paper.appendices],
    }


def _frame(paper: Paper) -> dict[str, object] | None:
    if paper.frame is None:
        return None
    form = form_of(paper.frame)
    return {
        "heading": {
            "above": form.above,
            "issuer": form.issuer,
            "number": form.number,
            "dated": form.dated,
        },
        "to": form.to,
        "copies": form.copies,
        "signature": {"capacity": form.capacity, "name": form.signer},
    }


def _block(block: Block, width: float = _PORTRAIT) -> dict[str, object]:
    if isinstance(block, Text):
        runs = (replace(run, text=breakable(unbroken(run.text), _LONGEST)) for run in block.runs)
        return {"type": "text", **asdict(replace(block, runs=tuple(runs)))}
    rows = tuple(_row(row, block, width) for row in block.rows)
    return {"type": "table", **asdict(replace(block, rows=rows))}


def _row(row: tuple[Cell, ...], table: Table, width: float) -> tuple[Cell, ...]:
    parts = sum(column.width for column in table.columns)
    limits = (
        max(4, int(width * column.width / parts / (table.size * _LETTER)))
        for column in table.columns
    )
    return tuple(
        cell if cell.span > 1 else replace(cell, text=breakable(cell.text, limit))
        for cell, limit in zip(row, limits, strict=False)
    )


def _appendix(appendix: Appendix, paper: Paper) -> dict[str, object]:
    return {
        "label": appendix.label,
        "title": appendix.title.upper(),
        "attached": attached(paper),
        "landscape": appendix.landscape,
        "blocks": [
            _block(block, _LANDSCAPE if appendix.landscape else _PORTRAIT)
            for block in appendix.blocks
        ],
    }


def _shown(value: object) -> object:
    """Every text within `value`, as the font can draw it."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: _shown(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(entry) for entry in value]
    return value
