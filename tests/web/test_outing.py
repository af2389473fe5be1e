"""What a device is given and may deliver, asked for by nothing but what it holds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from dondoc.desk import device, villages
from dondoc.desk.context import desk
from dondoc.people.access import who_saw
from models import Access, HeldVisit, Login, Seat, Visit
from tests.offices import D2024, DAI_PHU, Scene, at
from tests.web.browsing import Person
from tests.web.outing import NAMES, OFFICER, people_to_visit

NOW = at("2024-05-07 09:00")
LAN = 1
WORDS = "hẹn sau mùa ngô"
Comes = Callable[..., Person]


@pytest.fixture
def peopled(office: Scene) -> Scene:
    """Three people of a commune who are listed, one of the next; Lan has an account, no village."""
    people_to_visit(office)
    with office.office.writing(lasting=False) as session:
        when = {"opened_at": NOW, "opened_by": "van-phong/administrator"}
        session.add(Login(id=LAN, name="lan", person="Ma Lan", second=b"1", **when))
        session.flush()
        session.add(Seat(login_id=LAN, body_uid=DAI_PHU, post="officer", given_on=NOW.date()))
        session.flush()
        session.execute(text("DELETE FROM witnessed"))
    return office


class Telephone:
    """What holds a device's secrets and asks the office by them."""

    def __init__(self, scene: Scene, somebody: Person, login: int | None = LAN) -> None:
        with desk(scene.office, NOW, OFFICER, login=login) as opened:
            given = device.give(opened, device.Giving("điện thoại"))
        self.number, self.mark = given.device, given.secrets.mark
        self.headers = {"Authorization": f"Bearer {given.secrets.token}"}
        self.client = somebody.client

    def fetch(self) -> Any:
        return self.client.get("/tham/goi", headers=self.headers).json()

    def send(self, *visits: dict[str, Any], asked: tuple[str, ...] = ()) -> Any:
        body = {"visits": list(visits), "asked": list(asked)}
        return self.client.post("/tham/nhan", json=body, headers=self.headers)

    def still(self) -> Any:
        return self.client.post("/tham/con", json={"mark": self.mark}).json()


def written(person: int, **more: Any) -> dict[str, Any]:
    """Return a visit as the page writes it."""
    said: dict[str, Any] = {
        "key": str(uuid4()),
        "occasion": str(uuid4()),
        "person": person,
        "directive": D2024,
        "on": "2024-05-06",
        "way": "tham-ho",
        "met": "nguoi-do",
        "went": ["can-bo"],
        "informed": True,
        "mobilised": False,
        "answer": "tham-gia",
        "reason": None,
        "situation": "o-nha",
        "promised_on": None,
        "words": WORDS,
        "device_at": "2024-05-06T09:12:00.000Z",
    }
    return said | more


def assign(scene: Scene) -> None:
    with desk(scene.office, NOW, "van-phong/administrator") as opened:
        given = villages.Given("Tân Lập", login="lan")
        villages.assign(opened, villages.Request(DAI_PHU, (given,)))


def revoke(scene: Scene, number: int) -> None:
    with desk(scene.office, NOW, "van-phong/administrator") as opened:
        device.revoke(opened, device.Revoking(number))


def rows(scene: Scene, model: Any) -> list[Any]:
    with scene.office.reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def test_a_device_is_given_the_people_of_its_holders_villages_and_each_is_logged(
    peopled: Scene, person: Comes
) -> None:
    phone = Telephone(peopled, person())
    assert "chưa được giao thôn nào" in phone.fetch()["wrong"]
    assign(peopled)
    homes = phone.fetch()["outing"]["households"]
    assert [[one["name"] for one in home["people"]] for home in homes] == [
        ["Bàn Thị Tư"],
        ["Ma Thị Hoa", "Ma Văn Nam"],
    ]
    assert set(homes[0]) == {"number", "village", "address", "people"}
    assert homes[0]["people"] == [{"case": 3, "name": "Bàn Thị Tư", "under": [D2024], "last": ""}]
    with peopled.office.reading() as session:
        for case in (1, 2, 3):
            assert [(one.login, one.what) for one in who_saw(session, case)] == [
                (LAN, Access.EXPORT)
            ]
        assert list(who_saw(session, 4)) == []


