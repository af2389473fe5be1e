"""A contribution costs what was known of it on the day it was paid, in whole đồng."""

from datetime import date

import pytest

from rules.meaning.contribution import NoRate, months_from
from rules.reading.help_file import load_helping
from rules.rulebook import HOME

HELPING = load_helping(HOME / "people", HOME / "people")


# By hand: 4.5 % of the base salary of each month, times the share.
@pytest.mark.parametrize(
    ("percent", "first", "months", "paid", "costs"),
    [
        (30, date(2021, 7, 1), 12, date(2021, 6, 20), 241_380),
        (70, date(2021, 7, 1), 12, date(2021, 6, 20), 563_220),
        (30, date(2024, 1, 1), 12, date(2024, 5, 10), 291_600),
        (30, date(2024, 7, 1), 12, date(2024, 7, 1), 379_080),
        (100, date(2026, 7, 1), 12, date(2026, 7, 1), 1_366_200),
        # Nobody could know on 10/5/2024 what the decree of 30/6/2024 says.
        (30, date(2024, 7, 1), 12, date(2024, 5, 10), 291_600),
        (30, date(2024, 6, 1), 2, date(2024, 6, 30), 24_300 + 31_590),
        # 7 % of 67.050 đ are 4.693,5 đ.
        (7, date(2021, 7, 1), 1, date(2021, 6, 20), 4_694),
    ],
)
def test_a_share_of_months_costs_what_the_decrees_say(
    percent: int, first: date, months: int, paid: date, costs: int
) -> None:
    assert HELPING.amount(percent, first, months, paid) == costs


def test_of_a_month_that_no_decree_names_nothing_is_invented() -> None:
    with pytest.raises(NoRate, match="06/2019"):
        HELPING.amount(30, date(2019, 6, 1), 1, date(2021, 6, 20))


def test_a_rise_is_spoken_of_from_the_day_it_was_known() -> None:
    june = date(2024, 6, 1)
    assert HELPING.rises(june, date(2024, 6, 29)) == ()
    assert [one.base for one in HELPING.rises(june, date(2024, 6, 30))] == [2_340_000]


def test_months_go_on_over_the_new_year() -> None:
    assert list(months_from(date(2024, 11, 20), 3)) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]
