"""A demonstration: lived in before it is opened, and moved on by a button."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dondoc.looking.coming import next_moment
from dondoc.looking.lived import History, begin, history_of, live_through, read_history
from dondoc.running.up import start_over
from dondoc.setup.loading import load
from dondoc.setup.wiring import Office, open_office
from dondoc.trail.anchors import read_anchors
from dondoc.trail.verify import verify
from dondoc.web.app import make_app
from language.zone import local
from models import Call, Issued, Message, MessageState, Notice, NoticeState, Report, ReportState
from models.clock import SimulatedClock
from tests.offices import at
from tests.simulated import stand
from tests.web.browsing import Person

HEAD = "van-phong/office-head"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Office]:
    """A demonstration two days old, on the evening before its first notices."""
    office = open_office(load(stand(tmp_path / "demo", "2024-04-25 18:30")))
    two_days = History.model_validate({"from": "2024-04-24", "until": "2024-04-25T18:30"})
    live_through(office, two_days)
    yield office
    office.close()


def test_the_next_moment_is_the_morning_on_which_something_is_looked_at(demo: Office) -> None:
    assert local(next_moment(demo, at("2024-04-25 18:30"))) == at("2024-04-26 07:00")


def test_a_button_moves_the_clock_on_and_lets_it_happen(demo: Office) -> None:
    head = Person(make_app(demo), HEAD)
    page = head.get("/quyet-dinh")
    assert "Bây giờ là 18:30 ngày 25/4/2024" in page.text
    done = head.post("/trinh-dien/tiep")
    assert "Đã đến 07:00 ngày 26/4/2024" in done.text
    with demo.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) >= 31  # type: ignore[operator]
    assert demo.clock.now() == at("2024-04-26 07:00")


def test_an_office_has_no_such_button(tmp_path: Path) -> None:
    clock = SimulatedClock(tmp_path / "clock.json")
    clock.stand(at("2024-05-07 09:00"))
    assert clock.advance(at("2024-05-06 09:00")) == at("2024-05-07 09:00")
    assert clock.advance(at("2024-05-08 09:00")) == at("2024-05-08 09:00")


def test_a_history_that_was_played_is_laid_down_again(tmp_path: Path) -> None:
    settings = load(stand(tmp_path / "demo", "2024-04-25 18:30"))
    played = list[int]()
    one_day = History.model_validate({"from": "2024-04-24", "until": "2024-04-24T18:30"})
    begin(settings, one_day, lambda done, _: played.append(done))
    start_over(settings.state_folder)
    begin(settings, one_day, lambda done, _: played.append(done))
    assert played == [1]
    office = open_office(settings)
    try:
        anchors = read_anchors(office.settings.state_folder, office.database)
        with office.reading() as session:
            assert verify(session, anchors).ok
    finally:
        office.close()


@pytest.mark.long
def test_the_shipped_history_has_what_an_office_meets(tmp_path: Path) -> None:
    settings = load(stand(tmp_path / "demo", "2024-08-06 08:40"))
    file = history_of(settings)
    assert file is not None
    office = open_office(settings)
    try:
        until = live_through(office, read_history(file))
        with office.reading() as session:
            count = {
                state: session.scalar(select(func.count()).where(Notice.state == state))
                for state in NoticeState
            }
            doubts = select(func.count()).where(Message.state == MessageState.UNKNOWN.value)
            returned = select(func.count()).where(Report.state == ReportState.RETURNED.value)
            on_paper = select(func.count()).where(Report.road == "paper")
            steps = set(session.scalars(select(Notice.step)))
            assert count[NoticeState.HELD] >= 5
            assert session.scalar(doubts) == 1
            assert session.scalar(returned)
            assert session.scalar(on_paper)
            assert session.scalar(select(func.count(Call.id))) == 4
            assert session.scalar(select(func.count(Issued.id))) == 1
            assert steps >= {"correction", "target_missed", "overdue", "returned", "urge"}
        anchors = read_anchors(office.settings.state_folder, office.database)
        with office.reading() as session:
            assert verify(session, anchors).ok
        assert until == at("2024-08-06 08:40")
        assert next_moment(office, until) - until < timedelta(days=7)
        assert date(2024, 8, 6) == local(until).date()
    finally:
        office.close()
