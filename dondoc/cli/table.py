"""Tables for people: what fits is set in columns here, what must be folded or shine goes to rich.

Rich takes half of a `status`, to load and to draw; most tables fit, and most go into a file or a
pipe. What it draws of them is the same to the letter (tests/cli/test_table.py).
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence

Row = Sequence[str]
# As wide as a table may become where it is not shown on a terminal, in columns.
WIDE = 200
# One line, every sign of which takes one column: letters, punctuation, arrows; no space around it.
_ONE_COLUMN_EACH = re.compile(
    r"(?![ \xa0])[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u21ff]*"
    r"(?<![ \xa0])"
)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print a table; when stdout is no terminal it is as wide as it needs to be."""
    listed = [tuple(row) for row in rows]
    if not sys.stdout.isatty() and (drawn := _drawn(title, columns, listed)):
        sys.stdout.write(drawn)
    else:
        _folded(title, columns, listed)


def _drawn(title: str, columns: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the table where every cell stands on one line of its own width, else None."""
    table = (tuple(columns), *rows)
    if not all(
        _ONE_COLUMN_EACH.fullmatch(cell) for cell in (title, *(c for r in table for c in r))
    ):
        return None
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    whole = sum(widths) + 3 * len(widths) + 1
    if whole > WIDE or len(title) > whole:
        return None
    return "".join(f"{line}\n" for line in _lines(title, table, widths, whole))


def _lines(title: str, table: Sequence[Row], widths: Sequence[int], whole: int) -> Iterator[str]:
    blank = " " * whole
    if title:
        yield title.ljust(whole)
    yield blank
    head, *rows = ("  " + "   ".join(map(str.ljust, row, widths)) + "  " for row in table)
    yield from (head, f" {'─' * (whole - 2)} ", *rows, blank)


def _folded(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
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