def test_visits_are_entered_once_however_often_they_come(peopled: Scene, person: Comes) -> None:
    assign(peopled)
    phone = Telephone(peopled, person())
    one, other = written(1), written(2)
    for _ in range(2):
        answer = phone.send(one, other, one).json()
        assert [each["state"] for each in answer["answers"]] == ["arrived", "arrived"]
        assert not answer["revoked"]
    assert [(row.uuid, row.recorded_by, row.device) for row in rows(peopled, Visit)] == [
        (each["key"], OFFICER, "1") for each in (one, other)
    ]


def test_what_somebody_answered_last_is_taken_along(peopled: Scene, person: Comes) -> None:
    assign(peopled)
    phone = Telephone(peopled, person())
    phone.send(written(3, on="2024-05-02"), written(3, answer="khong-dong-duoc"))
    assert phone.fetch()["outing"]["households"][0]["people"][0]["last"] == (
        "không có khả năng đóng (06/5/2024)"
    )


def test_what_was_delivered_lies_open_nowhere(peopled: Scene, person: Comes) -> None:
    assign(peopled)
    phone = Telephone(peopled, person())
    phone.fetch()
    phone.send(written(1), written(4))
    revoke(peopled, phone.number)
    phone.send(written(2))
    assert [len(rows(peopled, one)) for one in (Visit, HeldVisit)] == [1, 2]
    peopled.office.database.dispose()
    below = Path(str(peopled.office.database.url.database)).parent
    for file in (one for one in below.rglob("*") if one.is_file()):
        content = file.read_bytes()
        for said in (*NAMES, WORDS):
            assert said.encode() not in content, file


def test_what_the_desk_refuses_waits_and_keeps_back_nothing_else(
    peopled: Scene, person: Comes
) -> None:
    assign(peopled)
    phone = Telephone(peopled, person())
    hidden, wrong, good = written(4), written(1, way="bay"), written(3)
    unread = written(2, informed="có")
    answers = phone.send(hidden, wrong, good, unread).json()["answers"]
    assert {each["key"]: each["state"] for each in answers} == {
        hidden["key"]: "asked",
        wrong["key"]: "asked",
        good["key"]: "arrived",
        unread["key"]: "refused",
    }
    assert "informed" in answers[-1]["words"]
    assert [row.person_id for row in rows(peopled, Visit)] == [3]
    assert [row.why for row in rows(peopled, HeldVisit)] == ["refused", "refused"]


def test_a_revoked_device_is_given_no_name_and_what_it_delivers_waits_for_a_person(
    peopled: Scene, person: Comes
) -> None:
    assign(peopled)
    phone, somebody = Telephone(peopled, person()), person(OFFICER)
    assert phone.still() == {"revoked": False}
    revoke(peopled, phone.number)
    assert (phone.still(), phone.fetch()) == ({"revoked": True}, {"revoked": True})
    sent = [written(1), written(2), written(9_999)]
    for _ in range(2):
        answer = phone.send(*sent).json()
        assert answer["revoked"]
        assert {each["state"] for each in answer["answers"]} == {"asked"}
    assert rows(peopled, Visit) == []
    page = somebody.get("/cho-xem")
    assert "3 lần thăm chờ xem lại" in page.text
    assert "Ma Thị Hoa hồ sơ số 1" in page.text
    assert WORDS in page.text
    assert "Hồ sơ không thuộc phần được xem" in page.text
    assert "Đã ghi lần thăm" in somebody.post("/cho-xem/1", viec="ghi").text
    somebody.post("/cho-xem/2", viec="khong")
    assert [row.uuid for row in rows(peopled, Visit)] == [sent[0]["key"]]
    again = phone.send(asked=tuple(each["key"] for each in sent)).json()["answers"]
    assert [each["state"] for each in again] == ["arrived", "declined", "asked"]
    held = rows(peopled, HeldVisit)
    assert [row.sealed is None for row in held] == [True, True, False]
    assert "đã có người trả lời" in somebody.post("/cho-xem/2", viec="ghi").text


