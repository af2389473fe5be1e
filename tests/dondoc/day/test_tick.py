"""A tick: whatever is due is done once, however often and from wherever it is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dondoc.day.sweeping import LEASE
from dondoc.day.tick import due_sweeps, tick
from dondoc.setup.lease import held
from dondoc.setup.settings import LocatedSettings, Settings
from models import Sweep
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, Scene, at, scene
from tests.program import Dondoc

FRIDAY = "2024-04-26"


@pytest.fixture
def office(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, rulebook, policies, tmp_path) as opened:
        yield opened


def test_a_tick_sweeps_and_sends_and_a_second_one_finds_it_done(office: Scene) -> None:
    first = tick(office.office, at(f"{FRIDAY} 07:00"))
    assert len(first.swept) == 1
    assert first.dispatched is not None
    assert len(office.gateway.sent) == first.dispatched.messages["sent"] > 0
    sent = len(office.gateway.sent)
    second = tick(office.office, at(f"{FRIDAY} 07:05"))
    assert not second.swept
    assert second.dispatched is not None
    assert not second.dispatched.messages
    assert len(office.gateway.sent) == sent


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2024-04-26 06:59", False),
        ("2024-04-26 07:00", True),
        ("2024-04-26 23:59", True),
        ("2024-04-30 03:00", True),
    ],
)
def test_a_sweep_is_due_once_from_its_hour_on(office: Scene, now: str, due: bool) -> None:
    office.sweep("2024-04-25 07:00")
    assert due_sweeps(office.office, at(now)) == ([at(now)] if due else [])
    assert due_sweeps(office.office, at(now), anew=True) == [at(now)]


def test_where_somebody_else_sweeps_a_tick_sends_all_the_same(office: Scene) -> None:
    with held(office.office.database, "sweep", "somebody", office.office.wall, LEASE):
        done = tick(office.office, at(f"{FRIDAY} 07:00"))
    assert not done.swept
    assert done.dispatched is not None
    with office.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Sweep)) == 0


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    dondoc = Dondoc(tmp_path / "var")
    assert "nghĩa vụ" in dondoc.run("tick", "--now", f"{FRIDAY}T07:00").stdout
    again = dondoc.run("tick", "--now", f"{FRIDAY}T07:05").stdout
    assert again.splitlines()[0] == "Chưa đến giờ quét, hoặc đã có lượt quét."
    said = dondoc.json("tick", "--now", f"{FRIDAY}T07:10")
    assert said["swept"] == []
    assert said["dispatched"]["messages"]["sent"] == 0
    assert "ở trước lượt quét" in dondoc.run("tick", "--now", "2024-04-25T07:00", code=1).stderr


def test_what_the_second_folder_missed_is_copied_at_the_next_tick(
    office: Scene, tmp_path: Path
) -> None:
    second = tmp_path / "elsewhere"
    settings = Settings(directives=[D2024], checkpoints=str(second))
    office.office.settings = LocatedSettings(
        settings=settings, folder=tmp_path, state_override=tmp_path
    )
    tick(office.office, at(f"{FRIDAY} 07:00"))
    (second / "checkpoints.jsonl").unlink()
    assert tick(office.office, at(f"{FRIDAY} 07:05")).anchored
    kept = office.office.settings.state_folder / "checkpoints.jsonl"
    assert (second / "checkpoints.jsonl").read_bytes() == kept.read_bytes()
    assert not tick(office.office, at(f"{FRIDAY} 07:10")).anchored
