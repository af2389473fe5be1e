"""Titles of lists of people: data, refused where one of them would mean two columns."""

from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.list_titles import ListField
from rules.reading.list_file import load_lists
from rules.rulebook import HOME
from tests.rules.written import write

SHIPPED = HOME / "lists"


def test_every_column_the_program_can_read_has_its_titles() -> None:
    assert {one.field for one in load_lists(SHIPPED, SHIPPED).columns} == set(ListField)


def test_an_office_without_titles_has_those_shipped(tmp_path: Path) -> None:
    assert load_lists(tmp_path, SHIPPED) == load_lists(SHIPPED, SHIPPED)


def test_a_title_more_is_a_word_more(tmp_path: Path) -> None:
    write(tmp_path, "columns: {name: {called: Họ tên, titles: [Tên gọi]}}", "a.yaml")
    assert load_lists(tmp_path, SHIPPED).columns[0].titles == ("Tên gọi",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {x: {called: a, titles: [b]}}", "x"),
        ("columns: {name: {called: a, titles: [Tên]}, birth: {called: b, titles: [TÊN]}}", "name"),
        ("columns: {name: {called: a, titles: [b], within: tren}}", 'called "tren"'),
        (
            "columns: {name: {called: a, titles: [b]}, "
            "birth: {called: c, titles: [d], doubtful: [B]}}",
            "already means name",
        ),
        ("columns: {birth: {called: a, titles: [b]}}", "column of names is missing"),
    ],
    ids=["unknown column", "a title of two", "unknown within", "doubtful of two", "no name"],
)
def test_what_would_mean_two_things_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text, "a.yaml")
    with pytest.raises(RuleError) as refused:
        load_lists(tmp_path, SHIPPED)
    assert said in str(refused.value)
