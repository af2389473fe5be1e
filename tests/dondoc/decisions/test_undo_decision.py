"""A decision about a term is taken back by a decision; the days it held make nobody late."""

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.decisions import decide
from dondoc.desk import extend, move, suspend, undo_decision
from dondoc.desk.context import Which, desk
from dondoc.desk.scope import Scope
from dondoc.errors import Refused
from dondoc.obligations.standing import standings
from dondoc.trail.verify import verify
from models import Obligation, ObligationState
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at, played

GROUNDS = decide.Grounds("bão số 3", "Phó Chủ tịch UBND huyện", "12/QĐ-UBND")
MISTAKEN = decide.Grounds("ghi nhầm đơn vị", "Chánh Văn phòng")
OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
OFFICER = "officer.02617-base@noi-bo.invalid"


@played
def extended(office: Scene, days: int, when: str) -> int:
    with desk(office.office, at(when)) as opened:
        return extend.extend(opened, extend.Request(OF, days, GROUNDS)).decision


@played
def paused(office: Scene, until: str, when: str) -> int:
    scope = Scope(D2024, MONTHLY, date(2024, 5, 5), (DAI_PHU,))
    asked = suspend.Request(scope, date.fromisoformat(until), GROUNDS)
    with desk(office.office, at(when)) as opened:
        return suspend.suspend(opened, asked).decision


@played
def undone(office: Scene, decision: int, when: str) -> undo_decision.Answer:
    with desk(office.office, at(when)) as opened:
        return undo_decision.undo(opened, undo_decision.Request(decision, MISTAKEN))


def row(office: Scene, due: str = "2024-05-05") -> Obligation:
    return office.obligation(due=due)


def late_on(office: Scene, when: str, due: str = "2024-05-05") -> str:
    with office.office.reading() as session:
        [one] = standings(session, at(when), Obligation.id == row(office, due).id)
        return one.way


@pytest.fixture
def relied_on(office: Scene) -> Scene:
    """Extended by ten days before its day, when its ladder had begun; taken back on Wednesday."""
    for day in ("2024-04-26", "2024-05-04"):
        office.day(day)
    decision = extended(office, 10, "2024-05-04 10:00")
    office.day("2024-05-06")
    office.day("2024-05-08")
    undone(office, decision, "2024-05-08 15:00")
    return office


def test_a_body_that_relied_on_an_extension_is_not_late_for_the_days_it_held(
    relied_on: Scene,
) -> None:
    """Its own last day was Monday; taken back on Wednesday, it has Thursday to act."""
    assert row(relied_on).late_from == at("2024-05-10 00:00")
    ways = {day: late_on(relied_on, f"2024-05-{day} 12:00") for day in ("07", "08", "09", "10")}
    assert ways == {
        "07": "open_in_time",
        "08": "open_in_time",
        "09": "open_in_time",
        "10": "open_overdue",
    }


def test_who_hears_of_several_matters_is_one_person(office: Scene) -> None:
    office.day("2024-04-26")
    scope = Scope(D2024, None, None, (DAI_PHU,))
    with desk(office.office, at("2024-04-26 09:00")) as opened:
        asked = suspend.Request(scope, date(2024, 5, 20), GROUNDS)
        decision = suspend.suspend(opened, asked).decision
    done = undone(office, decision, "2024-04-26 10:00")
    assert done.obligations > done.told == 1


def test_its_officer_and_whoever_was_told_of_the_other_date_hear_of_it(relied_on: Scene) -> None:
    relied_on.dispatch("2024-05-08 15:10")
    assert relied_on.story()[2:] == [
        "06/05 first → officer: sent",
        "08/05 decision_undone → officer: sent",
        # Whose draft said that it has another date.
        "08/05 decision_undone → specialist: sent",
    ]
    letter = relied_on.gateway.to(OFFICER)[-1]
    assert letter.subject == "[Rút gia hạn] Báo cáo tháng BHYT trước ngày 05/5/2024"
    assert "được gia hạn 10 ngày (hạn trước ngày 15/5/2024)" in letter.text
    assert "gửi báo cáo chậm nhất là ngày 09/5/2024 (thứ Năm)" in letter.text
    assert "đến hết ngày 09/5/2024 không bị tính là quá hạn" in letter.text
    [draft] = [e for e in relied_on.gateway.sent if e.subject.endswith("của UBND xã Đại Phú")]
    assert "còn nêu UBND xã Đại Phú được gia hạn thì đề nghị lập lại" in draft.text


def test_its_ladder_begins_again_by_the_date_of_the_text(relied_on: Scene) -> None:
    relied_on.day("2024-05-10")
    assert relied_on.story()[-3:] == [
        "10/05 ask_via → officer: sent",
        "10/05 overdue → officer: sent",
        "10/05 overdue → chair: sent",
    ]
    letter = relied_on.gateway.to(OFFICER)[-1]
    # Sunday the fifth is no reason for the tenth.
    assert "do có quyết định về thời hạn của việc này, Văn phòng tính quá hạn" in letter.text
    with relied_on.office.reading() as session:
        assert verify(session).ok


def test_after_an_extension_its_officer_hears_the_new_date(relied_on: Scene) -> None:
    """Though a higher rung had been told of the date before."""
    told = [letter.subject for letter in relied_on.gateway.to(OFFICER)]
    assert told[1:] == [
        "[Đến hạn] Báo cáo tháng BHYT trước ngày 05/5/2024",
        "[Nhắc việc] Báo cáo tháng BHYT trước ngày 15/5/2024",
    ]


