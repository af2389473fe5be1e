"""Tables for people: drawn here for a file or a pipe, by rich for a terminal.

Rich takes half of a `status`, to load and to draw. Where nothing is folded, what is drawn here is
the same to the letter (tests/cli/test_table.py); signs that are wider than others are left to rich.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

Row = Sequence[str]
# As wide as a table may become where it is not shown on a terminal, in columns.
WIDE = 200
# Every sign of it takes one column: letters, punctuation, arrows; no space around a line.
_ONE_COLUMN_EACH = re.compile(
    r"(?![ \xa0])[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u21ff]*"
    r"(?<![ \xa0])"
)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print a table; when stdout is no terminal it is as wide as it needs to be, up to `WIDE`."""
    listed = [tuple(row) for row in rows]
    if not sys.stdout.isatty() and (drawn := _drawn(title, columns, listed)):
        sys.stdout.write(drawn)
    else:
        _by_rich(title, columns, listed)


def _drawn(title: str, columns: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the table where every sign of it takes one column, else None."""
    table = [tuple(cell.split("\n") for cell in row) for row in (columns, *rows)]
    lines = (line for row in table for cell in row for line in cell)
    if not all(map(_ONE_COLUMN_EACH.fullmatch, (title, *lines))):
        return None
    widths = _fitting(
        [max(len(line) for cell in one for line in cell) for one in zip(*table, strict=True)]
    )
    whole = sum(widths) + 3 * len(widths) + 1
    if len(title) > whole:
        return None
    return "".join(f"{line}\n" for line in _lines(title, table, widths, whole))


def _fitting(widths: list[int]) -> list[int]:
    """Return `widths`, the widest of them narrowed until the table fits."""
    while sum(widths) + 3 * len(widths) + 1 > WIDE:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(
    title: str, table: Sequence[Sequence[list[str]]], widths: Sequence[int], whole: int
) -> Iterator[str]:
    if title:
        yield title.ljust(whole)
    yield " " * whole
    for number, row in enumerate(table):
        cells = map(_wrapped, row, widths)
        for beside in zip_longest(*cells, fillvalue=""):
            yield f"  {'   '.join(map(str.ljust, beside, widths))}  "
        if not number:
            yield f" {'─' * (whole - 2)} "
    yield " " * whole


def _wrapped(cell: list[str], width: int) -> list[str]:
    if all(len(line) <= width for line in cell):
        return cell
    return [part for line in cell for part in wrap(line, width, break_on_hyphens=False) or [""]]


def _by_rich(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, "table.title"), box=box.SIMPLE_HEAD, title_justify="left")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        # What stands there is text: "[…]" is no mark-up.
        table.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else WIDE, highlight=False).print(table)
