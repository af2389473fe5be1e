"""Documents as PDF/A-2b, set by typst, offline, in the one shipped font."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime

from dondoc.documents.writers.code import svg
from dondoc.documents.writers.form import attached, form_of
from dondoc.documents.writers.letters import breakable, drawable, unbroken
from dondoc.documents.writers.paper import Appendix, Block, Cell, Code, Paper, Table, Text
from dondoc.documents.writers.portions import CELLS, Portion, cells, portion
from dondoc.documents.writers.typesetter import Typeset, forget

# Millimetres between the margins, and of a line that a letter takes for each point of its size.
_PORTRAIT, _LANDSCAPE, _LETTER = 165.0, 252.0, 0.17
# Characters that always fit a line at 14 points; a SHA-256 is shorter.
_LONGEST = 66


def pdf(paper: Paper, at: datetime, most: int = CELLS) -> bytes:
    """Return the paper as PDF.

    Args:
        at: the instant of making (aware), kept in the file; the same data and instant give the
            same bytes.
        most: with more cells than so many in its tables it is set in portions, untagged.

    Raises:
        FontTrouble: the typesetter warned.
    """
    texts = [paper.blocks, *(appendix.blocks for appendix in paper.appendices)]
    if sum(map(cells, texts)) <= most:
        return Typeset(_shown(as_data(paper))).pdf(at, tagged=True)
    # Only where it is needed: it takes as long to load as a short document takes to be set.
    from dondoc.documents.writers.joined import joined

    return joined(
        pages
        for section, blocks in enumerate(texts)
        for pages in _set(paper, section, blocks, at, most)
    )


def _set(
    paper: Paper, section: int, blocks: tuple[Block, ...], at: datetime, most: int
) -> Iterator[tuple[bytes, int | None]]:
    """Yield the files of one section's portions, and how many of their pages are its own."""
    before, room = 0, most
    while blocks:
        part = portion(section, blocks, before, room)
        typeset = Typeset(_shown(as_data(part.paper(paper), part)))
        cut = None if part.ends else part.cut(typeset.starts())
        if part.ends:
            yield typeset.pdf(at, tagged=False), None
            blocks = ()
        elif cut:
            pages, blocks = cut
            yield typeset.pdf(at, tagged=False), pages
            before, room = before + pages, most
        else:
            room *= 2
        del typeset
        forget()


def as_data(paper: Paper, part: Portion | None = None) -> dict[str, object]:
    """Return the paper, or the one portion of it that `paper` holds, as the template reads it."""
    return {
        "portion": {
            "text": part is None or not part.section,
            "begins": part is None or part.begins,
            "ends": part is None or part.ends,
            "before": 0 if part is None else part.before,
            "marked": part is not None and not part.ends,
        },
        "title": paper.title,
        "author": paper.author,
        "mark": paper.mark,
        "landscape": paper.landscape,
        "kind": paper.kind.upper(),
        "about": paper.about,
        "frame": _frame(paper),
        "blocks": [
            _block(block, _LANDSCAPE if paper.landscape else _PORTRAIT) for block in paper.blocks
        ],
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
    if isinstance(block, Code):
        return {"type": "code", "svg": svg(block.text), "text": block.text, "side": block.side}
    return {
        "type": "table",
        "columns": [asdict(column) for column in block.columns],
        "head": [[_cell(cell, cell.text) for cell in row] for row in block.head],
        "rows": _rows(block, width),
        "size": block.size,
    }


def _rows(table: Table, width: float) -> list[list[dict[str, object]]]:
    parts = sum(column.width for column in table.columns)
    limits = [
        max(4, int(width * column.width / parts / (table.size * _LETTER)))
        for column in table.columns
    ]
    return [
        [
            _cell(cell, cell.text if cell.span > 1 else breakable(cell.text, limit))
            for cell, limit in zip(row, limits, strict=False)
        ]
        for row in table.rows
    ]


def _cell(cell: Cell, text: str) -> dict[str, object]:
    # By hand: of a province there are a hundred thousand, and `asdict` copies each of them deep.
    return {
        "text": text,
        "bold": cell.bold,
        "italic": cell.italic,
        "align": cell.align,
        "span": cell.span,
        "rows": cell.rows,
    }


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


def _shown(data: Mapping[str, object]) -> dict[str, object]:
    """Return `data` with every text within as the font can draw it."""
    return {key: _drawn(value) for key, value in data.items()}


def _drawn(value: object) -> object:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return _shown(value)
    if isinstance(value, list | tuple):
        return [_drawn(entry) for entry in value]
    return value
