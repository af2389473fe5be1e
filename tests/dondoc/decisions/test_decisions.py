"""What people decide: answers, corrections, calls, suspensions, the switch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from dondoc import find
from dondoc.day.registering import register_named
from dondoc.decisions import decide
from dondoc.decisions.answer import answer
from dondoc.decisions.call import Said, call
from dondoc.decisions.release import release
from dondoc.desk import extend, move
from dondoc.desk.context import Which, desk
from dondoc.desk.retract import take_back
from dondoc.desk.scope import Scope as Some
from dondoc.desk.settle import All, settle_all, settle_unknown
from dondoc.errors import Refused
from dondoc.looking.roundup import roundup
from dondoc.looking.status import status
from dondoc.reports.evidence import Evidence
from dondoc.sending.premise import NOBODY_TO_URGE
from dondoc.sending.switch import start_sending, stop_sending
from dondoc.trail.verify import verify
from language.zone import local
from models import Event, Message, Obligation, ObligationState
from models.trail import append
from notifications.outcome import Kind, Outcome
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.reporting import MAY, file_report

GROUNDS = decide.Grounds("bão số 3", "Phó Chủ tịch UBND huyện", "12/QĐ-UBND")
# The third: of the body that consolidates, which was asked for it and told that it is missing.
TOLD = ("officer", "chair", "officer", "leader")
CHAIR = "chair.02617-base@noi-bo.invalid"


@pytest.mark.long
def test_the_story_of_one_wrong_blame(any_office: Scene) -> None:
    """On paper on 05/5, recorded on 08/5, after the overdue notices had left."""
    any_office.days("2024-04-26", "2024-05-07")
    told = [n for n in any_office.notices() if n.step == "overdue"]
    assert {n.state for n in told} == {"sent"}
    done = any_office.record("2024-05-05 09:00", "2024-05-08 10:00")
    # Officer and chair were told of it, the leader's brief counted it, and the via body was
    # asked for it and told that it is missing.
    assert (done.on_time, done.told_wrongly, done.corrected) == (True, 4, 4)
    any_office.dispatch("2024-05-08 10:05")
    assert any_office.story()[-4:] == [f"08/05 correction → {who}: sent" for who in TOLD]
    letter = any_office.gateway.to(CHAIR)[-1]
    assert letter.subject == "[Đính chính] Báo cáo tháng BHYT trước ngày 05/5/2024"
    assert "Ngày 07/5/2024, Văn phòng đã gửi thư" in letter.text
    assert "đã được BHXH huyện nhận ngày 05/5/2024" in letter.text
    with any_office.office.reading() as session:
        counts = {}
        for as_of in ("2024-05-06 12:00", "2024-05-07 12:00", "2024-05-09 12:00"):
            rows = status(session, any_office.office.rulebook, D2024, at(as_of))
            may = next(row for row in rows if row.due_on == date(2024, 5, 5))
            counts[as_of[:10]] = (may.done_on_time, may.open_in_time, may.open_overdue)
        assert counts == {
            "2024-05-06": (0, 6, 0),
            "2024-05-07": (0, 0, 6),
            "2024-05-09": (1, 0, 5),
        }
        assert verify(session).ok


def test_a_late_report_is_no_reason_to_correct(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    done = office.record("2024-05-07 09:00", "2024-05-08 10:00")
    assert (done.on_time, done.told_wrongly, done.corrected) == (False, 0, 0)


def test_what_only_waited_is_cancelled_not_corrected(office_with: Callable[..., Scene]) -> None:
    office = office_with(release="person")
    office.sweep("2024-05-06 07:00")
    office.sweep("2024-05-07 07:00")
    done = office.record("2024-05-05 09:00", "2024-05-07 08:00")
    assert (done.cancelled, done.corrected) == (4, 0)


def answered(scene: Scene, received: dict[str, Evidence], when: str) -> tuple[int, int]:
    with scene.office.writing() as session:
        done = answer(
            session,
            scene.office.rulebook,
            D2024,
            date(2024, 5, 5),
            received,
            "bhxh-huyen/officer",
            at(when),
        )
    return len(done.recorded), done.confirmed_missing


def test_the_via_body_says_who_sent_by_another_road(office_with: Callable[..., Scene]) -> None:
    office = office_with(release="person")
    office.days("2024-04-26", "2024-05-07")
    paper = Evidence(at("2024-05-03 09:00"), "paper")
    assert answered(office, {SON_NAM: paper}, "2024-05-07 09:30") == (1, 5)
    # The chair of the commune that had sent never hears of it; its officer, who did, is told.
    assert office.story(SON_NAM)[-3:] == [
        "07/05 overdue → chair: cancelled",
        "07/05 correction → officer: pending",
        "07/05 correction → officer: pending",
    ]
    held = [n.id for n in office.notices() if n.state == "held"]
    with office.office.writing() as session:
        release(session, held, "van-phong/specialist", at("2024-05-07 09:50"))
    office.dispatch("2024-05-07 10:00")
    (letter,) = office.gateway.to(CHAIR)
    assert "Đến 10 giờ ngày 07/5/2024, BHXH huyện chưa nhận được báo cáo" in letter.text


def test_a_correction_that_waits_leaves_though_the_figures_come_after_the_word(
    office: Scene,
) -> None:
    office.days("2024-04-26", "2024-05-07")
    office.record("2024-05-05 09:00", "2024-05-08 10:00")
    file_report(office, MAY, "2024-05-08 10:02")
    office.dispatch("2024-05-08 10:05")
    assert office.story()[-4:] == [f"08/05 correction → {who}: sent" for who in TOLD]


def test_what_a_brief_said_is_corrected_though_its_consolidation_is_owed_no_more(
    office: Scene,
) -> None:
    office.days("2024-04-26", "2024-05-07")
    with office.office.writing() as session:
        [above] = find.consolidations_of(session, office.office.rulebook, office.obligation())
        above.move(ObligationState.WITHDRAWN)
        above.withdrawn_at, above.wake_at = at("2024-05-08 07:00"), None
        withdrawn = Event("obligation.withdrawn", f"obligation:{above.id}", {"reason": "thử"})
        append(session, at("2024-05-08 07:00"), [withdrawn])
    answered(office, {DAI_PHU: Evidence(at("2024-05-05 09:00"))}, "2024-05-08 10:00")
    corrected = [told for told in office.story() if "correction" in told]
    assert corrected == [f"08/05 correction → {who}: pending" for who in TOLD]


def test_what_was_said_of_a_round_before_it_was_late_blamed_nobody(office: Scene) -> None:
    """Extended in time, it was not among the late of whom the brief of that morning tells."""
    office.days("2024-04-26", "2024-05-03")
    extended(office, 3, "2024-05-03 10:00")
    office.days("2024-05-04", "2024-05-07")
    assert "07/05 brief → leader: sent" in office.story("bhxh-huyen", "2024-05-10")
    done = office.record("2024-05-08 09:00", due="2024-05-08")
    assert (done.on_time, done.told_wrongly) == (True, 0)


def test_a_drafted_urging_is_called_off_where_nobody_is_late_any_more(office: Scene) -> None:
    """Nobody has filed, but all have been given more time before it left."""
    office.days("2024-04-26", "2024-05-07")
    office.sweep("2024-05-08 07:00")
    with office.office.writing() as session:
        rows = find.inputs_of(session, office.office.rulebook, D2024, date(2024, 5, 5))
        decide.move(session, office.office.rulebook, rows, 5, GROUNDS, at("2024-05-08 07:02"))
    office.dispatch("2024-05-08 07:05")
    [urge] = [n for n in office.notices("bhxh-huyen", "2024-05-10") if n.step == "urge"]
    assert (urge.state, urge.reason) == ("cancelled", NOBODY_TO_URGE)


def test_what_waits_some_hours_for_a_release_leaves_on_the_hour(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(release="after_hours")
    office.days("2024-05-06", "2024-05-07")
    held = {n.held_until for n in office.notices() if n.state == "held"}
    assert held == {at("2024-05-07 10:00")}
    assert office.dispatch("2024-05-07 09:59").released == 0
    # The chairs, and the leader with the brief.
    assert office.dispatch("2024-05-07 10:00").released == 7


def test_an_answer_about_a_body_outside_the_round_is_refused(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    with pytest.raises(Refused, match="không thuộc đợt"):
        answered(office, {"phong-ldtbxh": Evidence(at("2024-05-03 09:00"))}, "2024-05-07 10:00")


def test_a_notice_that_left_wrongly_is_taken_back_by_a_correction(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    chair = next(n for n in office.notices() if n.recipient_post == "chair")
    with office.office.writing() as session:
        assert take_back(
            session, chair.id, "gửi nhầm", "van-phong/specialist", at("2024-05-07 10:00")
        )
    office.dispatch("2024-05-07 10:05")
    assert "chưa đúng" in office.gateway.to(CHAIR)[-1].text
    assert "gửi nhầm" not in office.entries("notice.retracted")[0].data


def called(scene: Scene, when: str, promise: str | None) -> date | None:
    said = Said("đ/c Chủ tịch", date.fromisoformat(promise) if promise else None)
    with scene.office.writing() as session:
        row = session.get_one(Obligation, scene.obligation().id)
        sweep_at = scene.office.settings.settings.sweep.at
        return call(session, scene.office.rulebook, row, said, "x/y", at(when), sweep_at)


def test_a_promise_holds_the_next_rung_once(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-04")
    assert called(office, "2024-05-04 10:00", "2024-05-07") == date(2024, 5, 8)
    office.day("2024-05-07")
    assert office.story()[-1].startswith("04/05")
    office.day("2024-05-08")
    assert office.story()[-1] == "08/05 overdue → chair: sent"
    # A second promise is written down and holds nothing.
    assert called(office, "2024-05-08 10:00", "2024-05-14") is None
    office.days("2024-05-09", "2024-05-13")
    assert office.story()[-1] == "13/05 proposal → leader: sent"


def test_a_promise_never_holds_past_the_consolidators_aim(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-04")
    assert called(office, "2024-05-04 10:00", "2024-05-20") == date(2024, 5, 9)


def test_a_call_without_promise_holds_nothing_and_names_nobody_in_the_trail(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-04")
    assert called(office, "2024-05-04 10:00", None) is None
    (entry,) = office.entries("call.entered")
    assert "Chủ tịch" not in entry.data


def rows(scene: Scene, due: str = "2024-05-05") -> list[int]:
    with scene.office.reading() as session:
        query = select(Obligation.id).where(Obligation.due_on == date.fromisoformat(due))
        return list(session.scalars(query))


def test_one_decision_pauses_a_whole_round(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-05-02")
    with any_office.office.writing() as session:
        found = [session.get_one(Obligation, row) for row in rows(any_office)]
        decide.pause(session, found, date(2024, 5, 8), GROUNDS, at("2024-05-03 10:00"))
    any_office.days("2024-05-04", "2024-05-08")
    assert any_office.story() == [
        "26/04 first → officer: sent",
        "02/05 reminder → officer: sent",
    ]
    assert any_office.obligation().late_from == at("2024-05-09 00:00")
    any_office.day("2024-05-09")
    assert any_office.obligation().state == "open"
    assert any_office.story()[-1] == "09/05 overdue → chair: sent"
    assert len(any_office.entries("obligation.suspended")) == 6
    assert len(any_office.entries("obligation.resumed")) == 6
    assert len(any_office.entries("decision.entered")) == 1


def extended(scene: Scene, days: int, when: str, due: str = "2024-05-05") -> Obligation:
    with scene.office.writing() as session:
        row = session.get_one(Obligation, scene.obligation(due=due).id)
        decide.move(
            session,
            scene.office.rulebook,
            [row],
            days,
            GROUNDS,
            at(when),
            extension=True,
        )
        return row


def test_an_extension_keeps_the_original_date_and_comes_once(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-03")
    row = extended(office, 3, "2024-05-03 10:00")
    assert (row.due_on, row.original_due_on) == (date(2024, 5, 8), date(2024, 5, 5))
    assert (row.aim_on, row.late_from) == (date(2024, 5, 7), at("2024-05-09 00:00"))
    with pytest.raises(Refused, match="chỉ gia hạn một lần"):
        extended(office, 3, "2024-05-03 11:00", due="2024-05-08")
    office.days("2024-05-04", "2024-05-09")
    story = [
        f"{local(n.created_at):%d/%m} {n.step}"
        for n in office.notices(due="2024-05-08")
        if n.cycle == 1
    ]
    assert story == [
        "04/05 reminder",
        "07/05 due_today",
        "09/05 ask_via",
        "09/05 overdue",
        "09/05 overdue",
    ]
    office.dispatch("2024-05-09 08:05")
    late = [e.text for e in office.gateway.sent if "[Quá hạn]" in e.subject]
    told = "(hạn trước ngày 08/5/2024, gia hạn từ ngày 05/5/2024)"
    assert sum(told in text for text in late) == 1


def test_a_day_past_the_consolidators_is_told_to_whoever_moves_it(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-03")
    passed = []
    for uid, days in ((DAI_PHU, 5), (SON_NAM, 6)):
        which = Which(D2024, "bao-cao-thang", uid, date(2024, 5, 5))
        with desk(office.office, at("2024-05-03 10:00")) as opened:
            passed.append(extend.extend(opened, extend.Request(which, days, GROUNDS)).past)
    assert passed == [None, date(2024, 5, 10)]
    with desk(office.office, at("2024-05-03 11:00")) as opened:
        round_ = Some(D2024, "bao-cao-thang", date(2024, 5, 5))
        assert move.move(opened, move.Request(round_, 20, GROUNDS)).past == date(2024, 5, 10)


def test_an_extension_is_not_undone_by_reading_the_rules_again(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-03")
    row = extended(office, 3, "2024-05-03 10:00")
    office.office.rulebook = replace(office.office.rulebook, digest="x" * 64)
    register_named(office.office, at("2024-05-04 06:00"))
    with office.office.reading() as session:
        assert session.get_one(Obligation, row.id).due_on == date(2024, 5, 8)


def test_a_time_longer_than_any_decision_asks_first(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    row, now = office.obligation(), at("2024-05-03 10:00")
    rulebook = office.office.rulebook
    with office.office.writing() as session:
        rows = [session.get_one(Obligation, row.id)]
        with pytest.raises(Refused, match=r"lùi hạn 365 ngày là quá 92 ngày.*--confirm"):
            decide.move(session, rulebook, rows, 365, GROUNDS, now)
        with pytest.raises(Refused, match=r"tạm dừng đến hết 10/5/2042.*--confirm"):
            decide.pause(session, rows, date(2042, 5, 10), GROUNDS, now)
        meant = replace(GROUNDS, confirmed=True)
        decide.move(session, rulebook, rows, 365, meant, now)
        assert rows[0].due_on == date(2025, 5, 5)


def test_the_switch_stops_all_sending_and_says_so(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    with office.office.writing() as session:
        stop_sending(session, "nghi ngờ sai danh bạ", "x/y", at("2024-04-26 07:01"))
    report = office.dispatch("2024-04-26 07:05")
    assert (report.messages, report.sending_off_since) == ({}, at("2024-04-26 07:01"))
    assert office.gateway.sent == []
    with office.office.writing() as session:
        start_sending(session, "đã kiểm tra", "x/y", at("2024-04-26 08:00"))
    assert office.dispatch("2024-04-26 08:05").messages == {"sent": 7}


def test_a_person_settles_what_is_unknown(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.UNKNOWN, "LOST", "mất kết nối sau khi gửi")
    office.dispatch("2024-04-26 07:05")
    office.gateway.outcome = Outcome(Kind.SENT)
    (mine,), (other,) = office.notices(), office.notices(SON_NAM)
    with office.office.writing() as session:
        settle_unknown(session, mine.id, True, "x/y", at("2024-04-26 09:00"))
        settle_unknown(session, other.id, False, "x/y", at("2024-04-26 09:00"))
    assert office.story() == ["26/04 first → officer: sent"]
    assert office.dispatch("2024-04-26 09:05").messages == {"sent": 1}
    assert office.story(SON_NAM) == ["26/04 first → officer: sent"]
    with office.office.reading() as session:
        assert len(session.scalars(select(Message)).all()) == 7


def test_after_a_relay_that_told_nothing_all_its_doubts_are_settled_at_once(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.gateway.outcome = Outcome(Kind.UNKNOWN, "LOST", "mất kết nối sau khi gửi")
    office.dispatch("2024-04-26 07:05")
    office.gateway.outcome = Outcome(Kind.SENT)
    with (
        pytest.raises(Refused, match="kênh 'zalo' không có thư nào chưa rõ; kênh có: email"),
        desk(office.office, at("2024-04-26 09:00")) as opened,
    ):
        settle_all(opened, All("zalo", arrived=True))
    with desk(office.office, at("2024-04-26 09:00")) as opened:
        assert settle_all(opened, All("email", arrived=False)) == 7
    assert office.dispatch("2024-04-26 09:05").messages == {"sent": 7}
    assert len(office.entries("message.pending")) == 7


def test_the_list_for_a_chat_group_is_neutral(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    office.record("2024-05-07 09:00")
    with office.office.reading() as session:
        text = roundup(
            session, office.office.rulebook, D2024, date(2024, 5, 5), at("2024-05-07 10:00")
        )
    assert "Văn phòng đã ghi nhận 01/06 báo cáo" in text
    assert "UBND xã Sơn Nam" in text
    assert "UBND xã Đại Phú" not in text
    for blame in ("quá hạn", "chậm", "chưa nộp", "yêu cầu"):
        assert blame not in text
