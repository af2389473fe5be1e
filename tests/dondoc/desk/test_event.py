"""An event entered by mistake is undone whole; entered as it was, it counts."""

from datetime import date

import pytest

from dondoc.day.registering import register_named
from dondoc.desk import event
from dondoc.desk.context import desk
from dondoc.errors import Refused
from models import Obligation
from tests.dondoc.obligations.test_register import with_event_duty
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

WRONG, RIGHT = date(2024, 4, 25), date(2024, 4, 26)


@pytest.fixture
def entered(office: Scene) -> Scene:
    """On 26/4 a list was said to have come on 25/4: due on 06/5."""
    office.lives_itself()
    office.office.rulebook = with_event_duty(office.office.rulebook)
    register_named(office.office, at("2024-04-15 08:00"))
    with desk(office.office, at("2024-04-26 08:00")) as opened:
        event.event(opened, asked(office, WRONG))
    return office


def asked(scene: Scene, on: date, *bearers: str) -> event.Request:
    return event.Request(D2024, duty_of(scene), on, bearers or (DAI_PHU, SON_NAM))


def duty_of(scene: Scene) -> str:
    return scene.office.rulebook.directives[D2024].clause("B-1.1b").id


def states(scene: Scene) -> set[tuple[str, str]]:
    with scene.office.reading() as session:
        rows = session.query(Obligation).where(Obligation.duty == duty_of(scene))
        return {(row.due_on.isoformat(), row.state) for row in rows}


def undo(scene: Scene, when: str, on: date = WRONG, reason: str = "ghi nhầm ngày") -> event.Undone:
    with desk(scene.office, at(when)) as opened:
        return event.undo(opened, event.Undoing(asked(scene, on), reason))


def test_what_a_mistaken_event_opened_is_withdrawn_and_stays_so(entered: Scene) -> None:
    entered.day("2024-05-03")
    done = undo(entered, "2024-05-03 09:00")
    assert (done.withdrawn, done.told) == (2, 2)
    assert states(entered) == {("2024-05-06", "withdrawn")}
    entered.office.rulebook = with_event_duty(with_event_duty(entered.office.rulebook))
    entered.days("2024-05-04", "2024-05-08")
    assert states(entered) == {("2024-05-06", "withdrawn")}


def test_what_waits_is_called_off(entered: Scene) -> None:
    entered.sweep("2024-05-03 07:00")
    assert undo(entered, "2024-05-03 07:02").cancelled_notices == 2


def test_who_was_blamed_gets_a_correction(entered: Scene) -> None:
    entered.days("2024-05-03", "2024-05-08")
    done = undo(entered, "2024-05-08 09:00")
    assert done.corrected > 0
    before = len(entered.gateway.sent)
    entered.dispatch("2024-05-08 09:05")
    assert any("[Đính chính]" in one.subject for one in entered.gateway.sent[before:])


def test_the_event_as_it_was_is_entered_afterwards(entered: Scene) -> None:
    undo(entered, "2024-05-03 09:00")
    with desk(entered.office, at("2024-05-03 09:01")) as opened:
        assert event.event(opened, asked(entered, RIGHT)).opened == 2
        assert event.event(opened, asked(entered, WRONG)).opened == 2
    undo(entered, "2024-05-03 09:02")


def test_only_an_event_that_was_entered_is_undone_for_a_reason_before_any_report(
    entered: Scene,
) -> None:
    with pytest.raises(Refused, match="không có sự kiện ngày 26/4/2024; có: 25/4/2024"):
        undo(entered, "2024-05-03 09:00", RIGHT)
    with pytest.raises(Refused, match="cần nêu lý do"):
        undo(entered, "2024-05-03 09:00", reason=" ")
