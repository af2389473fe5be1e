"""What a person said of a doubtful message is taken back while nothing was done with it."""

import pytest

from dondoc.desk import settle, unsettle
from dondoc.desk.context import desk
from dondoc.errors import Refused
from dondoc.trail.verify import verify
from notifications.outcome import Kind, Outcome
from tests.offices import SON_NAM, Scene, at


@pytest.fixture
def doubtful(office: Scene) -> Scene:
    """Every letter of the first morning is in doubt."""
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.UNKNOWN, "LOST", "mất kết nối sau khi gửi")
    office.dispatch("2024-04-26 07:05")
    office.gateway.outcome = Outcome(Kind.SENT)
    return office


def settled(scene: Scene, notice: int, *, arrived: bool, when: str = "2024-04-26 09:00") -> None:
    with desk(scene.office, at(when)) as opened:
        settle.settle(opened, settle.Request(notice, arrived))


def unsettled(scene: Scene, notice: int, when: str = "2024-04-26 10:00") -> unsettle.Answer:
    with desk(scene.office, at(when)) as opened:
        return unsettle.unsettle(opened, unsettle.Request(notice, "nhầm số"))


def test_what_was_said_to_have_arrived_is_in_doubt_again(doubtful: Scene) -> None:
    (mine,) = doubtful.notices()
    settled(doubtful, mine.id, arrived=True)
    assert doubtful.story() == ["26/04 first → officer: sent"]
    unsettled(doubtful, mine.id)
    assert doubtful.story() == ["26/04 first → officer: pending"]
    # It is not sent by itself; a person may say otherwise now.
    assert doubtful.dispatch("2024-04-26 10:05").messages == {}
    settled(doubtful, mine.id, arrived=False, when="2024-04-26 10:10")
    assert doubtful.dispatch("2024-04-26 10:15").messages == {"sent": 1}
    with doubtful.office.reading() as session:
        assert verify(session).ok


def test_what_was_to_be_sent_again_waits_for_a_person_again(doubtful: Scene) -> None:
    (mine,) = doubtful.notices()
    settled(doubtful, mine.id, arrived=False)
    unsettled(doubtful, mine.id, "2024-04-26 09:01")
    assert doubtful.dispatch("2024-04-26 09:05").messages == {}


def test_what_makes_no_sense_is_refused(doubtful: Scene) -> None:
    (mine,), (other,) = doubtful.notices(), doubtful.notices(SON_NAM)
    with pytest.raises(Refused, match="đang ở trạng thái chưa rõ: không có gì để hủy"):
        unsettled(doubtful, mine.id, "2024-04-26 08:00")
    settled(doubtful, mine.id, arrived=False)
    doubtful.dispatch("2024-04-26 09:05")
    with pytest.raises(Refused, match=r"\(đã gửi\) .*hoặc sau đó đã gửi lại: không hủy được"):
        unsettled(doubtful, mine.id)
    settled(doubtful, other.id, arrived=True, when="2024-04-26 10:00")
    unsettled(doubtful, other.id, "2024-04-26 10:01")
    with pytest.raises(Refused, match="đang ở trạng thái chưa rõ"):
        unsettled(doubtful, other.id, "2024-04-26 10:02")
    with pytest.raises(Refused, match="không có thông báo số 9999"):
        unsettled(doubtful, 9999)


def test_what_was_settled_at_once_is_taken_back_at_once(doubtful: Scene) -> None:
    (mine,) = doubtful.notices()
    settled(doubtful, mine.id, arrived=False, when="2024-04-26 08:00")
    doubtful.dispatch("2024-04-26 08:05")
    with desk(doubtful.office, at("2024-04-26 09:00")) as opened:
        assert settle.settle_all(opened, settle.All("email", arrived=True)) == 6
    with desk(doubtful.office, at("2024-04-26 10:00")) as opened:
        done = unsettle.unsettle_all(opened, unsettle.All("email", "hỏi nhầm máy chủ"))
    assert (done.messages, done.stay) == (6, 0)
    assert doubtful.story() == ["26/04 first → officer: sent"]
    with (
        desk(doubtful.office, at("2024-04-26 11:00")) as opened,
        pytest.raises(Refused, match="lần gần nhất đều đã gửi lại hoặc đã hủy"),
    ):
        unsettle.unsettle_all(opened, unsettle.All("email", "lần nữa"))
