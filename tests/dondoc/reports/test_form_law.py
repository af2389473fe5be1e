"""The law of the form: whatever is filled in comes back the same, in any order of its rows."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.reports.figures_file import read_content
from dondoc.reports.prefill import NOTHING, Prefilled
from dondoc.reports.template import FormOf, Heading, template
from tests.coverage_form import COVERAGE, FIGURES
from tests.dondoc.reports.test_template import rows_of, written

FORM = FormOf("d", "bao-cao", "02617@base", date(2024, 5, 5))
GROUPS = ("a", "b-c")
BLANK = Prefilled(COVERAGE, GROUPS, dict.fromkeys(COVERAGE.addresses(GROUPS), NOTHING))
ROWS = rows_of(template(FORM, Heading("t", "b", "h", {id_: id_ for id_ in GROUPS}), BLANK))

people = st.integers(0, 9_999_999)
typed = st.sampled_from(["number", "text", "grouped"])
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60)


def as_typed(number: int, how: str) -> object:
    """Return a number as one person or another types it."""
    if how == "number":
        return number
    return f"{number:,}".replace(",", ".") if how == "grouped" else str(number)


@settings(max_examples=30, deadline=None)
@given(
    st.fixed_dictionaries(
        {f"{g}.{name}": st.tuples(people, typed) for g in GROUPS for name in FIGURES}
    ),
    st.fixed_dictionaries(dict.fromkeys(COVERAGE.text_ids, words)),
    st.integers(0, 2**32),
)
def test_what_is_filled_in_comes_back_in_any_order(
    figures: dict[str, tuple[int, str]], texts: dict[str, str], seed: int
) -> None:
    values = {at: as_typed(*value) for at, value in figures.items()} | texts
    rows = [[*row[:2], values.get(row[0], row[2]), *row[3:]] for row in ROWS]
    Random(seed).shuffle(rows)  # noqa: S311 - an order, not a secret
    found = read_content("mau.xlsx", written(rows), FORM, COVERAGE)
    assert {
        f"{group}.{name}": number
        for group, of in found.groups.items()
        for name, number in of.items()
    } == {at: number for at, (number, _) in figures.items()}
