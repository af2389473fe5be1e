"""Who pays which share of somebody's contribution, and under which category they pay."""

from datetime import date
from typing import Any

import pytest

from dondoc.desk.context import desk
from dondoc.desk.person_fact import Answer, Request, Which, tell, untell
from dondoc.errors import Refused
from dondoc.people.fact import Payer
from dondoc.people.ledger import facts_of
from dondoc.people.support import category_of, support_of
from tests.listed_people import bring
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

OFFICER, NEIGHBOUR = f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
NOW = "2024-05-07 09:00"
MAY, JULY, TODAY = date(2024, 5, 1), date(2024, 7, 1), date(2024, 5, 7)


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Case 1 lives in one commune, case 2 in another."""
    office.day("2024-04-26")
    bring(office, "dtts", "2024-05-02 09:00")
    office.day("2024-05-07")
    return office


def says(scene: Scene, who: str = OFFICER, **more: Any) -> Answer:
    request = {"person": 1, "since": MAY, "source": "Nghị định 75/2023/NĐ-CP, điều 1"} | more
    with desk(scene.office, at(NOW), who) as opened:
        return tell(opened, Request(D2024, **request))


def shares(scene: Scene, on: date = TODAY, known_on: date = TODAY) -> dict[str, int]:
    with scene.office.reading() as session:
        facts = facts_of(session, persons=[1])
    return {str(of): part for of, part in support_of(facts, 1, on, known_on).shares.items()}


def test_each_share_is_told_with_its_source_and_what_nobody_told_stays_unknown(
    listed: Scene,
) -> None:
    assert says(listed, payer=Payer.STATE, percent=70).shares == {"state": 70}
    done = says(listed, payer=Payer.LOCAL, percent=20, since=JULY, source="Nghị quyết 12/NQ-HĐND")
    assert done.shares == {"state": 70, "local": 20}
    assert shares(listed) == {"state": 70}
    with listed.office.reading() as session:
        after = support_of(facts_of(session, persons=[1]), 1, JULY, TODAY)
    assert (after.unknown, after.sources[Payer.LOCAL]) == (10, ("Nghị quyết 12/NQ-HĐND",))
    [entry, _] = listed.entries("person.told")
    assert "70" not in entry.data
    assert "state" not in entry.data


def test_more_than_the_whole_is_refused_on_whatever_day_it_would_be(listed: Scene) -> None:
    says(listed, payer=Payer.SPONSOR, percent=40, since=JULY)
    with pytest.raises(Refused, match="01/7/2024 các phần đóng cộng lại là 110%"):
        says(listed, payer=Payer.STATE, percent=70)
    assert says(listed, payer=Payer.STATE, percent=70, until=JULY).shares == {"state": 70}


def test_another_share_of_the_same_payer_takes_the_place_of_the_one_before_for_as_long(
    listed: Scene,
) -> None:
    says(listed, payer=Payer.STATE, percent=70)
    says(listed, payer=Payer.STATE, percent=100, since=JULY, until=date(2024, 8, 1))
    days = (TODAY, JULY, date(2024, 8, 1))
    assert [shares(listed, day)["state"] for day in days] == [70, 100, 70]


def test_a_telling_is_taken_back_whole_and_what_it_ended_holds_again(listed: Scene) -> None:
    says(listed, payer=Payer.STATE, percent=70)
    later = says(listed, payer=Payer.STATE, percent=90, since=JULY)
    with desk(listed.office, at(NOW), OFFICER) as opened:
        untell(opened, Which(later.telling))
    assert shares(listed, JULY) == {"state": 70}
    with desk(listed.office, at(NOW), OFFICER) as opened, pytest.raises(Refused, match="rút lại"):
        untell(opened, Which(later.telling))


def test_a_category_is_one_at_a_time(listed: Scene) -> None:
    says(listed, category="dt")
    assert says(listed, category="CN", since=JULY).category == "CN"
    with listed.office.reading() as session:
        facts = facts_of(session, persons=[1])
    assert [category_of(facts, 1, day, TODAY) for day in (TODAY, JULY)] == ["DT", "CN"]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({}, "một trong hai"),
        ({"payer": Payer.OWN, "percent": 0}, "từ 1 đến 100"),
        ({"payer": Payer.OWN, "percent": 30, "source": " "}, "căn cứ"),
        ({"payer": Payer.OWN, "percent": 30, "source": "thẻ 008184001234"}, "số định danh"),
        ({"payer": Payer.OWN, "percent": 30, "until": MAY}, "sau ngày bắt đầu"),
        ({"payer": Payer.OWN, "percent": 30, "known_from": JULY}, "chưa tới"),
        ({"category": "hộ cận nghèo"}, "hai chữ đầu"),
        ({"category": "CN", "person": 2}, "không có hồ sơ số 2"),
    ],
    ids=("nothing", "none", "unfounded", "number", "ends", "tomorrow", "words", "neighbour"),
)
def test_what_cannot_be_is_refused(listed: Scene, more: dict[str, Any], what: str) -> None:
    with pytest.raises(Refused, match=what):
        says(listed, **more)
