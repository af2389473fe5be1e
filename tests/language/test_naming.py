"""Which spellings are one name."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.naming import key, suggest

KNOWN = ["Hòa Đông", "Thủy Sơn", "Đại Phú", "Phú Lương", "Hồng Lạc"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hợp Hòa", "Hợp Hoà"), ("Sơn Thủy", "Sơn Thuỷ"), ("Hào Phú", normalize("NFD", "Hào Phú"))],
)
def test_normal_form_and_tone_placement_do_not_matter(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Đông", "Hòa Đồng"),
        ("Đại Phú", "Dại Phú"),
        ("Tân Trào", "Tân Trao"),
        ("Sơn Nam", "sơn nam"),
        ("Hòa", "Hỏa"),
    ],
)
def test_anything_looser_is_another_name(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_looser_spelling_is_suggested_for_a_person_to_confirm() -> None:
    assert suggest("Hòa Đồng", KNOWN) == ["Hòa Đông"]
    assert suggest("dai phu", KNOWN) == ["Đại Phú"]
    assert suggest("Hà Nội", KNOWN) == []


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơưàáảãạầấẩẫậ ", max_size=20))
def test_composed_and_decomposed_text_are_equal(name: str) -> None:
    assert key(normalize("NFC", name)) == key(normalize("NFD", name))
