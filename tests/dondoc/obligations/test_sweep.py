"""Sweeping: the ladder day by day, catch-up, and what a sweep refuses."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dondoc.contacts.demo import role_mailboxes
from dondoc.contacts.row import ContactRow
from dondoc.errors import NotPossible, Refused
from dondoc.obligations import sweep as sweep_module
from dondoc.setup.lease import held
from models import Finding, Notice, Obligation, Sweep
from models.clock import SystemClock
from tests.offices import DAI_PHU, Scene, at


def test_a_silent_commune_in_may_2024(any_office: Scene) -> None:
    any_office.days("2024-04-25", "2024-05-16")
    assert any_office.story() == [
        "26/04 first → officer: sent",
        "02/05 reminder → officer: sent",
        "04/05 due_today → officer: sent",
        "07/05 ask_via → officer: sent",
        "07/05 overdue → officer: sent",
        "07/05 overdue → chair: sent",
        "13/05 proposal → leader: sent",
    ]


def test_a_punctual_commune_hears_nothing_after_its_report(office: Scene) -> None:
    office.days("2024-04-25", "2024-05-03")
    office.record("2024-05-03 15:00")
    office.days("2024-05-04", "2024-05-16")
    assert office.story() == ["26/04 first → officer: sent", "02/05 reminder → officer: sent"]


def test_the_consolidator_is_told_who_is_missing_and_leaders_what_changed(office: Scene) -> None:
    office.days("2024-04-25", "2024-05-18")
    assert office.story("bhxh-huyen", "2024-05-10") == [
        "26/04 first → officer: sent",
        "07/05 blocked → officer: sent",
        "07/05 brief → leader: sent",
        "07/05 reminder → officer: sent",
        "08/05 urge → specialist: sent",
        "09/05 due_today → officer: sent",
        "13/05 overdue → officer: sent",
        "13/05 overdue → director: sent",
        "17/05 proposal → leader: sent",
    ]


def test_leaders_are_briefed_again_only_when_something_changed(office: Scene) -> None:
    office.days("2024-04-25", "2024-05-08")
    office.record("2024-05-08 10:00")
    office.days("2024-05-09", "2024-05-10")
    briefs = [n for n in office.notices("bhxh-huyen", "2024-05-10") if n.step == "brief"]
    assert [n.repeat for n in briefs] == [20240507, 20240509]


def test_ready_is_said_once_all_reports_are_in(office: Scene) -> None:
    office.days("2024-04-25", "2024-04-30")
    with office.office.reading() as session:
        bearers = session.scalars(
            select(Obligation.bearer_uid).where(Obligation.duty == "bao-cao-thang").distinct()
        ).all()
    may = [uid for uid in bearers if uid != "02608@2024"]
    for uid in may:
        office.record("2024-05-03 09:00", bearer=uid)
    office.days("2024-05-04", "2024-05-08")
    steps = [n.step for n in office.notices("bhxh-huyen", "2024-05-10")]
    assert steps == ["first", "ready", "reminder"]


def test_on_the_last_day_of_a_directive_word_still_goes_out(office: Scene) -> None:
    office.sweep("2024-12-02 07:00")
    office.sweep("2024-12-31 07:00")
    assert office.story(due="2024-12-05")[-1] == "31/12 overdue → chair: pending"


def test_after_the_last_day_of_a_directive_nothing_is_said(office: Scene) -> None:
    office.sweep("2024-12-02 07:00")
    said = office.story(due="2024-12-05")
    office.sweep("2025-01-01 07:00")
    assert office.story(due="2024-12-05") == said


def test_sweeping_twice_says_nothing_twice(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    assert office.obligation().opened_at == at("2024-04-26 07:00")
    again = office.sweep("2024-04-26 15:00")
    assert (again.totals.examined, again.totals.notices) == (0, 0)


def test_after_forty_days_down_the_highest_rung_goes_out_once(any_office: Scene) -> None:
    """40 days: nothing doubled, nothing lost, missed rungs recorded, dates without a sweep told."""
    any_office.day("2024-04-25")
    report = any_office.sweep("2024-06-04 07:00")
    any_office.dispatch("2024-06-04 07:05")
    assert len(report.days_without) == 39
    assert (report.days_without[0], report.days_without[-1]) == ("2024-04-26", "2024-06-03")
    # May's report: 20 working days late, but nobody was told: first its bearer, then the leader.
    assert any_office.story() == [
        "04/06 ask_via → officer: sent",
        "04/06 overdue → officer: sent",
        "04/06 overdue → chair: sent",
    ]
    # June's report: its own last day.
    assert any_office.story(due="2024-06-05") == ["04/06 due_today → officer: sent"]
    with any_office.office.reading() as session:
        missed = session.scalars(
            select(Finding.step)
            .where(Finding.obligation_id == any_office.obligation().id, Finding.outcome == "missed")
            .order_by(Finding.rung)
        ).all()
        assert list(missed) == ["first", "reminder", "due_today"]
        keys = session.scalars(select(Notice.dedupe_key)).all()
        assert len(keys) == len(set(keys))
        swept = session.scalars(select(Sweep).order_by(Sweep.id.desc()).limit(1)).one()
        assert swept.days_without == report.days_without
        asleep = session.scalars(
            select(Obligation).where(Obligation.wake_at <= at("2024-06-04 07:00"))
        ).all()
        assert list(asleep) == []
    again = any_office.sweep("2024-06-04 07:10")
    assert (again.totals.notices, again.days_without) == (0, [])


@pytest.mark.whole
def test_a_sweep_that_is_killed_goes_on_where_it_was(
    office: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is whole or not there: the rest follows in the next sweep, nothing twice."""
    monkeypatch.setattr(sweep_module, "BATCH", 10)
    batches = []
    whole = sweep_module.sweep_batch

    def dying(*arguments: object) -> object:
        batches.append(1)
        done = whole(*arguments)  # type: ignore[arg-type]
        if len(batches) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(sweep_module, "sweep_batch", dying)
    office.lives_itself()
    with pytest.raises(KeyboardInterrupt):
        office.sweep("2024-04-26 07:00")
    with office.office.reading() as session:
        assert len(session.scalars(select(Notice)).all()) == 20
    office.sweep("2024-04-26 07:20")
    with office.office.reading() as session:
        assert len(session.scalars(select(Notice)).all()) == 32


