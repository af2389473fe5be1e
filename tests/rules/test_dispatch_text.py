"""Where a quote stands in a stored text."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meaning import dispatch_text as module
from rules.meaning.dispatch_text import DispatchText, QuoteNotFound, dispatch_text

STORED = "Báo cáo\n\n  trước **ngày 05/7/2021**. Rà soát;\nrà soát, Rà soát."


def text(content: str) -> DispatchText:
    return dispatch_text("dispatch.txt", content.encode())


def shown(stored: DispatchText, span: tuple[int, int]) -> str:
    return stored.content[slice(*span)]


def test_white_space_and_bold_marks_fold_away_and_the_span_counts_them() -> None:
    stored = text(STORED)
    span = stored.span("Báo cáo trước ngày 05/7/2021")
    assert shown(stored, span) == "Báo cáo\n\n  trước **ngày 05/7/2021"


def test_a_quote_in_the_other_normal_form_is_found_in_the_stored_code_points() -> None:
    stored = text(normalize("NFD", STORED))
    span = stored.span(normalize("NFC", "Báo cáo trước"))
    assert shown(stored, span) == normalize("NFD", "Báo cáo\n\n  trước")


def test_a_quote_that_stands_twice_needs_to_say_which() -> None:
    stored = text(STORED)
    with pytest.raises(QuoteNotFound, match="stands 2 times"):
        stored.span("Rà soát")
    assert stored.span("Rà soát", 2)[0] == STORED.rindex("Rà soát")
    with pytest.raises(QuoteNotFound, match="stands 2 times"):
        stored.span("Rà soát", 3)


def test_a_missing_quote_tells_how_far_it_agrees() -> None:
    with pytest.raises(QuoteNotFound, match='agrees up to "Báo cáo trước ngày 0"'):
        text(STORED).span("Báo cáo trước ngày 06/7/2021")


def test_nothing_stands_nowhere() -> None:
    assert text(STORED).spans("  ** ") == []


@given(st.data(), st.text(alphabet="aáàbđ *\n\u0301", min_size=1, max_size=60))
def test_every_part_of_a_text_is_found_where_it_stands(data: st.DataObject, content: str) -> None:
    stored = text(content)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    part = " ".join(content[start:end].replace("**", "").split())
    for found in stored.spans(part):
        quoted = shown(stored, found).replace("**", "")
        assert normalize("NFC", part) in normalize("NFC", " ".join(quoted.split()))


@given(st.text(alphabet="aáđ *\n\u00a0🌾", max_size=30))
def test_runs_fold_to_the_same_as_letter_by_letter(content: str) -> None:
    assert module._fold_composed(content) == module._fold_by_letter(content)
