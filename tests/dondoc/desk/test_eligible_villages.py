"""The villages whose people a group means are entered as dated; who lives in none is counted."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.desk import eligible_villages
from dondoc.desk.context import desk
from dondoc.desk.eligible_villages import Answer, Request
from dondoc.errors import NotAllowed, Refused
from dondoc.looking.coverage import Covered, coverage
from dondoc.people.eligible import asking, entered
from dondoc.visible import EVERYTHING
from models import Event, Person, Village
from models.trail import append
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

BHXH, GROUP, MAY = "bhxh-huyen/officer", "dtts", date(2024, 5, 2)
BY = "Quyết định số 861/QĐ-TTg ngày 04/6/2021"
REQUEST = Request(D2024, GROUP, DAI_PHU, ("tân  lập", "Đồng Giữa"), date(2021, 6, 4), BY)


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Three of one commune: in one village, in another, in none that is known; one of the next."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: (1, 2, 3), SON_NAM: (4,)})
    when = at("2024-04-16 08:30")
    with office.office.writing() as session:
        for id_, body, name in ((1, DAI_PHU, "Tân Lập"), (2, DAI_PHU, "Cây Thông")):
            keys = {"recorded_at": when, "recorded_by": BHXH}
            session.add(Village(id=id_, body_uid=body, name=name, **keys))
            session.flush()
            session.get_one(Person, id_).village_id = id_
        append(session, when, [Event("list.imported", "person_list:0", {})])
    lines = [*on_the_list(DAI_PHU, (1, 2, 3)), *on_the_list(SON_NAM, (4,))]
    list_comes(office, "2024-04-16 09:00", lines, "2024-04-10", group=GROUP)
    list_comes(office, "2024-04-16 09:10", on_the_list(DAI_PHU, (2,)), "2024-04-10")
    return office


def enter(scene: Scene, request: Request = REQUEST, who: str = BHXH) -> Answer:
    with desk(scene.office, at("2024-05-02 09:00"), who) as opened:
        return eligible_villages.enter(opened, request)


def gaps(scene: Scene) -> list[str]:
    with scene.office.reading() as session:
        found = asking(session, scene.office.rulebook.directives[D2024])
    return [one.id for one in found]


def look(scene: Scene, on: date = MAY) -> dict[tuple[str, str], Covered]:
    rulebook = scene.office.rulebook
    with scene.office.reading() as session:
        found = coverage(session, rulebook, rulebook.directives[D2024], on, EVERYTHING)
    return {(line.body.uid, line.group): line for line in found}


def test_nobody_is_outside_villages_that_nobody_has_entered(listed: Scene) -> None:
    assert gaps(listed) == [GROUP]
    line = look(listed)[DAI_PHU, GROUP]
    assert (line.outside, line.number("outside")) == (None, None)


def test_who_lives_in_none_of_the_villages_is_found_and_only_of_the_group_that_asks(
    listed: Scene,
) -> None:
    assert enter(listed) == Answer(DAI_PHU, 2, 0)
    assert gaps(listed) == []
    found = look(listed)
    assert found[DAI_PHU, GROUP].persons("outside") == {2, 3}
    assert found[SON_NAM, GROUP].persons("outside") == {4}
    assert found[DAI_PHU, "can-ngheo"].number("outside") is None
    assert len(listed.entries("village.entered")) == 2


def test_a_village_counts_on_the_days_for_which_it_is_listed(listed: Scene) -> None:
    enter(listed, replace(REQUEST, until=date(2024, 4, 20)))
    assert look(listed, date(2024, 4, 20))[DAI_PHU, GROUP].persons("outside") == {2, 3}
    assert look(listed, date(2024, 4, 21))[DAI_PHU, GROUP].persons("outside") == {1, 2, 3}


def test_what_is_entered_anew_of_a_village_on_the_same_days_gives_way(listed: Scene) -> None:
    enter(listed)
    again = replace(REQUEST, villages=("Tân Lập",), until=date(2025, 12, 31))
    assert enter(listed, again) == Answer(DAI_PHU, 1, 1)
    later = replace(REQUEST, villages=("Tân Lập",), since=date(2026, 1, 1))
    assert enter(listed, later).struck == 0
    assert len(listed.entries("village.struck")) == 1
    with listed.office.reading() as session:
        rows = [(row.name, row.until) for row in entered(session, D2024, GROUP)]
    assert rows == [("Đồng Giữa", None), ("Tân Lập", date(2025, 12, 31)), ("Tân Lập", None)]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(REQUEST, group="can-ngheo"), "không giới hạn nhóm 'can-ngheo' theo thôn"),
        (replace(REQUEST, villages=(" ",)), "chưa nêu thôn nào"),
        (replace(REQUEST, source=" "), "chưa nêu nguồn"),
        (replace(REQUEST, until=date(2021, 6, 3)), "ngày cuối trước ngày đầu"),
    ],
)
def test_what_is_no_list_of_villages_is_refused(listed: Scene, wrong: Request, says: str) -> None:
    with pytest.raises(Refused, match=says):
        enter(listed, wrong)


def test_a_commune_enters_none(listed: Scene) -> None:
    with pytest.raises(NotAllowed):
        enter(listed, who=f"{DAI_PHU}/officer")
