"""Dates and hours as an office writes them, and as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dates import day_and_hour, day_off, full_day, hour_of_day, moment, read_day, week_day


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 5, 5), "05/5/2024"),
        (date(2024, 1, 4), "04/01/2024"),
        (date(2024, 2, 10), "10/02/2024"),
        (date(2024, 10, 5), "05/10/2024"),
        (date(2024, 12, 31), "31/12/2024"),
    ],
)
def test_days_below_ten_and_the_months_one_and_two_take_a_zero(day: date, written: str) -> None:
    assert full_day(day) == written


@given(st.dates())
def test_a_written_day_reads_back(day: date) -> None:
    d, m, y = full_day(day).split("/")
    assert date(int(y), int(m), int(d)) == day


def test_a_make_up_saturday_is_marked() -> None:
    assert week_day(date(2024, 5, 4), True) == "thứ Bảy, 04/5/2024 (làm bù)"
    assert week_day(date(2024, 5, 5)) == "Chủ nhật, 05/5/2024"
    assert day_off(date(2024, 5, 5)) == "Chủ nhật"
    assert day_off(date(2024, 4, 30)) == "ngày nghỉ"


def test_a_moment_is_told_in_local_time() -> None:
    assert moment(datetime(2024, 5, 7, 3, tzinfo=UTC)) == "10 giờ ngày 07/5/2024"
    assert moment(datetime(2024, 5, 6, 17, 5, tzinfo=UTC)) == "00 giờ 05 phút ngày 07/5/2024"


def test_an_instant_is_told_in_local_time_in_a_sentence_and_in_a_column() -> None:
    at = datetime(2024, 5, 6, 17, 5, tzinfo=UTC)
    assert hour_of_day(at) == "00:05 ngày 07/5/2024"
    assert day_and_hour(at) == "07/5/2024 00:05"


@pytest.mark.parametrize("typed", ["2024-05-07", "07/5/2024", "7-5-2024", "07.05.2024"])
def test_a_day_is_read_in_the_ways_people_type_it(typed: str) -> None:
    assert read_day(typed) == date(2024, 5, 7)


def test_what_is_no_day_is_none() -> None:
    assert read_day("31/6/2024") is None
