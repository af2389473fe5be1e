"""Letters of before Unicode are read where the words show them, never otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.old_letters import Old, decoded, evidence, settled, written
from language.syllables import is_syllable

NAMES = ["Nguyễn Văn An", "Trần Thị Hoà", "Đặng Quốc Tuấn", "Hoàng Thị Phượng", "Triệu Mùi Ghển"]
OLD: list[Old] = ["TCVN3", "VNI"]


def typed(text: str, old: Old) -> str:
    table = written(old)
    return "".join(table.get(mark, mark) for mark in text)


@pytest.mark.parametrize("old", OLD)
@pytest.mark.parametrize("name", NAMES)
def test_what_was_typed_for_an_old_font_is_read_back(old: Old, name: str) -> None:
    assert decoded(typed(name, old), old) == name


@pytest.mark.parametrize("old", OLD)
def test_a_column_shows_by_its_words_what_it_was_typed_in(old: Old) -> None:
    assert evidence(typed(name, old) for name in NAMES) == old


@pytest.mark.parametrize(
    "texts", [NAMES, ["Hà", "Tân", "Lý Hoà"], ["Müller", "Café"], ["An", ""]], ids=str
)
def test_what_is_unicode_or_foreign_shows_nothing(texts: list[str]) -> None:
    assert evidence(texts) is None


@given(st.text(max_size=12))
def test_text_with_letters_of_unicode_alone_is_never_decoded(text: str) -> None:
    assert settled(f"Nguyễn {text}", "TCVN3").text == f"Nguyễn {text}"


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        *((word, True) for word in ("Nguyễn", "Ghển", "Phượng", "quýt")),
        *((word, False) for word in ("cầc", "Thßt", "Hoµ", "NguyÔn", "á\u0301")),
    ],
)
def test_a_syllable_has_one_tone_and_before_a_stop_the_tones_that_can(
    word: str, is_one: bool
) -> None:
    assert is_syllable(word) is is_one
