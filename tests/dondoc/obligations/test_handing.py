"""Lists that go down are followed: who owes one is reminded, and who lacks its part of one."""

import pytest
from sqlalchemy import select

from dondoc.obligations.register import register
from dondoc.obligations.standing import standings
from models import Directive, Kind, Notice, Obligation
from tests.listed_people import bring, receive
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at, played

BHXH, OFFICER = "bhxh-huyen/officer", f"{DAI_PHU}/officer"


@played
def listed(office: Scene) -> None:
    """A list of one group came on Thursday 02/5; by Tuesday 07/5 nobody has taken its part."""
    office.day("2024-04-26")
    bring(office, "can-ngheo", "2024-05-02 09:00")
    for day in ("03", "04", "06", "07"):
        office.day(f"2024-05-{day}")


@pytest.fixture
def followed(office: Scene) -> Scene:
    listed(office)
    return office


def owed(office: Scene) -> dict[str, tuple[str, int]]:
    with office.office.reading() as session:
        rows = session.scalars(select(Obligation).where(Obligation.kind == Kind.HANDING.value))
        return {row.duty: (row.state, row.cycle) for row in rows}


def words(office: Scene, step: str) -> list[tuple[str, str]]:
    with office.office.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.step == step).order_by(Notice.id))
        return [(f"{one.recipient_uid}/{one.recipient_post}", one.state) for one in rows]


def texts(office: Scene, mark: str) -> list[str]:
    return [mail.text for mail in office.gateway.sent if mark in mail.subject + mail.text]


def test_an_office_that_keeps_no_lists_here_follows_none(office: Scene) -> None:
    office.day("2024-04-26")
    office.day("2024-05-07")
    assert owed(office) == {}


def test_whoever_owes_a_list_and_whoever_lacks_its_part_is_reminded_once_a_week(
    followed: Scene,
) -> None:
    both = {"danh-sach-kem-theo": ("open", 0), "cung-cap-danh-sach": ("open", 0)}
    assert owed(followed) == both
    reminded = [(f"{SON_NAM}/officer", "sent"), (OFFICER, "sent")]
    assert sorted(words(followed, "list_waits")) == sorted(reminded)
    of_group = [("van-phong/specialist", "sent"), (BHXH, "sent")]
    assert sorted(words(followed, "list_owed")) == sorted(of_group)
    for day in ("08", "09", "10"):
        followed.day(f"2024-05-{day}")
    assert len(words(followed, "list_waits")) == 2
    followed.day("2024-05-13")
    assert len(words(followed, "list_waits")) == 4


def test_what_they_read_names_the_list_and_nobody_in_it(followed: Scene) -> None:
    to_communes, to_bhxh = texts(followed, "[Chờ ghi nhận]"), texts(followed, "[Chờ danh sách]")
    assert len(to_communes) == 2
    assert len(to_bhxh) == 2
    for text in (*to_communes, *to_bhxh):
        assert "Hoa" not in text
        assert "Tân Lập" not in text
    assert "danh sách số 1 (người thuộc hộ gia đình cận nghèo), tính đến ngày 10/4/2024" in (
        " ".join(to_communes[0].split())
    )
    assert "người dân tộc thiểu số" in to_bhxh[0]


def test_it_rests_on_the_sentence_that_hands_the_list_down(followed: Scene) -> None:
    """The office's own convention is only when it is sent; the sentence is not quoted twice."""
    with followed.office.reading() as session:
        lists = Notice.step.in_(("list_owed", "list_waits"))
        found = {
            (one.recipient_uid, one.basis) for one in session.scalars(select(Notice).where(lists))
        }
    waits = {(DAI_PHU, "B-2.2a"), (SON_NAM, "B-2.2a")}
    assert found == {*waits, ("bhxh-huyen", "B-2.2a"), ("van-phong", "B-1.5")}
    for text in (*texts(followed, "[Chờ ghi nhận]"), *texts(followed, "[Chờ danh sách]")):
        plain = " ".join(text.split())
        assert "Cơ sở gửi thư này: câu nêu trên; thời điểm gửi theo quy ước của Văn phòng." in plain
        assert plain.count("danh sách người thuộc hộ gia đình cận nghèo, người DTTS") <= 1


def test_a_receipt_calls_off_the_word_that_has_not_left(office: Scene) -> None:
    office.day("2024-04-26")
    bring(office, "can-ngheo", "2024-05-02 09:00")
    for day in ("03", "04", "06", "07"):
        office.sweep(f"2024-05-{day} 07:00")
    receive(office, 1, DAI_PHU, "2024-05-07 09:00")
    assert dict(words(office, "list_waits")) == {
        OFFICER: "cancelled",
        f"{SON_NAM}/officer": "pending",
    }
    office.dispatch("2024-05-07 09:30")
    assert len(texts(office, "[Chờ ghi nhận]")) == 1


def test_the_last_receipt_settles_what_was_owed_and_a_later_list_opens_it_again(
    followed: Scene,
) -> None:
    bring(followed, "dtts", "2024-05-07 10:00")
    for number, body in ((1, DAI_PHU), (1, SON_NAM), (2, DAI_PHU)):
        receive(followed, number, body, "2024-05-08 09:00")
    assert {state for state, _ in owed(followed).values()} == {"open"}
    receive(followed, 2, SON_NAM, "2024-05-08 10:00")
    assert set(owed(followed).values()) == {("submitted", 0)}
    with followed.office.reading() as session:
        kind = Obligation.kind == Kind.HANDING.value
        then = standings(session, at("2024-05-08 09:30"), kind)
        now = standings(session, at("2024-05-08 10:30"), kind)
    assert {one.way for one in then} == {"open_in_time"}
    assert {one.way for one in now} == {"done_on_time"}
    followed.day("2024-05-20")
    assert len(words(followed, "list_waits")) == 2
    bring(followed, "can-ngheo", "2024-05-20 09:00")
    assert set(owed(followed).values()) == {("open", 1)}
    for day in ("21", "22", "23"):
        followed.day(f"2024-05-{day}")
    assert len(words(followed, "list_waits")) == 4


def test_a_change_of_the_rules_leaves_what_is_followed_where_it_is(followed: Scene) -> None:
    with followed.office.writing() as session:
        session.get_one(Directive, D2024).knowledge = "otherwise"
        readings = followed.office.settings.settings.readings_for_rules()
        now = at("2024-05-08 09:00")
        done = register(session, followed.office.rulebook, D2024, readings, now)
    assert done.withdrawn == 0
    assert {state for state, _ in owed(followed).values()} == {"open"}
