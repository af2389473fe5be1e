"""Tables of the command line: what is set in columns here is what rich would have drawn."""

import io
from contextlib import redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from dondoc.cli import table

TAME = "aBđơệ ỹ7.,–…→“”@/%()[]:"
NAMES = st.text(TAME, max_size=12) | st.text(
    st.sampled_from(f"{TAME}\n\t漢😄") | st.characters(), max_size=9
)
TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.tuples(
        NAMES,
        st.lists(NAMES, min_size=wide, max_size=wide),
        st.lists(st.lists(NAMES, min_size=wide, max_size=wide), max_size=4),
    )
)


def shown(title: str, columns: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        table.show_table(title, columns, rows)
    return out.getvalue()


def by_rich(title: str, columns: list[str], rows: list[list[str]]) -> str:
    drawn = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    out = io.StringIO()
    Console(file=out, width=table.WIDE, highlight=False, markup=False, emoji=False).print(drawn)
    return out.getvalue()


@given(TABLES)
def test_it_is_what_rich_draws(given: tuple[str, list[str], list[list[str]]]) -> None:
    assert shown(*given) == by_rich(*given)


@pytest.mark.parametrize(
    "long", ["m" * 150, "một xã " * 40 + "nữa", "năm\n" + "một-hai " * 30 + "ba", "漢字" * 80]
)
def test_what_does_not_fit_is_folded_and_nothing_of_it_lost(long: str) -> None:
    rows = [[long, "hai"], ["ba", long]]
    lines = shown("Bảng", ["A", "B"], rows).splitlines()
    assert max(map(cell_len, lines)) <= table.WIDE
    drawn = "".join(lines)
    assert all(drawn.count(sign) >= 2 * long.count(sign) for sign in set(long) - {"\n", " "})


def test_a_long_word_of_a_cell_stays_whole_where_it_can() -> None:
    text = " ".join(f"chữ-số-{number}" for number in range(60))
    said = shown("", ["A", "B"], [[text, "hai"]])
    assert [word for word in said.split() if word.startswith("chữ")] == text.split()


def test_what_stands_in_brackets_is_text() -> None:
    """It was taken for mark-up: a reason "[x] đã nộp" came out as " đã nộp"."""
    for cell in ("[x] đã nộp", "[bold]đậm[/bold]", ":smile:", "[x]\nđã nộp"):
        assert cell.partition("\n")[0] in shown("T", ["Lý do"], [[cell]])
