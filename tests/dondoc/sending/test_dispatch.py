"""Dispatching: one message per contact, frozen, leased, settled; doubts stay doubts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from dondoc.contacts.book import ContactRow
from dondoc.sending import dispatch
from dondoc.sending.dispatch import Moment, Worker
from dondoc.sending.letters import Letters
from models import Attempt, Message, MessageState, Notice
from models.clock import FixedClock
from notifications.outcome import Kind, Outcome
from tests.offices import Scene, at

WORKER = Worker("w1", timedelta(seconds=60))


def letters(scene: Scene) -> Letters:
    return Letters(scene.office.rulebook, scene.office.settings.settings.office)


def messages(scene: Scene) -> list[Message]:
    with scene.office.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def test_each_contact_gets_one_message(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    assert len(any_office.gateway.sent) == 7
    assert len({envelope.to.address for envelope in any_office.gateway.sent}) == 7
    assert len({envelope.message_id for envelope in any_office.gateway.sent}) == 7


def test_the_via_body_is_asked_about_all_silent_communes_in_one_message(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-06")
    before = len(office.gateway.sent)
    office.day("2024-05-07")
    to_bhxh = office.gateway.to("officer.bhxh-huyen@noi-bo.invalid")[1:]
    (letter,) = to_bhxh
    assert letter.subject.startswith(
        "[Đối chiếu] Báo cáo tháng BHYT trước ngày 05/5/2024 của 06 đơn vị"
    )
    assert letter.text.count("UBND các xã") >= 1
    # 6 officers, 6 chairs, BHXH, the leader.
    assert len(office.gateway.sent) - before == 14


def test_a_temporary_failure_is_tried_again_with_the_same_bytes(any_office: Scene) -> None:
    any_office.sweep("2024-04-26 07:00")
    any_office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    any_office.dispatch("2024-04-26 07:05")
    frozen = {m.id: m.content for m in messages(any_office)}
    assert {m.state for m in messages(any_office)} == {"pending"}
    any_office.gateway.outcome = Outcome(Kind.SENT)
    assert any_office.dispatch("2024-04-26 07:05:30").messages == {}
    assert any_office.dispatch("2024-04-26 07:06").messages == {"sent": 7}
    assert {m.id: m.content for m in messages(any_office)} == frozen
    assert {n.state for n in any_office.notices()} == {"sent"}


def test_after_five_tries_a_message_is_given_up(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    for moment in ("07:05", "07:06", "07:11", "07:41", "09:41", "17:59"):
        office.dispatch(f"2024-04-26 {moment}")
    assert {m.state for m in messages(office)} == {"failed"}
    with office.office.reading() as session:
        assert len(session.scalars(select(Attempt)).all()) == 5 * 7
    (notice,) = office.notices()
    assert (notice.state, notice.reason) == ("failed", "thử lại sau")


def test_what_never_reached_the_relay_is_not_given_up(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "REFUSED", "không nối được")
    for moment in ("07:05", "07:06", "07:11", "07:41", "09:41", "11:41", "13:41"):
        office.dispatch(f"2024-04-26 {moment}")
    assert {m.state for m in messages(office)} == {"pending"}
    office.gateway.outcome = Outcome(Kind.SENT)
    assert office.dispatch("2024-04-26 15:41").messages == {"sent": 7}


def test_a_message_that_became_untrue_before_it_left_is_called_off(office: Scene) -> None:
    """The relay is down while the report comes: the frozen reminder must not follow it."""
    office.sweep("2024-05-02 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    office.dispatch("2024-05-02 07:05")
    office.record("2024-05-02 07:30")
    office.gateway.outcome = Outcome(Kind.SENT)
    office.dispatch("2024-05-02 08:00")
    assert office.story() == ["02/05 reminder → officer: cancelled"]
    assert office.gateway.to("officer.02617-base@noi-bo.invalid") == []
    assert office.gateway.to("officer.02620-base@noi-bo.invalid")


def test_an_unknown_outcome_waits_for_a_person(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.UNKNOWN, "LOST", "mất kết nối sau khi gửi")
    office.dispatch("2024-04-26 07:05")
    office.gateway.outcome = Outcome(Kind.SENT)
    assert office.dispatch("2024-04-26 17:05").messages == {}
    assert office.dispatch("2024-05-02 07:05").messages == {}
    assert {m.state for m in messages(office)} == {"unknown"}


@pytest.mark.whole
def test_a_killed_worker_leaves_an_unknown_never_a_second_copy(any_office: Scene) -> None:
    any_office.sweep("2024-04-26 07:00")
    now = at("2024-04-26 07:05")
    with any_office.office.writing() as session:
        claimed = dispatch.claim(session, letters(any_office), WORKER, Moment(now, now))
    assert claimed is not None
    # The worker dies here. While its lease runs nobody touches the message; then it is in doubt.
    any_office.office.wall = FixedClock(now + timedelta(seconds=59))
    assert any_office.dispatch("2024-04-26 07:06").messages == {"sent": 31}
    any_office.office.wall = FixedClock(now + timedelta(seconds=61))
    any_office.dispatch("2024-04-26 07:07")
    assert [m.state for m in messages(any_office)].count("unknown") == 1
    # It was not dead after all: its outcome is entered, and changes nothing by itself.
    with any_office.office.writing() as session:
        state = dispatch.settle(session, claimed, Outcome(Kind.SENT), WORKER, now)
    assert state is MessageState.UNKNOWN
    assert len(any_office.entries("message.late_outcome")) == 1


@pytest.mark.whole
def test_two_workers_never_claim_the_same_message(any_office: Scene) -> None:
    any_office.sweep("2024-04-26 07:00")
    now = Moment(at("2024-04-26 07:05"), at("2024-04-26 07:05"))
    claims = []
    for name in ("w1", "w2") * 20:
        with any_office.office.writing() as session:
            worker = Worker(name, timedelta(seconds=60))
            claims.append(dispatch.claim(session, letters(any_office), worker, now))
    taken = [claim.message for claim in claims if claim]
    assert len(taken) == len(set(taken)) == 32


def test_what_is_overtaken_before_it_left_is_not_sent(office: Scene) -> None:
    """Two mornings without a dispatch: only the later word goes out."""
    office.sweep("2024-05-02 07:00")
    office.sweep("2024-05-04 07:00")
    office.dispatch("2024-05-04 07:05")
    assert office.story() == [
        "02/05 reminder → officer: cancelled",
        "04/05 due_today → officer: sent",
    ]
    assert office.notices()[0].reason == "đã có thông báo ở bước sau thay thế"


def test_a_message_is_true_on_the_day_it_leaves(office: Scene) -> None:
    office.sweep("2024-05-02 07:00")
    office.dispatch("2024-05-03 07:05")
    (letter,) = office.gateway.to("officer.02617-base@noi-bo.invalid")
    assert letter.subject == "[Nhắc việc] Còn 01 ngày làm việc: báo cáo tháng BHYT"


def test_a_held_notice_is_not_sent_until_it_is_released(
    office_with: Callable[..., Scene],
) -> None:
    from dondoc.decisions.release import release

    office = office_with(release="person")
    office.days("2024-05-06", "2024-05-07")
    held = [n.id for n in office.notices() if n.state == "held"]
    with office.office.writing() as session:
        release(session, held, "van-phong/specialist", at("2024-05-07 09:00"))
    office.dispatch("2024-05-07 09:05")
    (letter,) = office.gateway.to("chair.02617-base@noi-bo.invalid")
    assert letter.subject == "Đề nghị chỉ đạo gửi báo cáo tháng BHYT"


def test_a_held_notice_whose_hour_has_come_leaves_at_that_hour(
    office_with: Callable[..., Scene],
) -> None:
    contacts = [ContactRow("02617@base", "chair", "Lê Thị Ví Dụ", "chu-tich@demo.invalid")]
    office = office_with(release="after_hours", contacts=contacts)
    office.sweep("2024-05-07 07:00")
    office.dispatch("2024-05-07 09:59")
    assert not office.gateway.to("chu-tich@demo.invalid")
    office.dispatch("2024-05-07 10:00")
    assert len(office.gateway.to("chu-tich@demo.invalid")) == 1


def test_no_personal_name_reaches_the_trail(office_with: Callable[..., Scene]) -> None:
    from dondoc.contacts.row import ContactRow

    rows = [ContactRow("02617@base", "officer", "Hoàng Thị Đánh Dấu", "dau@demo.invalid")]
    office = office_with(contacts=rows)
    office.days("2024-04-26", "2024-05-08")
    assert "Hoàng Thị Đánh Dấu" in office.gateway.to("dau@demo.invalid")[0].text
    with office.office.reading() as session:
        from models import Entry

        text = "\n".join(e.data + e.subject for e in session.scalars(select(Entry)))
        assert session.scalars(select(Notice)).first()
    assert "Đánh Dấu" not in text
    assert "dau@demo" not in text


def test_after_three_days_without_a_relay_what_is_true_arrives_once_worst_first(
    office: Scene,
) -> None:
    office.days("2024-04-26", "2024-05-03")
    before = len(office.gateway.sent)
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "REFUSED", "không nối được")
    office.days("2024-05-04", "2024-05-06")
    office.record("2024-05-06 09:00", bearer="02620@base")
    office.sweep("2024-05-07 07:00")
    office.gateway.outcome = Outcome(Kind.SENT)
    for minute in range(5, 60, 5):
        office.dispatch(f"2024-05-07 07:{minute:02d}")
    arrived = office.gateway.sent[before:]
    # The last day's reminder was overtaken; the overdue letters stand in its place.
    assert office.story()[-4:] == [
        "04/05 due_today → officer: cancelled",
        "07/05 ask_via → officer: sent",
        "07/05 overdue → officer: sent",
        "07/05 overdue → chair: sent",
    ]
    assert office.notices()[-4].reason == "đã qua ngày cần nhắc"
    # Who filed meanwhile hears nothing, and the reason stands beside it.
    (last,) = office.notices("02620@base")[-1:]
    assert (last.step, last.state, last.reason) == (
        "due_today",
        "cancelled",
        "đã ghi nhận báo cáo",
    )
    assert len({(e.to.address, e.subject) for e in arrived}) == len(arrived)
    urgent = [n for n, e in enumerate(arrived) if "chỉ đạo" in e.subject or "Quá hạn" in e.subject]
    assert urgent
    calm = [n for n, e in enumerate(arrived) if e.subject.startswith("[Nhắc việc]")]
    assert max(urgent, default=0) < min(calm, default=len(arrived))
