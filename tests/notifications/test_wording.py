"""Dates, counts and names as an office writes them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.wording import (
    committees,
    count,
    day_off,
    full_day,
    limit,
    listed,
    moment,
    official,
    own,
    people_committee,
    term,
    week_day,
)


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


def test_counts_have_two_digits_at_least() -> None:
    assert [count(n) for n in (0, 2, 31, 282, 3571)] == ["00", "02", "31", "282", "3.571"]


@pytest.mark.parametrize(
    ("wording", "written"),
    [
        ("trước ngày 05 hàng tháng", "trước ngày 10/5/2024"),
        ("đến 30/6/2024", "đến ngày 10/5/2024"),
        ("đến ngày 30/6/2021", "đến ngày 10/5/2024"),
        ("đến hết ngày 10", "đến hết ngày 10/5/2024"),
        ("chậm nhất là ngày 10", "chậm nhất ngày 10/5/2024"),
        ("trong thời hạn 05 ngày", "hạn ngày 10/5/2024"),
    ],
)
def test_the_texts_own_preposition_is_kept(wording: str, written: str) -> None:
    assert term(wording, date(2024, 5, 10)) == written
    assert limit(wording, date(2024, 5, 10)).count("hạn ngày") <= 1


def test_a_commune_and_a_township_are_called_by_their_kind() -> None:
    assert people_committee("Xã Đại Phú") == "UBND xã Đại Phú"
    assert people_committee("Thị trấn Sơn Dương") == "UBND thị trấn Sơn Dương"
    assert people_committee("BHXH huyện") == "BHXH huyện"
    assert own("UBND thị trấn Sơn Dương") == "UBND thị trấn"
    assert own("BHXH huyện") == "BHXH huyện"


@pytest.mark.parametrize(
    ("bodies", "written"),
    [
        ((), ""),
        (("Xã Đại Phú",), "xã Đại Phú"),
        (("UBND xã Đại Phú", "Xã Sơn Nam"), "các xã Đại Phú, Sơn Nam"),
        (("Thị trấn Sơn Dương", "Xã Đại Phú"), "xã Đại Phú và thị trấn Sơn Dương"),
        (("BHXH huyện", "Xã Đại Phú"), "xã Đại Phú và BHXH huyện"),
    ],
)
def test_bodies_are_listed_by_kind(bodies: tuple[str, ...], written: str) -> None:
    assert listed(bodies) == written


def test_committees_and_agencies_keep_their_names() -> None:
    assert committees(["Xã Đại Phú", "Xã Sơn Nam"]) == "UBND các xã Đại Phú, Sơn Nam"
    assert committees(["BHXH huyện"]) == "BHXH huyện"
    assert official("BHXH huyện") == "Bảo hiểm xã hội huyện"
    assert official("UBND các xã, thị trấn") == "Ủy ban nhân dân các xã, thị trấn"
