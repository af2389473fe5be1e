"""Likely doubles: one person is found again in another spelling; two people stay two."""

from dataclasses import replace

import pytest

from benchmarks.people.again import entered_again
from benchmarks.people.maker import people
from dondoc.people.doubles import Pool
from dondoc.people.entry import Entry, entry_of
from dondoc.people.name import name_of, near, sound
from dondoc.people.row import Birth, Number, Personal
from dondoc.people.score import WEIGHTS, weigh

HOA = Personal("Nguyễn Thị Hòa", Birth(1985, 3, 7), "nữ")
CODE, CARD = Number("bhxh", "0820123456"), Number("card", "CN3080820123456")


def _pool(*known: Personal) -> Pool[int]:
    pool: Pool[int] = Pool()
    for number, personal in enumerate(known):
        pool.add(number, entry_of(personal, "Đại Phú", "Thôn Đồng Tâm"))
    return pool


def _found(known: Personal, said: Personal, commune: str = "Đông Thọ") -> list[int]:
    """Return who is likely, asked for in another commune."""
    return [one.key for one in _pool(known).likely(entry_of(said, commune, "Thôn 2"))]


@pytest.mark.parametrize(
    "written",
    [
        "Nguyễn Thị Hoà",
        "NGUYEN THI HOA",
        "NGUYỄN THỊ HÒA",
        "nguyen thi  hoa",
        "Nguyễn T. Hòa",
        "Nguyễn T.Hòa",
        "Ng. Thị Hòa",
        "Nguyễn Hòa",
        "Nguyễn Thị Hoa",
        "Nguyễn Thi Hòa",
        "Nguyễn Thị Minh Hòa",
        "Nguyẽn Thị Hòa",
        "Nguyễnn Thị Hòa",
    ],
)
def test_a_name_is_found_in_every_spelling(written: str) -> None:
    assert _found(HOA, replace(HOA, name=written)) == [0]


@pytest.mark.parametrize(
    ("one", "other"), [("Sáu", "Xáu"), ("Trinh", "Chinh"), ("Lý", "Lí"), ("Giang", "Dang")]
)
def test_what_sounds_alike_is_found(one: str, other: str) -> None:
    known = replace(HOA, name=f"Ma Thị {one}")
    assert _found(known, replace(HOA, name=f"Ma Thị {other}")) == [0]


@pytest.mark.parametrize(
    "birth",
    [
        Birth(1985, 7, 3),
        Birth(1984, 3, 7),
        Birth(1986, 3, 7),
        Birth(1985, 3, 8),
    ],
)
def test_a_day_of_birth_written_badly_is_found(birth: Birth) -> None:
    assert _found(HOA, replace(HOA, birth=birth)) == [0]


@pytest.mark.parametrize("birth", [Birth(1985), Birth(1985, 1, 1)])
def test_the_year_alone_is_enough_where_nobody_else_is_of_that_name(birth: Birth) -> None:
    assert _found(HOA, replace(HOA, birth=birth)) == [0]


def test_without_a_date_of_birth_the_commune_decides() -> None:
    undated = replace(HOA, birth=None)
    village = entry_of(undated, "Đại Phú", "Đồng Tâm")
    assert [one.key for one in _pool(HOA).likely(village)] == [0]
    assert _found(HOA, undated) == []


def test_one_code_finds_whatever_else_is_written() -> None:
    known, said = replace(HOA, numbers=(CODE,)), Personal("Ng Hoa", numbers=(CARD,))
    assert _found(known, said) == [0]


def test_a_number_of_one_digit_more_is_no_obstacle() -> None:
    known = replace(HOA, numbers=(CODE,))
    assert _found(known, replace(HOA, numbers=(Number("bhxh", "0820123457"),))) == [0]


def test_an_id_tells_the_year_that_is_missing() -> None:
    said = replace(HOA, birth=None, numbers=(Number("cccd", "008185001234"),))
    assert _found(HOA, said) == [0]


def test_twins_are_two_people() -> None:
    twin = replace(HOA, name="Nguyễn Thị Mai")
    assert _pool(HOA).likely(entry_of(twin, "Đại Phú", "Thôn Đồng Tâm")) == []


def test_of_many_of_one_name_and_age_none_is_likely_until_more_is_known() -> None:
    many = _pool(*(replace(HOA, birth=Birth(1985)) for _ in range(14)))
    said = replace(HOA, birth=Birth(1985))
    assert many.likely(entry_of(said, "Đông Thọ", "Thôn 2")) == []
    many.add(99, entry_of(said, "Đông Thọ", "Thôn 2"))
    (one,) = many.likely(entry_of(said, "Đông Thọ", "Thôn 2"))
    assert (one.key, one.share > 0.5) == (99, True)


def test_what_is_found_is_said_in_words() -> None:
    said = Personal("NGUYEN HOA", Birth(1985, 7, 3), "nữ", (CODE,))
    (one,) = _pool(replace(HOA, numbers=(CARD,))).likely(entry_of(said, "Đông Thọ", "Thôn 2"))
    assert one.weighed.findings == (
        "cùng mã số BHXH",
        "cùng họ",
        "cùng tên",
        "thiếu chữ đệm",
        "ngày và tháng sinh đảo nhau",
        "cùng giới tính",
        "khác xã",
    )


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    residents = people(300, seed=7)
    again = entered_again(residents, 60, seed=8)
    return [entry_of(one.personal, one.place.commune, one.place.village) for one in again]


def test_the_order_of_two_entries_says_nothing(entries: list[Entry]) -> None:
    pairs = [(one, other) for one in entries for other in entries]
    assert all(weigh(one, other) == weigh(other, one) for one, other in pairs)
    met = {what for one, other in pairs for what in weigh(one, other).findings}
    assert met <= set(WEIGHTS)


def test_nineteen_of_twenty_entered_again_are_found_at_no_more_than_two_to_look_at() -> None:
    residents = people(4_000, seed=9)
    pool: Pool[int] = Pool()
    for one in residents:
        pool.add(one.id, entry_of(one.personal, one.place.commune, one.place.village))
    again = entered_again(residents, 600, seed=10)
    found = [
        (one.of, pool.likely(entry_of(one.personal, one.place.commune, one.place.village)))
        for one in again
    ]
    assert sum(any(one.key == of for one in likely) for of, likely in found) >= 0.95 * len(again)
    assert sum(len(likely) for _, likely in found) <= 2 * len(again)


def test_a_part_of_a_name_is_near_by_one_letter() -> None:
    assert near("hoa", "hoan")
    assert near("hoan", "hon")
    assert near("mai", "mau")
    assert not near("mai", "hoa")
    assert not near("mai", "maihoa")


def test_a_name_of_no_letters_has_no_parts() -> None:
    assert name_of(" . ").parts == ()
    assert sound("") == ""
    assert _found(replace(HOA, name="."), replace(HOA, name=".")) == []
