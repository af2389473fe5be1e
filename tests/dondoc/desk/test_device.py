"""A device is its holder's; they revoke it, or who keeps the logins; it stands while both do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import text

from dondoc.desk import device
from dondoc.desk.context import Desk, desk
from dondoc.errors import NotAllowed, Refused
from dondoc.logins import devices
from models import Device as Row
from models import Login, Seat
from tests.offices import DAI_PHU, SON_NAM, Scene, at

OFFICER, NEIGHBOUR = f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
ADMINISTRATOR = "van-phong/administrator"
LAN = 1


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    with office.office.writing(lasting=False) as session:
        when = at("2024-04-26 08:00")
        session.add(Login(id=LAN, name="lan", person="Ma Lan", opened_at=when, opened_by="x"))
        session.flush()
        held = {"login_id": LAN, "given_on": date(2024, 4, 26)}
        session.add(Seat(body_uid=DAI_PHU, post="officer", **held))
        session.execute(text("DELETE FROM witnessed"))
    return office


@contextmanager
def at_desk(
    scene: Scene, who: str, login: int | None = None, when: str = "2024-04-29 09:00"
) -> Iterator[Desk]:
    with desk(scene.office, at(when), who, login=login) as opened:
        yield opened


def test_a_device_is_given_to_who_is_signed_in_and_revoked_by_them(opened: Scene) -> None:
    with at_desk(opened, OFFICER, LAN) as desk_:
        given = device.give(desk_, device.Giving(" Điện thoại "))
    assert given.secrets.token.startswith("dondoc_may_")
    with at_desk(opened, OFFICER, LAN) as desk_:
        [one] = device.own(desk_)
        assert (one.name, one.login, one.said, one.stands) == (
            *("Điện thoại", "lan", OFFICER),
            "đang dùng",
        )
        held = devices.holding(desk_.session, given.secrets.token)
        assert held is not None
        assert devices.marked(desk_.session, given.secrets.mark) is held
        assert devices.holding(desk_.session, given.secrets.mark) is None
        assert devices.stands(desk_.session, held, desk_.today)
        device.revoke(desk_, device.Revoking(given.device))
        assert not devices.stands(desk_.session, held, desk_.today)
        with pytest.raises(Refused, match="đã thu hồi ngày 29/4/2024"):
            device.revoke(desk_, device.Revoking(given.device))
    assert [len(opened.entries(f"device.{one}")) for one in ("given", "revoked")] == [1, 1]


def test_nobody_else_revokes_it_but_who_keeps_the_logins(opened: Scene) -> None:
    with at_desk(opened, OFFICER, LAN) as desk_:
        given = device.give(desk_, device.Giving("máy"))
    for who in (NEIGHBOUR, OFFICER):
        with pytest.raises(NotAllowed), at_desk(opened, who) as desk_:
            device.revoke(desk_, device.Revoking(given.device))
    with at_desk(opened, ADMINISTRATOR) as desk_:
        assert device.revoke(desk_, device.Revoking(given.device)).name == "máy"


def test_it_stands_no_more_when_its_holder_has_left_the_post_or_the_login_is_closed(
    opened: Scene,
) -> None:
    with at_desk(opened, OFFICER, LAN) as desk_:
        given = device.give(desk_, device.Giving("máy"))
    with opened.office.reading() as session:
        row, seat = session.get_one(Row, given.device), session.get_one(Seat, 1)
        assert devices.stands(session, row, date(2024, 5, 2))
        seat.taken_on = date(2024, 5, 2)
        assert not devices.stands(session, row, date(2024, 5, 2))
        seat.taken_on = None
        session.get_one(Login, LAN).closed_at = at("2024-05-01 08:00")
        assert not devices.stands(session, row, date(2024, 5, 2))
        session.rollback()


def test_nobody_carries_more_than_five(opened: Scene) -> None:
    with at_desk(opened, OFFICER, LAN) as desk_:
        for number in range(devices.MOST):
            device.give(desk_, device.Giving(f"máy {number}"))
        with pytest.raises(Refused, match="đã có 5 máy đang dùng"):
            device.give(desk_, device.Giving("máy nữa"))


def test_a_device_has_a_name_of_one_line(opened: Scene) -> None:
    with at_desk(opened, OFFICER, LAN) as desk_:
        for name in ("", " ", "x" * 61, "a\nb"):
            with pytest.raises(Refused, match="đặt tên"):
                device.give(desk_, device.Giving(name))