def test_two_answers_of_one_day_become_a_question_and_nothing_is_overwritten(
    peopled: Scene, person: Comes
) -> None:
    assign(peopled)
    phone = Telephone(peopled, person())
    first, second = written(1), written(1, answer="khong-dong-duoc")
    answers = phone.send(first, second).json()["answers"]
    assert {each["state"] for each in answers} == {"asked"}
    assert len(rows(peopled, Visit)) == 2


def test_a_device_opens_nothing_else_and_nobody_else_opens_its_door(
    peopled: Scene, person: Comes
) -> None:
    assign(peopled)
    phone, somebody = Telephone(peopled, person()), person(OFFICER)
    own, other = written(1), written(2)
    phone.send(own)
    for path in ("/nguoi", "/viec", "/may", "/api/status"):
        answer = phone.client.get(path, headers=phone.headers, follow_redirects=False)
        assert answer.status_code in (303, 401), path
    # What a browser holds opens nothing here.
    assert somebody.client.get("/tham/goi").status_code == 401
    assert somebody.client.post("/tham/nhan", json={"visits": [other]}).status_code == 401
    # Another device learns nothing of a visit that is not its own.
    stranger = Telephone(peopled, person(), login=None)
    assert stranger.send(own, asked=(own["key"],)).json()["answers"] == []
    assert len(rows(peopled, Visit)) == 1


def test_ones_devices_are_seen_and_revoked_by_oneself_and_at_the_account(
    peopled: Scene, person: Comes
) -> None:
    officer, keeper = person(OFFICER), person("van-phong/administrator")
    officer.get("/may")
    given = officer.post("/may", ten="máy của xã")
    assert (given.status, "dondoc_may_" in given.html) == (201, True)
    assert "máy của xã" in officer.get("/may").text
    assert "Đã thu hồi máy máy của xã" in officer.post("/may/1/thu-hoi").text
    assert "đặt tên cho máy" in officer.post("/may", ten=" ").html
    Telephone(peopled, person())
    assert "điện thoại Đang dùng" in keeper.get(f"/tai-khoan/{LAN}").text
    assert "Đã thu hồi máy điện thoại" in keeper.post(f"/tai-khoan/{LAN}/may/2").text


def test_what_is_no_delivery_is_refused_in_words(peopled: Scene, person: Comes) -> None:
    phone = Telephone(peopled, person())
    for body, status in (
        (b"{", 400),
        (b"[]", 400),
        (b'{"visits": 1, "asked": []}', 400),
        (b'{"visits": [], "asked": ["x"]}', 400),
        (b'{"visits": [' + b",".join([b"{}"] * 51) + b'], "asked": []}', 400),
        (b'{"visits": ["' + b"x" * 300_000 + b'"]}', 413),
    ):
        answer = phone.client.post("/tham/nhan", content=body, headers=phone.headers)
        assert (answer.status_code, bool(answer.json()["wrong"])) == (status, True), body[:30]


def test_the_page_holds_nobody_and_is_the_same_for_all(peopled: Scene, person: Comes) -> None:
    nobody, somebody = person().get("/tham"), person(OFFICER).get("/tham")
    assert nobody.html == somebody.html
    assert not any(name in nobody.html for name in NAMES)
    worker = person().get("/tham/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/tham"
    assert "/tham/goi" not in worker.html
    assert '"scope":"/tham"' in person().get("/tham/tham.webmanifest").html
