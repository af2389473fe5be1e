"""A directive that leaves config.yaml is an alarm; one that is stopped says no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, select

from dondoc.day.registering import register_named
from dondoc.desk import stop
from dondoc.desk.context import desk
from dondoc.errors import Refused
from dondoc.looking.board import Board
from dondoc.looking.doctor import examine
from models import Directive, Notice, NoticeState, Obligation
from tests.offices import D2021, D2024, Scene, at

MORNING = "2024-05-02 07:00"


@dataclass
class Counts:
    """How many notices wait, how many letters left, how many rows are awake."""

    waiting: int
    sent: int
    awake: int


def counts(scene: Scene) -> Counts:
    with scene.office.reading() as session:
        waiting = session.scalar(select(func.count()).where(Notice.unsent()))
        awake = session.scalar(select(func.count()).where(Obligation.wake_at.is_not(None)))
    return Counts(waiting or 0, len(scene.gateway.sent), awake or 0)


def name(scene: Scene, *directives: str) -> None:
    located = scene.office.settings
    settings = located.settings.model_copy(update={"directives": list(directives)})
    scene.office.settings = located.model_copy(update={"settings": settings})


@pytest.fixture
def queued(any_office: Scene) -> Scene:
    """The letters of a morning wait to leave."""
    any_office.lives_itself()
    any_office.sweep(MORNING)
    return any_office


def test_nothing_of_a_directive_taken_out_leaves_and_everybody_is_told(queued: Scene) -> None:
    before = counts(queued)
    assert before.waiting
    name(queued, D2021)
    queued.dispatch("2024-05-02 07:05")
    report = queued.sweep("2024-05-03 07:00")
    queued.dispatch("2024-05-03 07:05")
    after = counts(queued)
    assert (after.waiting, after.sent) == (before.waiting, 0)
    (alarm,) = report.left_out
    assert (alarm.directive, alarm.unsent) == (D2024, before.waiting)
    drawn = Board(queued.office).render(at("2024-05-03 08:00"), rows=1)
    assert "VĂN BẢN NGOÀI CẤU HÌNH" in str(drawn.renderables[0])  # type: ignore[attr-defined]


def test_the_doctor_names_it_and_what_to_do(office_with: Callable[..., Scene]) -> None:
    scene = office_with(watched=False)
    scene.lives_itself()
    scene.sweep(MORNING)
    for names, fine in ((D2024, True), (D2021, False)):
        name(scene, names)
        found = {one.name: one for one in examine(scene.office, at("2024-05-03 08:00"))}
        assert found["văn bản"].ok is fine
    assert f"dondoc directive stop {D2024}" in found["văn bản"].said


def test_put_back_it_goes_on_where_it_was(queued: Scene) -> None:
    name(queued, D2021)
    queued.dispatch("2024-05-02 07:05")
    name(queued, D2024)
    queued.sweep("2024-05-03 07:00")
    queued.dispatch("2024-05-03 07:05")
    assert counts(queued).sent > 0
    assert queued.sweep("2024-05-04 07:00").left_out == []


def stopped(scene: Scene, when: str, on: date, reason: str = "bị thay thế") -> stop.Answer:
    with desk(scene.office, at(when)) as opened:
        return stop.stop(opened, stop.Request(D2024, on, reason))


@pytest.mark.whole
def test_one_that_is_stopped_says_no_more_and_what_fell_due_stays(queued: Scene) -> None:
    before = counts(queued)
    done = stopped(queued, "2024-05-07 06:30", date(2024, 5, 6))
    after = counts(queued)
    assert done.cancelled_notices == before.waiting
    assert (after.waiting, after.awake) == (0, 0)
    may = [row.state for row in _due(queued, date(2024, 5, 5))]
    assert (len(may), set(may)) == (31, {"open"})
    assert {row.state for row in _due(queued, date(2024, 6, 5))} == {"withdrawn"}
    for day in ("2024-05-07", "2024-05-08"):
        queued.day(day)
    assert counts(queued) == after
    assert register_named(queued.office, at("2024-05-09 08:00"))[0].unchanged
    (entry,) = queued.entries("directive.stopped")
    assert '"by":"van-phong/specialist"' in entry.data
    assert "bị thay thế" not in entry.data


def _due(scene: Scene, on: date) -> list[Obligation]:
    with scene.office.reading() as session:
        query = select(Obligation).where(
            Obligation.due_on == on, Obligation.duty == "bao-cao-thang"
        )
        return list(session.scalars(query))


def test_started_again_the_rest_is_owed_again(queued: Scene) -> None:
    stopped(queued, "2024-05-07 06:30", date(2024, 5, 6), "nhầm")
    with desk(queued.office, at("2024-05-08 06:30")) as opened:
        stop.start(opened, stop.Again(D2024, "ngừng nhầm văn bản"))
    queued.day("2024-05-08")
    assert {row.state for row in _due(queued, date(2024, 6, 5))} == {"open"}
    with queued.office.reading() as session:
        said = session.scalars(
            select(Notice.step).where(Notice.created_at >= at("2024-05-08 07:00"))
        )
        assert "overdue" in set(said)


@pytest.mark.parametrize(
    ("directive", "on", "reason", "said"),
    [
        ("khac", date(2024, 5, 6), "x", r"'khac'; có: son-duong-bhyt-2024"),
        (D2024, date(2024, 5, 8), "x", r"ngày 08/5/2024 chưa đến"),
        (D2024, date(2024, 5, 6), " ", r"cần nêu lý do"),
    ],
)
def test_what_cannot_be_stopped_is_refused(
    office: Scene, directive: str, on: date, reason: str, said: str
) -> None:
    office.sweep("2024-05-06 07:00")
    with pytest.raises(Refused, match=said), desk(office.office, at("2024-05-07 08:00")) as opened:
        stop.stop(opened, stop.Request(directive, on, reason))
    with office.office.reading() as session:
        assert session.get_one(Directive, D2024).stopped_on is None


def test_it_is_stopped_once(queued: Scene) -> None:
    stopped(queued, "2024-05-07 06:30", date(2024, 5, 6))
    with pytest.raises(Refused, match="đã ngừng theo dõi từ sau ngày 06/5/2024"):
        stopped(queued, "2024-05-07 06:40", date(2024, 5, 6))


def test_a_notice_kept_back_is_still_pending(queued: Scene) -> None:
    name(queued, D2021)
    queued.dispatch("2024-05-02 07:05")
    with queued.office.reading() as session:
        states = set(session.scalars(select(Notice.state)))
    assert states == {NoticeState.PENDING.value}