def test_a_clock_set_back_is_refused(office: Scene) -> None:
    office.sweep("2024-05-07 07:00")
    with pytest.raises(Refused, match="ở trước lượt quét gần nhất"):
        office.sweep("2024-05-06 07:00")


def test_a_clock_far_ahead_asks_a_person(office: Scene) -> None:
    office.sweep("2024-05-07 07:00")
    with pytest.raises(Refused, match="--accept-gap"):
        office.sweep("2025-05-07 07:00")
    office.sweep("2025-05-07 07:00", accept_gap=True)


def test_one_sweep_at_a_time(office: Scene) -> None:
    from datetime import timedelta

    wall = office.office.wall
    with (
        held(office.office.database, "sweep", "another", wall, timedelta(minutes=5)),
        pytest.raises(NotPossible, match="đang chạy"),
    ):
        office.sweep("2024-05-07 07:00")
    office.sweep("2024-05-07 07:00")
    # A holder that was killed loses the lease when its time is over.
    stale = SystemClock()
    with held(office.office.database, "sweep", "x", stale, timedelta(seconds=-1)):
        office.office.wall = stale
        office.sweep("2024-05-08 07:00")


@pytest.mark.whole
@pytest.mark.long
def test_whoever_was_punctual_three_rounds_is_spared_the_second_reminder(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    for due, received in (
        ("2024-05-05", "2024-05-03 09:00"),
        ("2024-06-05", "2024-06-03 09:00"),
        ("2024-07-05", "2024-07-03 09:00"),
    ):
        office.days(received[:10], received[:10])
        office.record(received, due=due)
    office.days("2024-07-22", "2024-08-03")
    assert office.story(due="2024-08-05") == [
        "31/07 first → officer: sent",
        "02/08 due_today → officer: sent",
    ]
    # A neighbour that never reported is reminded.
    assert "reminder" in " ".join(office.story("02614@base", "2024-08-05"))


def test_before_the_new_commune_exists_its_predecessors_are_told(office: Scene) -> None:
    office.days("2024-07-23", "2024-07-23")
    office.days("2024-08-30", "2024-09-04")
    who = [
        (f"{n.created_at.astimezone(at('2024-08-30 00:00').tzinfo):%d/%m}", n.recipient_uid, n.step)
        for n in office.notices("02608@2024", "2024-09-05")
    ]
    assert who == [
        ("30/08", "02593@base", "reminder"),
        ("30/08", "02608@base", "reminder"),
        ("04/09", "02608@2024", "due_today"),
    ]


def test_after_the_merger_the_successor_answers_for_what_is_late(office: Scene) -> None:
    office.days("2024-08-28", "2024-08-28")
    office.days("2024-09-04", "2024-09-04")
    late = office.notices("02608@base", "2024-08-05")
    assert {n.recipient_uid for n in late if n.created_at > at("2024-09-01 00:00")} <= {
        "02608@2024"
    }


def test_notices_to_a_chair_wait_where_a_person_releases_them(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(release="person")
    office.day("2024-04-26")
    office.days("2024-05-06", "2024-05-09")
    assert office.story()[-3:] == [
        "07/05 ask_via → officer: sent",
        "07/05 overdue → officer: sent",
        "07/05 overdue → chair: held",
    ]


def test_notices_to_a_chair_go_by_themselves_after_the_hours_the_office_set(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(release="after_hours")
    office.day("2024-04-26")
    office.days("2024-05-06", "2024-05-07")
    office.dispatch("2024-05-07 09:59")
    assert office.story()[-1] == "07/05 overdue → chair: held"
    office.dispatch("2024-05-07 10:00")
    assert office.story()[-1] == "07/05 overdue → chair: sent"


def test_a_post_nobody_holds_is_a_row_not_a_silence(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(contacts=[ContactRow("bhxh-huyen", "officer", "A", "a@demo.invalid")])
    office.days("2024-04-26", "2024-04-26")
    (notice,) = office.notices()
    assert (notice.state, notice.reason) == ("failed", "chức danh này chưa có ai trong danh bạ")
    assert office.gateway.to("a@demo.invalid")


def test_a_successor_without_a_contact_is_reached_through_its_predecessors(
    office_with: Callable[..., Scene], rulebook: object
) -> None:
    old = [
        row
        for row in role_mailboxes(rulebook)  # type: ignore[attr-defined]
        if row.body in ("02593@base", "02608@base")
    ]
    office = office_with(contacts=old)
    office.days("2024-07-23", "2024-07-23")
    office.days("2024-09-04", "2024-09-04")
    told = {n.recipient_uid for n in office.notices("02608@2024", "2024-09-05")}
    assert told == {"02593@base", "02608@base"}


def test_nothing_fires_before_the_dispatch_was_issued(office_with: Callable[..., Scene]) -> None:
    office = office_with(directives=["son-duong-bhyt-2021"])
    office.day("2021-06-01")
    office.days("2021-06-09", "2021-06-16")
    office.days("2021-06-22", "2021-06-24")
    office.day("2021-06-30")
    with office.office.reading() as session:
        steps = session.execute(
            select(Notice.step, Notice.created_at, Notice.basis)
            .join(Obligation)
            .where(Obligation.kind == "target", Obligation.bearer_uid == DAI_PHU)
            .order_by(Notice.id)
        ).all()
    assert [(step, f"{when:%d/%m}", basis) for step, when, basis in steps] == [
        ("target_15", "15/06", "house"),
        ("target_7", "23/06", "house"),
    ]
