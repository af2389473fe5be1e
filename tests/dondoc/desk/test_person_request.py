"""What somebody asks of their own data: a record of its own, with its clock and its answer."""

from datetime import date

import pytest
from sqlalchemy import select

from dondoc.desk import rekey
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.person_request import Answer, Replying, Request, ask, reply, said_of, waiting
from dondoc.errors import Refused
from dondoc.people.keys import add_key
from dondoc.trail.verify import verify
from dondoc.visible import Sight
from models import PersonRequest, RequestKind
from tests.listed_people import bring
from tests.offices import DAI_PHU, SON_NAM, Scene, at

OFFICER, CHAIR, THERE = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/chair"
BHXH, HEAD = "bhxh-huyen/officer", "van-phong/office-head"
NOW = "2024-05-07 09:00"
ASKED = "Năm sinh của tôi là 1985, không phải 1984"


@pytest.fixture
def listed(any_office: Scene) -> Scene:
    """Case 1 lives in one commune, case 2 in another."""
    any_office.day("2024-04-26")
    bring(any_office, "dtts", "2024-05-02 09:00")
    any_office.day("2024-05-07")
    return any_office


def asks(scene: Scene, who: str = OFFICER, person: int = 1, on: date | None = None) -> Answer:
    with desk(scene.office, at(NOW), who) as opened:
        return ask(opened, Request(person, RequestKind.CORRECT, ASKED, on))


def replies(scene: Scene, who: str = CHAIR, when: str = NOW) -> Answer:
    with desk(scene.office, at(when), who) as opened:
        return reply(opened, Replying(1, True, "đã sửa theo giấy khai sinh", "12/TB-UBND"))


def test_the_clock_runs_from_the_day_on_which_it_came(listed: Scene) -> None:
    done = asks(listed, on=date(2024, 5, 6))
    # Ten working days after Monday.
    assert (done.answer_by, done.days_left) == (date(2024, 5, 20), 13)
    with pytest.raises(Refused, match="chưa tới"):
        asks(listed, on=date(2024, 5, 8))


def test_it_waits_for_whoever_may_answer_until_it_is_answered_once(listed: Scene) -> None:
    asks(listed)
    for who, count in ((CHAIR, 1), (BHXH, 1), (THERE, 0)):
        with desk(listed.office, at(NOW), who, looks=True) as opened:
            assert len(waiting(look(opened, Sight.PERSONS))) == count
    done = replies(listed)
    assert (done.granted, done.number, done.days_left) == (True, "12/TB-UBND", None)
    with pytest.raises(Refused, match="12/TB-UBND"):
        replies(listed)
    with desk(listed.office, at(NOW), CHAIR, looks=True) as opened:
        assert waiting(look(opened, Sight.PERSONS)) == []


def test_another_commune_enters_and_answers_nothing_of_it(listed: Scene) -> None:
    with pytest.raises(Refused, match="không có hồ sơ số 2"):
        asks(listed, person=2)
    asks(listed)
    with pytest.raises(Refused, match="không có yêu cầu số 1"):
        replies(listed, THERE)


def test_its_words_are_sealed_open_after_another_key_and_stand_nowhere_else(
    listed: Scene,
) -> None:
    asks(listed)
    replies(listed)
    add_key(listed.office.settings.state_folder)
    with desk(listed.office, at(NOW), HEAD) as opened:
        rekey.rekey(opened, rekey.Request())
    with desk(listed.office, at(NOW), CHAIR, looks=True) as opened:
        row = opened.session.scalars(select(PersonRequest)).one()
        assert row.sealed
        assert b"1985" not in row.sealed
        assert row.seal_key == 2
        assert said_of(opened, row) == (ASKED, "đã sửa theo giấy khai sinh")
        assert verify(opened.session).ok
    entries = (*listed.entries("person.requested"), *listed.entries("person.replied"))
    assert len(entries) == 2
    assert not any("1985" in one.data or "khai sinh" in one.data for one in entries)
