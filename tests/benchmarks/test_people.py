"""People made up: as alike as people are, and entered again as badly as lists are."""

from collections import Counter

import pytest

from benchmarks.people.again import Again, entered_again
from benchmarks.people.maker import Resident, people
from dondoc.people.identity import contradictions, insurance_code

COUNT = 6_000


@pytest.fixture(scope="module")
def residents() -> list[Resident]:
    return people(COUNT)


@pytest.fixture(scope="module")
def again(residents: list[Resident]) -> list[Again]:
    return entered_again(residents, 2_000)


def test_the_same_seed_makes_the_same_people(residents: list[Resident]) -> None:
    assert people(50) == residents[:50]
    assert people(50, seed=1) != residents[:50]
    assert entered_again(residents, 20) == entered_again(residents, 20)


def test_many_share_a_name_and_some_a_name_and_a_year(residents: list[Resident]) -> None:
    names = Counter(one.personal.name for one in residents)
    assert max(names.values()) > COUNT / 1_000
    years = Counter(
        (one.personal.name, one.personal.birth.year) for one in residents if one.personal.birth
    )
    assert max(years.values()) > 1


def test_their_numbers_tell_their_year_and_sex(residents: list[Resident]) -> None:
    assert not [one for one in residents if contradictions(one.personal)]


def test_peoples_of_the_mountains_are_among_them(residents: list[Resident]) -> None:
    peoples = Counter(one.personal.ethnicity for one in residents)
    assert {"Kinh", "Tày", "Sán Chay", "Dao", "Nùng", "Sán Dìu", "Mông"} == set(peoples)


def test_of_the_old_often_the_year_alone_is_known(residents: list[Resident]) -> None:
    births = [one.personal.birth for one in residents if one.personal.birth]
    old = [birth for birth in births if birth.year < 1950]
    assert any(birth.day is None for birth in old)
    assert any(birth.doubtful for birth in old)


def test_a_third_of_what_is_entered_again_lives_elsewhere(
    residents: list[Resident], again: list[Again]
) -> None:
    home = {one.id: one.place for one in residents}
    moved = sum(one.place.commune != home[one.of].commune for one in again)
    assert 0.31 < moved / len(again) < 0.39


def test_few_of_what_is_entered_again_could_be_found_by_a_number(
    residents: list[Resident], again: list[Again]
) -> None:
    known = {
        one.id: {insurance_code(number) or number.value for number in one.personal.numbers}
        for one in residents
    }
    same = sum(
        bool(known[one.of] & {insurance_code(n) or n.value for n in one.personal.numbers})
        for one in again
    )
    assert 0.2 < same / len(again) < 0.45
