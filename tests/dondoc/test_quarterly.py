"""Duties without a date are asked for once a quarter, by letter and page, until all is told."""

import pytest
from sqlalchemy import select

from dondoc.desk import activity
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.looking.untimed import asked
from dondoc.visible import Sight
from models import Kind, Notice, Obligation
from tests.offices import D2024, DAI_PHU, Scene, at, played

OFFICER, STEP = f"{DAI_PHU}/officer", "ask_activity"


@played
def june(office: Scene) -> None:
    for day in ("2024-05-31", "2024-06-03", "2024-06-19"):
        office.day(day)


@pytest.fixture
def followed(office: Scene) -> Scene:
    june(office)
    return office


def words(office: Scene) -> list[tuple[str, str]]:
    with office.office.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.step == STEP).order_by(Notice.id))
        return [(f"{one.recipient_uid}/{one.recipient_post}", one.state) for one in rows]


def to_dai_phu(office: Scene) -> list[str]:
    return [state for whom, state in words(office) if whom == OFFICER]


def unchanged(office: Scene, when: str) -> None:
    with desk(office.office, at(when), OFFICER) as opened:
        activity.unchanged(opened, activity.Unchanged(D2024))


def question(office: Scene, when: str) -> list[tuple[int, object]]:
    with desk(office.office, at(when), OFFICER, looks=True) as opened:
        return [(one.duties, one.by_letter_on) for one in asked(look(opened, Sight.STATUS))]


def test_before_the_last_month_of_a_quarter_nothing_is_followed(office: Scene) -> None:
    office.day("2024-05-31")
    kind = Obligation.kind == Kind.ASKING.value
    with office.office.reading() as session:
        assert session.scalars(select(Obligation).where(kind)).all() == []


def test_whoever_told_nothing_is_asked_once_when_the_quarter_nears_its_end(
    followed: Scene,
) -> None:
    assert words(followed) == []
    assert question(followed, "2024-06-19 09:00") == [(2, None)]
    followed.day("2024-06-20")
    assert to_dai_phu(followed) == ["sent"]
    assert ("bhxh-huyen/officer", "sent") in words(followed)
    number = len(words(followed))
    for day in ("2024-06-21", "2024-06-28", "2024-07-01"):
        followed.day(day)
    assert len(words(followed)) == number
    mine = [one for one in followed.gateway.sent if "[Hỏi quý]" in one.subject + one.text]
    text = next(" ".join(one.text.split()) for one in mine if "UBND xã Đại Phú 02 việc" in one.text)
    assert "quý II năm 2024 chưa ghi đơn vị đã làm gì" in text
    assert "Không thay đổi" in text
    assert "không tính là chậm" in text
    ((_, on),) = question(followed, "2024-06-20 09:00")
    assert str(on) == "2024-06-20"


def test_an_answer_on_the_page_is_an_answer_to_the_letter(followed: Scene) -> None:
    unchanged(followed, "2024-06-19 09:00")
    followed.day("2024-06-20")
    assert to_dai_phu(followed) == []
    assert question(followed, "2024-06-20 09:00") == []


def test_an_answer_before_the_letter_leaves_calls_it_off(followed: Scene) -> None:
    followed.sweep("2024-06-20 07:00")
    unchanged(followed, "2024-06-20 07:02")
    followed.dispatch("2024-06-20 07:05")
    assert to_dai_phu(followed) == ["cancelled"]


def test_the_next_quarter_asks_again(followed: Scene) -> None:
    unchanged(followed, "2024-06-19 09:00")
    for day in ("2024-06-20", "2024-09-04", "2024-09-20"):
        followed.sweep(f"{day} 07:00", accept_gap=True)
    assert to_dai_phu(followed) == ["pending"]


def test_an_office_that_does_not_ask_sends_no_letter_either(office: Scene) -> None:
    kept = office.office.settings
    web = kept.settings.web.model_copy(update={"ask_quarterly": False})
    said = kept.settings.model_copy(update={"web": web})
    office.office.settings = kept.model_copy(update={"settings": said})
    june(office)
    office.day("2024-06-20")
    assert words(office) == []
