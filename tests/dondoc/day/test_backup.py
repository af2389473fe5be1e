"""A backup made while all runs, and put back: whole, and nothing of it leaves a second time."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from dondoc.day.backup import back_up, back_up_as_set
from dondoc.day.dispatching import run_dispatch
from dondoc.day.restore import doubt_all, put_back
from dondoc.errors import Refused
from dondoc.setup.database import open_engine
from dondoc.setup.settings import BackupSettings, LocatedSettings, Settings
from models import Base
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import Scene, at, scene
from tests.program import Dondoc

SWEPT, SENT, LATER = "2024-04-26T07:00", "2024-04-26T07:05", "2024-04-26T12:00"


@pytest.fixture
def backed_up(tmp_path: Path) -> tuple[Dondoc, Path]:
    """An office swept, backed up, and sent."""
    office = Dondoc(tmp_path / "var")
    office.run("sweep", "--now", SWEPT)
    office.run("backup", str(tmp_path / "copies"), "--now", SWEPT)
    office.run("dispatch", "--now", SENT)
    [made] = (tmp_path / "copies").iterdir()
    return office, made


def test_a_backup_put_back_sends_nothing_by_itself(
    backed_up: tuple[Dondoc, Path], tmp_path: Path
) -> None:
    _, backup = backed_up
    assert not list(backup.rglob("*.key"))
    anew = Dondoc(tmp_path / "anew")
    anew.state.mkdir()
    shutil.copy(tmp_path / "var" / "signing.key", anew.state)
    waiting = len(list((tmp_path / "var" / "outbox").glob("*.eml")))
    assert anew.json("restore", str(backup), "--now", LATER)["unknown"] == waiting > 0
    anew.run("sweep", "--now", LATER)
    assert not any(anew.json("dispatch", "--now", LATER)["messages"].values())
    assert not list(anew.state.glob("outbox/*.eml"))
    assert "nguyên vẹn" in anew.run("audit", "verify").stdout
    assert "nơi còn trống" in anew.run("restore", str(backup), code=1).stderr


def test_a_restore_that_was_broken_off_sends_nothing_either(
    backed_up: tuple[Dondoc, Path], tmp_path: Path
) -> None:
    """Killed after the database lay there, before anything was put among the doubts."""
    _, backup = backed_up
    anew = Dondoc(tmp_path / "anew")
    anew.state.mkdir()
    shutil.copy(tmp_path / "var" / "signing.key", anew.state)
    located = LocatedSettings(
        settings=Settings(directives=["x"]), folder=tmp_path, state_override=anew.state
    )
    put_back(backup, located)
    assert not any(anew.json("dispatch", "--now", SENT)["messages"].values())
    assert not list(anew.state.glob("outbox/*.eml"))
    assert (
        "sweep" in anew.run("sending", "start", "--reason", "xem rồi", "--now", SENT, code=1).stderr
    )


def test_an_hour_to_come_is_refused_before_anything_is_put_back(
    backed_up: tuple[Dondoc, Path], tmp_path: Path
) -> None:
    _, backup = backed_up
    anew = Dondoc(tmp_path / "anew")
    said = anew.run("restore", str(backup), "--now", "2035-01-01T07:00", code=1).stderr
    assert "--accept-future" in said
    assert not anew.state.exists() or not any(anew.state.iterdir())


def test_a_backup_that_was_changed_is_refused(backed_up: tuple[Dondoc, Path]) -> None:
    office, backup = backed_up
    with (backup / "checkpoints.jsonl").open("ab") as opened:
        opened.write(b"x")
    assert "checkpoints.jsonl" in office.run("restore", str(backup), code=1).stderr


def test_as_many_are_kept_as_the_settings_say(office: Scene, tmp_path: Path) -> None:
    settings = office.office.settings
    asked = BackupSettings(folder=str(tmp_path / "copies"), keep=2)
    office.office.settings = settings.model_copy(
        update={"settings": settings.settings.model_copy(update={"backup": asked})}
    )
    made = [back_up_as_set(office.office, at(f"2024-04-2{day} 07:00")) for day in (4, 5, 6)]
    assert sorted((tmp_path / "copies").iterdir()) == made[1:]


@pytest.mark.postgres
def test_postgresql_comes_back_row_for_row(
    postgres_url: str, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> None:
    engine = open_engine(postgres_url)
    # The schema is taken away: nothing of the tests' own lies in it.
    with scene(engine, rulebook, policies, tmp_path, watched=False) as pg_office:
        _there_and_back(pg_office, postgres_url, tmp_path)
    engine.dispose()


def _there_and_back(pg_office: Scene, postgres_url: str, tmp_path: Path) -> None:
    pg_office.sweep("2024-04-26 07:00")
    office = pg_office.office
    backup = back_up(office, tmp_path / "copies", at("2024-04-26 07:01"))
    run_dispatch(office, at("2024-04-26 07:05"))
    with office.database.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    office.database.dispose()
    named = office.settings.settings.model_copy(update={"database": postgres_url})
    settings = LocatedSettings(settings=named, folder=tmp_path, state_override=tmp_path / "anew")
    with pytest.raises(Refused):
        put_back(tmp_path, settings)
    made_at = put_back(backup, settings)
    second = back_up(office, tmp_path / "again", at("2024-04-26 07:02"))
    for table in Base.metadata.sorted_tables:
        name = f"tables/{table.name}"
        assert (backup / name).read_bytes() == (second / name).read_bytes(), name
    assert doubt_all(office, made_at, at("2024-04-26 12:00")) == 32
    assert run_dispatch(office, at("2024-04-26 12:05")).messages == {}