def test_an_extension_can_be_granted_again_once_a_mistaken_one_was_taken_back(
    relied_on: Scene,
) -> None:
    assert not row(relied_on).extended
    extended(relied_on, 3, "2024-05-08 16:00")
    assert row(relied_on, "2024-05-08").extended


def test_what_makes_no_sense_is_refused(relied_on: Scene) -> None:
    def refused(decision: int, when: str = "2024-05-08 16:00") -> str:
        with pytest.raises(Refused) as said:
            undone(relied_on, decision, when)
        return str(said.value)

    assert refused(99) == "không có quyết định 99; xem: dondoc decision list"
    assert refused(1) == "quyết định 1 đã được rút lại ngày 08/5/2024 (quyết định 2)"
    assert "là quyết định rút lại (quyết định 1), không rút lại lần nữa" in refused(2)
    again = extended(relied_on, 1, "2024-05-08 16:00")
    assert "đã quá cả hạn gia hạn): không có gì để rút lại" in refused(again, "2024-05-10 09:00")


@pytest.fixture
def storm(office_with: Callable[..., Scene]) -> Scene:
    """Late and told so, its chair's letter held; paused on Tuesday, which ends on Wednesday."""
    office = office_with(release="person")
    for day in ("2024-04-26", "2024-05-07"):
        office.day(day)
    paused(office, "2024-05-20", "2024-05-07 10:00")
    office.day("2024-05-08")
    return office


def test_a_pause_that_ends_early_says_after_all_what_it_had_called_off(storm: Scene) -> None:
    before = storm.story()
    assert before[-1] == "07/05 overdue → chair: cancelled"
    done = undone(storm, 1, "2024-05-08 10:00")
    assert (done.obligations, done.told) == (1, 1)
    assert storm.story()[len(before) :] == [
        "08/05 overdue → chair: held",
        "08/05 decision_undone → officer: pending",
    ]
    storm.dispatch("2024-05-08 10:05")
    letter = storm.gateway.to(OFFICER)[-1]
    assert letter.subject == "[Hết tạm dừng] Báo cáo tháng BHYT trước ngày 05/5/2024"
    assert "việc theo dõi, đôn đốc tiếp tục như trước" in letter.text
    # It had been late before the pause, and is.
    assert "không bị tính là quá hạn" not in letter.text
    assert row(storm).late_from == at("2024-05-07 00:00")
    with storm.office.reading() as session:
        [then, now] = (
            next(iter(standings(session, at(f"2024-05-08 {hour}:00"), Obligation.id == one)))
            for one in [row(storm).id]
            for hour in ("09", "11")
        )
        assert (then.paused, now.paused) == (True, False)
        assert verify(session).ok


def test_a_pause_in_time_that_ends_early_makes_nobody_late_at_once(office: Scene) -> None:
    office.day("2024-04-26")
    paused(office, "2024-05-20", "2024-05-03 10:00")
    assert row(office).late_from == at("2024-05-21 00:00")
    office.day("2024-05-08")
    undone(office, 1, "2024-05-08 10:00")
    assert row(office).late_from == at("2024-05-10 00:00")
    assert row(office).state == ObligationState.OPEN


def test_a_pause_that_is_over_is_not_taken_back(office: Scene) -> None:
    office.day("2024-04-26")
    paused(office, "2024-05-03", "2024-05-02 11:00")
    office.day("2024-05-06")
    with pytest.raises(Refused, match="không còn tạm dừng việc nào"):
        undone(office, 1, "2024-05-06 10:00")


def test_the_move_under_an_extension_is_not_taken_back_before_it(office: Scene) -> None:
    office.day("2024-04-26")
    extended(office, 3, "2024-04-26 10:00")
    with desk(office.office, at("2024-04-26 11:00")) as opened:
        scope = Scope(D2024, MONTHLY, date(2024, 5, 8))
        move.move(opened, move.Request(scope, 7, GROUNDS))
    with pytest.raises(Refused, match="quyết định 2 dời tiếp từ hạn mà quyết định 1 cho"):
        undone(office, 1, "2024-04-26 12:00")
    undone(office, 2, "2024-04-26 12:00")
    undone(office, 1, "2024-04-26 13:00")
    assert (row(office).due_on, row(office).late_from) == (date(2024, 5, 5), at("2024-05-07 00:00"))


def test_what_was_filed_under_an_extension_stays_in_time(relied_on: Scene) -> None:
    again = extended(relied_on, 10, "2024-05-08 16:00")
    relied_on.record("2024-05-08 17:00", due="2024-05-15")
    with pytest.raises(Refused, match="không còn tác dụng"):
        undone(relied_on, again, "2024-05-08 17:30")
    assert late_on(relied_on, "2024-05-20 10:00", "2024-05-15") == "done_on_time"


def test_on_either_database_a_decision_is_taken_back_once(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    extended(any_office, 10, "2024-04-26 10:00")
    assert undone(any_office, 1, "2024-04-26 11:00").told == 1
    with pytest.raises(Refused, match="đã được rút lại ngày 26/4/2024"):
        undone(any_office, 1, "2024-04-26 12:00")
    any_office.dispatch("2024-04-26 12:05")
    assert any_office.story()[-1] == "26/04 decision_undone → officer: sent"
    with any_office.office.reading() as session:
        assert verify(session).ok
