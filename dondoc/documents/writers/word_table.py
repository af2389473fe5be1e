"""Tables of a .docx: widths on columns and on cells, heading rows that repeat."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from docx import Document as NewWordDocument
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.simpletypes import ST_Merge
from docx.oxml.table import CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from dondoc.documents.writers.paper import Cell, Table, Text
from dondoc.documents.writers.word_text import fill, gap, put

# Declared at the root of the document, where the rows come to stand.
_NAMESPACES = re.compile(rb'( xmlns:\w+="[^"]*")+')


def bare_table(word: WordDocument, rows: int, widths: Sequence[float]) -> WordTable:
    """Add a table without rules or cell margins; `widths` in millimetres."""
    table: WordTable = word.add_table(rows, len(widths))
    _size(table, widths)
    _margins(table, 0)
    for row in table.rows:
        _flag(row, "w:cantSplit")
    return table


def add_table(word: WordDocument, data: Table, width: float) -> "LongRows":
    """Add a ruled table `width` millimetres wide, and a little room after it.

    Returns:
        the rows below the heading: they are written when the document is, each as it is made, for
        a tree of thousands of them holds half a gigabyte.
    """
    parts = sum(column.width for column in data.columns)
    widths = [width * column.width / parts for column in data.columns]
    table: WordTable = word.add_table(len(data.head), len(widths), style="Table Grid")
    _size(table, widths)
    _margins(table, 1, 0.25)
    _fill(table, data, data.head, in_head=True)
    rows = LongRows(data, widths)
    table._tbl.append(rows.place)
    gap(word, 8)
    return rows


class LongRows:
    """The rows of a table below its heading, and an element that keeps their place till then."""

    def __init__(self, data: Table, widths: Sequence[float]) -> None:
        self._data, self._widths = data, widths
        self.place = OxmlElement("w:rows")
        self.place.set(qn("w:of"), str(id(self)))

    @property
    def mark(self) -> bytes:
        """Return what stands in their place."""
        return _within(self.place)

    def written(self) -> Iterator[bytes]:
        """Yield the rows as they stand in the document."""
        blank: WordTable = NewWordDocument().add_table(1, len(self._widths), style="Table Grid")
        _size(blank, self._widths)
        empty = blank._tbl.tr_lst[0]
        blank._tbl.remove(empty)
        for line in self._data.rows:
            row = deepcopy(empty)
            blank._tbl.append(row)
            _fill(blank, self._data, (line,), in_head=False)
            yield _within(row)
            blank._tbl.remove(row)


def _within(element: BaseOxmlElement) -> bytes:
    """Return an element as it stands within the document."""
    _, _, alone = serialize_part_xml(element).partition(b"?>\n")
    return _NAMESPACES.sub(b"", alone, count=1)


def _fill(table: WordTable, data: Table, lines: Sequence[Sequence[Cell]], in_head: bool) -> None:
    # `table.cell` costs the square of the table; the grid is read once.
    grid = [list(row._tr.tc_lst) for row in table.rows]
    for y, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
        _flag(row, "w:cantSplit")
        if in_head:
            _flag(row, "w:tblHeader")
        _fill_row(table, data, grid, y, line, in_head)


def _fill_row(
    table: WordTable,
    data: Table,
    grid: list[list[CT_Tc]],
    y: int,
    line: Sequence[Cell],
    in_head: bool,
) -> None:
    x = 0
    for cell in line:
        while grid[y][x].vMerge == ST_Merge.CONTINUE:
            x += 1
        _merge(grid, y, x, cell)
        target = _Cell(grid[y][x], table)
        # The last of what a cell has here: its place is not looked for, cell by cell.
        grid[y][x].get_or_add_tcPr().append(_centred())
        align = cell.align or ("center" if in_head else data.columns[x].align)
        runs = fill(cell.text, bold=cell.bold, italic=cell.italic)
        put(target.paragraphs[0], Text(runs, align, indent=False, size=data.size, keep=in_head))
        x += cell.span


def _centred() -> BaseOxmlElement:
    made = OxmlElement("w:vAlign")
    made.set(qn("w:val"), "center")
    return made


def _merge(grid: list[list[CT_Tc]], y: int, x: int, cell: Cell) -> None:
    """Join the cells that `cell` covers; only one of its two measures may exceed 1."""
    first = grid[y][x]
    for other in grid[y][x + 1 : x + cell.span]:
        first.width = Emu((first.width or 0) + (other.width or 0))
        first.getparent().remove(other)
    if cell.span > 1:
        first.grid_span = cell.span
    if cell.rows > 1:
        first.vMerge = ST_Merge.RESTART
        for below in grid[y + 1 : y + cell.rows]:
            below[x].vMerge = ST_Merge.CONTINUE


def _size(table: WordTable, widths: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, widths, strict=True):
            cell.width = Mm(width)


def _margins(table: WordTable, side: float, edge: float = 0) -> None:
    """Keep text away from the rules, in millimetres: sideways, and above and below."""
    margins = OxmlElement("w:tblCellMar")
    for name, room in (("top", edge), ("left", side), ("bottom", edge), ("right", side)):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(round(room * 56.7)))  # twentieths of a point in a millimetre
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
