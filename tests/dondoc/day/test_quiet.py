"""Quiet: nothing is loaded while nothing can have come, and whatever comes ends it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dondoc.day.quiet import note_quiet
from dondoc.setup.glance import nothing_to_do
from dondoc.setup.places import PREFECT, TIMER
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import Scene, at, scene
from tests.program import Dondoc

# Open at every hour, at which the tests may run.
CONFIG = """directives: [son-duong-bhyt-2024]
courtesy: {opens: "00:00", closes: "23:59", off_days: true}
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(CONFIG, "utf-8")
    monkeypatch.setenv("DONDOC_CONFIG", str(file))
    return file


@pytest.fixture
def office(config: Path) -> Dondoc:
    """An office that was ticked, now."""
    made = Dondoc(config.parent / "var")
    made.run("tick")
    return made


def test_after_a_tick_a_glance_is_enough_until_something_is_entered(
    office: Dondoc, config: Path
) -> None:
    assert nothing_to_do(config, TIMER)
    assert nothing_to_do(config, TIMER)
    office.run("sending", "stop", "--reason", "thử")
    assert not nothing_to_do(config, TIMER)
    office.run("tick")
    assert nothing_to_do(config, TIMER)


def test_what_is_quiet_for_one_way_is_not_for_another(office: Dondoc, config: Path) -> None:
    assert not nothing_to_do(config, PREFECT)


def test_other_settings_are_looked_at_anew(office: Dondoc, config: Path) -> None:
    config.write_text(CONFIG + "dispatch: {every_minutes: 7}\n", "utf-8")
    assert not nothing_to_do(config, TIMER)


def test_a_glance_makes_nothing_where_nothing_is(config: Path) -> None:
    assert not nothing_to_do(config, TIMER)
    assert os.listdir(config.parent) == ["config.yaml"]
    assert not nothing_to_do(config.with_name("none.yaml"), TIMER)


@pytest.fixture
def scenes(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    with scene(sqlite, rulebook, policies, tmp_path, release="after_hours") as opened:
        opened.office.source = TIMER
        opened.office.settings = opened.office.settings.model_copy(
            update={"file": tmp_path / "config.yaml"}
        )
        yield opened


def test_it_lasts_until_the_first_instant_at_which_something_comes_of_itself(
    scenes: Scene,
) -> None:
    office = scenes.office
    assert note_quiet(office, at("2024-05-07 06:30")) is None, "nobody has swept"
    scenes.sweep("2024-04-26 07:00")
    assert note_quiet(office, at("2024-04-26 07:00")) is None, "letters wait"
    scenes.dispatch("2024-04-26 07:05")
    assert note_quiet(office, at("2024-04-26 07:05")) == at("2024-04-26 08:05")
    scenes.day("2024-05-07")
    # Chairs are written to after three hours; everything is looked at once an hour.
    assert note_quiet(office, at("2024-05-07 07:05")) == at("2024-05-07 08:05")
    assert note_quiet(office, at("2024-05-07 09:30")) == at("2024-05-07 10:00")
    scenes.dispatch("2024-05-07 10:00")
    assert note_quiet(office, at("2024-05-07 18:30")) == at("2024-05-07 19:30")
    assert note_quiet(office, at("2024-05-08 06:30")) == at("2024-05-08 07:00")
    assert note_quiet(office, at("2024-05-08 07:00")) is None
