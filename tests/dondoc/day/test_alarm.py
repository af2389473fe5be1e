"""Who still ticks tells of who ticks no more, once; where nobody ticks, whoever looks is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dondoc.day.tick import tick
from dondoc.looking.workers import workers
from dondoc.setup.places import PREFECT, TIMER
from dondoc.setup.settings import OfficeSettings, Specialist
from dondoc.setup.wiring import Office
from models.clock import FixedClock
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import Scene, at, scene

MORNING = at("2024-04-26 07:00")
SPECIALIST = OfficeSettings(specialist=Specialist(person="Nguyễn Thị Mẫu", email="mau@example.org"))


@pytest.fixture
def office(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office that was ticked by Prefect and by the timer in the morning."""
    with scene(sqlite, rulebook, policies, tmp_path) as opened:
        for source in (PREFECT, TIMER):
            by(opened, source, timedelta())
        opened.gateway.sent.clear()
        yield opened


def as_(scene: Scene, source: str, later: timedelta) -> Office:
    office = scene.office
    said = office.settings.settings.model_copy(update={"office": SPECIALIST})
    settings = office.settings.model_copy(update={"settings": said})
    return replace(office, settings=settings, source=source, wall=FixedClock(MORNING + later))


def by(scene: Scene, source: str, later: timedelta) -> list[str]:
    """Tick by the way `source`, so much later; return of whose silence it told."""
    return [way.source for way in tick(as_(scene, source, later), MORNING + later).silent]


def findings(scene: Scene, later: timedelta) -> tuple[bool, str]:
    office = as_(scene, "", later)
    with office.reading() as session:
        [_, found] = workers(office, session, MORNING + later)
    return found.ok, found.said


def test_the_timer_tells_once_that_prefect_is_silent(office: Scene) -> None:
    assert by(office, TIMER, timedelta(minutes=55)) == []
    assert by(office, TIMER, timedelta(hours=2)) == [PREFECT]
    [mail] = office.gateway.sent
    assert mail.to.address == "mau@example.org"
    assert mail.subject == "Đôn Đốc: Prefect không chạy từ 07:00 ngày 26/4/2024"
    assert "dondoc tick vẫn chạy (lúc 09:00 ngày 26/4/2024)" in mail.text
    assert by(office, TIMER, timedelta(hours=3)) == []
    assert findings(office, timedelta(hours=3))[0] is False
    # It came back, and went away again.
    by(office, PREFECT, timedelta(hours=4))
    assert findings(office, timedelta(hours=4)) == (
        True,
        "Prefect chạy lúc 11:00 ngày 26/4/2024; dondoc tick chạy lúc 10:00 ngày 26/4/2024",
    )
    assert by(office, TIMER, timedelta(hours=6)) == [PREFECT]


def test_prefect_tells_of_the_timer_too(office: Scene) -> None:
    assert by(office, PREFECT, timedelta(hours=2)) == [TIMER]


def test_where_both_are_silent_whoever_looks_is_told(office: Scene) -> None:
    ok, said = findings(office, timedelta(hours=2))
    assert not ok
    assert "KHÔNG CÒN GÌ CHẠY" in said
    assert "Prefect không chạy từ 07:00" in said


def test_a_way_that_was_given_up_is_forgotten(office: Scene) -> None:
    assert by(office, TIMER, timedelta(days=31)) == []


def test_who_has_other_rules_is_told_of_once_and_again_after_another_change(
    office: Scene, tmp_path: Path
) -> None:
    def told(rules: str, day: int) -> list[str]:
        late = timedelta(days=day)
        ours = as_(office, TIMER, late)
        file = tmp_path / "hai" / "config.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("", "utf-8")
        second = replace(
            ours,
            settings=ours.settings.model_copy(update={"file": file}),
            rulebook=replace(ours.rulebook, digest=rules * 64),
        )
        by(office, PREFECT, late - timedelta(minutes=5))
        office.gateway.sent.clear()
        tick(second, MORNING + late)
        subject = "Đôn Đốc: có máy khác phiên bản hoặc khác bộ quy tắc"
        return [mail.text for mail in office.gateway.sent if mail.subject == subject]

    [text] = told("f", 1)
    assert "Thư đã quyết định vẫn đi" in text
    assert "bộ quy tắc ffffffffffff" in text
    assert told("f", 2) == []
    assert len(told("e", 3)) == 1
