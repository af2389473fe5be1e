"""Villages are assigned by their commune's head, handed over whole; who has them sees them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dondoc.cases.assigning import without_anybody
from dondoc.cases.assignment_file import read_assignments
from dondoc.desk import villages
from dondoc.desk.context import desk
from dondoc.desk.look import assigned_villages
from dondoc.desk.villages import Answer, Ending, Given, Handing, Request
from dondoc.errors import NotAllowed, Refused
from dondoc.visible import EVERYTHING
from models import Duty, Event, Login, Person, Village
from models.trail import append
from rules.errors import RuleError
from tests.offices import DAI_PHU, SON_NAM, Scene, at

CHAIR = f"{DAI_PHU}/chair"
MAY_2, MAY_6, MAY_10 = date(2024, 5, 2), date(2024, 5, 6), date(2024, 5, 10)
TAN_LAP, CAY_THONG = 1, 2


@pytest.fixture
def settled(office: Scene) -> Scene:
    """An office with two lived-in villages of one commune, one of another, and two logins."""
    when = at("2024-05-02 08:00")
    keys = {"recorded_at": when, "recorded_by": CHAIR}
    office.day("2024-04-26")
    with office.office.writing() as session:
        for uid, name in ((DAI_PHU, "Tân Lập"), (DAI_PHU, "Cây Thông"), (SON_NAM, "Ba Nhà")):
            village = Village(body_uid=uid, name=name, **keys)
            session.add(village)
            session.flush()
            of = {"body_uid": uid, "village_id": village.id, "sealed": b"", "seal_key": 1}
            session.add(Person(state="known", **of, **keys))
        for number, name in ((1, "lan"), (2, "su")):
            of = {"person": name.title(), "opened_at": when, "opened_by": CHAIR}
            session.add(Login(id=number, name=name, **of))
            append(session, when, [Event("login.opened", f"login:{number}", {})])
    return office


def do(scene: Scene, act: Any, request: object, day: str = "2024-05-02", who: str = CHAIR) -> Any:
    with desk(scene.office, at(f"{day} 09:00"), who) as opened:
        return act(opened, request)


def given(scene: Scene, *rows: Given, **more: Any) -> Answer:
    answer = do(scene, villages.assign, Request(DAI_PHU, rows), **more)
    assert isinstance(answer, Answer)
    return answer


def sees(scene: Scene, login: int, day: str) -> frozenset[int] | None:
    opened = desk(scene.office, at(f"{day} 09:00"), f"{DAI_PHU}/officer", looks=True, login=login)
    with opened as looking:
        return assigned_villages(looking)


def nobodys(scene: Scene, on: date) -> dict[str, int]:
    with scene.office.reading() as session:
        return without_anybody(session, EVERYTHING, on)


def test_an_officer_and_a_head_are_given_in_one_step(settled: Scene) -> None:
    assert nobodys(settled, MAY_2) == {DAI_PHU: 2, SON_NAM: 1}
    answer = given(settled, Given("Tân Lập", "Ma Thị Lan", "lan", "Bàn Văn Tư"))
    assert [(one.role, one.holder, one.since) for one in answer.assignments] == [
        (Duty.OFFICER, "Ma Thị Lan", MAY_2),
        (Duty.HEAD, "Bàn Văn Tư", MAY_2),
    ]
    assert sees(settled, 1, "2024-05-02") == {TAN_LAP}
    assert sees(settled, 2, "2024-05-02") is None
    assert nobodys(settled, MAY_2) == {DAI_PHU: 1, SON_NAM: 1}
    # The same again changes nothing; somebody else ends it.
    given(settled, Given("Tân Lập", login="lan"), Given("Cây Thông", login="lan"), day="2024-05-06")
    assert len(settled.entries("assignment.ended")) == 1
    given(settled, Given("Tân Lập", login="su"), day="2024-05-06")
    assert (sees(settled, 1, "2024-05-06"), sees(settled, 2, "2024-05-06")) == (
        {CAY_THONG},
        {TAN_LAP},
    )
    assert len(settled.entries("assignment.given")) == 5


def test_all_that_somebody_has_goes_on_in_one_act(settled: Scene) -> None:
    given(settled, Given("Tân Lập", login="lan"), Given("Cây Thông", login="lan"))
    done = do(settled, villages.hand_over, Handing(DAI_PHU, "lan", "", "su", MAY_6), "2024-05-03")
    assert [one.village for one in done.assignments] == ["Tân Lập", "Cây Thông"]
    assert sees(settled, 1, "2024-05-05") == sees(settled, 2, "2024-05-06") == {TAN_LAP, CAY_THONG}
    assert sees(settled, 2, "2024-05-05") is None
    ended = do(settled, villages.end, Ending(DAI_PHU, "Su", MAY_10), "2024-05-10")
    assert len(ended.assignments) == 2
    assert nobodys(settled, MAY_10)[DAI_PHU] == 2
    with pytest.raises(Refused, match="'Su' chưa có thôn nào"):
        do(settled, villages.end, Ending(DAI_PHU, "Su"), "2024-05-10")


def test_a_deputy_stands_in_for_a_while_and_the_holder_keeps_theirs(settled: Scene) -> None:
    given(settled, Given("Tân Lập", login="lan"))
    leave = Handing(DAI_PHU, "lan", "", "su", MAY_6, MAY_10)
    do(settled, villages.hand_over, leave, "2024-05-03")
    assert sees(settled, 1, "2024-05-07") == sees(settled, 2, "2024-05-07") == {TAN_LAP}
    assert sees(settled, 2, "2024-05-10") is None
    assert sees(settled, 1, "2024-05-10") == {TAN_LAP}
    with pytest.raises(Refused, match="ngày hết thay phải sau"):
        do(settled, villages.hand_over, Handing(DAI_PHU, "lan", "x", since=MAY_6, until=MAY_6))


def test_what_cannot_be_meant_is_refused_whole(settled: Scene) -> None:
    good = Given("Tân Lập", "Ma Thị Lan")
    for wrong, words in (
        (Given("Ba Nhà", "Ma Thị Lan"), "không có thôn 'Ba Nhà'; có: Cây Thông, Tân Lập"),
        (Given("Cây Thông"), "nêu cán bộ phụ trách hoặc trưởng thôn"),
        (Given("Cây Thông", login="ai"), "không có tài khoản 'ai'"),
    ):
        with pytest.raises(Refused, match=words):
            given(settled, good, wrong)
    assert nobodys(settled, MAY_2)[DAI_PHU] == 2
    for who in (f"{SON_NAM}/chair", f"{DAI_PHU}/officer", "bhxh-huyen/officer"):
        with pytest.raises(NotAllowed):
            given(settled, good, who=who)


def test_a_whole_commune_comes_from_a_small_table(tmp_path: Path) -> None:
    file = tmp_path / "thon.csv"
    file.write_text(
        "STT,Thôn,Cán bộ phụ trách,Tài khoản,Trưởng thôn\n"
        "1,Tân Lập,Ma Thị Lan,lan,Bàn Văn Tư\n2,Cây Thông,,,Lý Văn Nam\n",
        "utf-8",
    )
    rows = read_assignments(file)
    assert [(one.row, one.village, one.officer, one.login, one.head) for one in rows] == [
        (2, "Tân Lập", "Ma Thị Lan", "lan", "Bàn Văn Tư"),
        (3, "Cây Thông", "", "", "Lý Văn Nam"),
    ]
    file.write_text("Cán bộ,Trưởng thôn\nMa Thị Lan,Bàn Văn Tư\n", "utf-8")
    with pytest.raises(RuleError, match="thiếu cột: village"):
        read_assignments(file)
