"""Villages are assigned to a login by its commune's head; each giving and taking is entered."""

import pytest

from dondoc.desk import villages
from dondoc.desk.context import desk
from dondoc.desk.villages import Answer, Request
from dondoc.errors import NotAllowed, Refused
from models import Event, Login, Village
from models.trail import append
from tests.offices import DAI_PHU, SON_NAM, Scene, at

CHAIR = f"{DAI_PHU}/chair"


@pytest.fixture
def settled(office: Scene) -> Scene:
    """An office with two villages of one commune, one of another, and one login."""
    when = at("2024-05-02 08:00")
    keys = {"recorded_at": when, "recorded_by": CHAIR}
    office.day("2024-04-26")
    with office.office.writing() as session:
        for uid, name in ((DAI_PHU, "Tân Lập"), (DAI_PHU, "Cây Thông"), (SON_NAM, "Ba Nhà")):
            session.add(Village(body_uid=uid, name=name, **keys))
        session.add(Login(id=1, name="lan", person="x", opened_at=when, opened_by=CHAIR))
        append(session, when, [Event("login.opened", "login:1", {})])
    return office


def assigned(scene: Scene, *names: str, who: str = CHAIR, day: str = "2024-05-02") -> Answer:
    with desk(scene.office, at(f"{day} 09:00"), who) as opened:
        return villages.assign(opened, Request("lan", DAI_PHU, names))


def test_villages_are_given_and_taken_and_both_are_entered(settled: Scene) -> None:
    first = assigned(settled, "Tân Lập", "Cây Thông")
    assert (first.villages, first.given, first.taken) == (("Cây Thông", "Tân Lập"), 2, 0)
    second = assigned(settled, "Tân Lập", day="2024-05-03")
    assert (second.villages, second.given, second.taken) == (("Tân Lập",), 0, 1)
    assert assigned(settled, day="2024-05-04").villages == ()
    assert len(settled.entries("seat.village_given")) == 2
    assert len(settled.entries("seat.village_taken")) == 2


def test_a_village_of_another_commune_is_none_of_this_one(settled: Scene) -> None:
    with pytest.raises(Refused, match="không có thôn 'Ba Nhà'; có: Cây Thông, Tân Lập"):
        assigned(settled, "Ba Nhà")


@pytest.mark.parametrize("who", [f"{SON_NAM}/chair", f"{DAI_PHU}/officer", "bhxh-huyen/officer"])
def test_who_is_not_its_head_assigns_nothing(settled: Scene, who: str) -> None:
    with pytest.raises(NotAllowed):
        assigned(settled, "Tân Lập", who=who)
