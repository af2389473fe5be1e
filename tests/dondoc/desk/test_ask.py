"""A body asks for more time, or names its day: nothing moves until the office decides."""

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.decisions.decide import Grounds
from dondoc.desk import ask, extend
from dondoc.desk.context import Which, desk
from dondoc.errors import Refused
from models import Asking, Call, Obligation
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.reporting import MAY, file_report

OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
OFFICER, SPECIALIST = f"{DAI_PHU}/officer", "van-phong/specialist"
GROUNDS = Grounds("mưa lũ", "Chánh Văn phòng")
UNTIL = date(2024, 5, 9)


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def did(scene: Scene, act: Callable[..., object], request: object, who: str = OFFICER) -> object:
    with desk(scene.office, at("2024-05-03 10:00"), who) as opened:
        return act(opened, request)


def asked(scene: Scene) -> Asking:
    with scene.office.reading() as session:
        return session.query(Asking).one()


def test_the_term_stands_while_the_office_has_not_answered(opened: Scene) -> None:
    before = opened.obligation(DAI_PHU)
    did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))
    after = opened.obligation(DAI_PHU)
    assert (after.due_on, after.late_from, after.wake_at, after.rung) == (
        before.due_on,
        before.late_from,
        before.wake_at,
        before.rung,
    )
    [entry] = opened.entries("extension.asked")
    assert "mưa" not in entry.data


def test_the_decision_that_gives_it_answers_what_was_asked(opened: Scene) -> None:
    did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))
    done = did(opened, extend.extend, extend.Request(OF, 4, GROUNDS), SPECIALIST)
    assert isinstance(done, extend.Answer)
    one = asked(opened)
    assert (one.end, one.decision_id, one.ended_by) == ("granted", done.decision, SPECIALIST)
    with pytest.raises(Refused, match="chỉ gia hạn một lần"):
        did(opened, ask.ask, ask.Request(OF, date(2024, 5, 20), "vẫn mưa"))


def test_a_refusal_has_a_reason_that_the_body_reads_and_it_may_ask_again(opened: Scene) -> None:
    did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))
    with pytest.raises(Refused, match="lý do"):
        did(opened, ask.refuse, ask.Refusing(OF, " "), SPECIALIST)
    did(opened, ask.refuse, ask.Refusing(OF, "đường đã thông"), SPECIALIST)
    assert (asked(opened).end, asked(opened).answer) == ("refused", "đường đã thông")
    with pytest.raises(Refused, match="không có đề nghị gia hạn nào"):
        did(opened, ask.refuse, ask.Refusing(OF, "lần nữa"), SPECIALIST)
    did(opened, ask.ask, ask.Request(OF, UNTIL, "cầu gãy"))


def test_what_cannot_be_asked_is_said(opened: Scene) -> None:
    wrong = [
        (OF.due, "x", "phải sau hạn hiện nay 05/5/2024"),
        (date(2025, 5, 9), "x", "xem lại năm"),
        (UNTIL, " ", "cần ghi lý do"),
    ]
    for until, reason, said in wrong:
        assert until is not None
        with pytest.raises(Refused, match=said):
            did(opened, ask.ask, ask.Request(OF, until, reason))
    did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))
    with pytest.raises(Refused, match="đang chờ Văn phòng"):
        did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))
    did(opened, ask.withdraw, ask.Withdrawing(OF))
    assert asked(opened).end == "taken_back"
    file_report(opened, MAY, "2024-05-03 09:00")
    with pytest.raises(Refused, match="không còn việc gì chờ"):
        did(opened, ask.ask, ask.Request(OF, UNTIL, "mưa lũ"))


def test_a_day_the_body_names_itself_holds_no_step(opened: Scene) -> None:
    before = opened.obligation(DAI_PHU)
    did(opened, ask.promise, ask.Promise(OF, UNTIL, "chờ BHXH đối chiếu"))
    with opened.office.reading() as session:
        one, row = session.query(Call).one(), session.get_one(Obligation, before.id)
        assert (one.met, one.promised_on, one.held_until) == ("", UNTIL, None)
        assert row.wake_at == before.wake_at
    with pytest.raises(Refused, match="đã qua"):
        did(opened, ask.promise, ask.Promise(OF, date(2024, 5, 1)))
