"""A backup made while all runs, and put back: whole, and nothing of it leaves a second time."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, text

from dondoc.day.backup import back_up, newest
from dondoc.day.dispatching import run_dispatch
from dondoc.day.restore import _refuse_taken, doubt_all, put_back
from dondoc.day.scheduled import back_up_as_set
from dondoc.day.tick import tick
from dondoc.errors import Refused
from dondoc.setup import laying
from dondoc.setup.database import open_engine
from dondoc.setup.settings import BackupSettings, LocatedSettings, Settings
from models import Account
from models import whole as all_models
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.conftest import run_on_server
from tests.offices import Scene, at, scene
from tests.own_postgres import LOOK_AGAIN
from tests.program import ROOT, Dondoc

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


def test_on_part_of_a_backup_no_office_begins_and_it_is_laid_down_again(
    backed_up: tuple[Dondoc, Path], tmp_path: Path
) -> None:
    """Killed while the database was copied, or before: what follows must take it for no office."""
    _, backup = backed_up
    anew = Dondoc(tmp_path / "anew")
    anew.state.mkdir()
    shutil.copy(tmp_path / "var" / "signing.key", anew.state)
    laying.begin(anew.state)
    (anew.state / "dondoc.sqlite").write_bytes((backup / "dondoc.sqlite").read_bytes()[:70_000])
    for command in (["tick"], ["sweep", "--now", LATER], ["dispatch", "--now", LATER]):
        assert "bị ngắt giữa chừng" in anew.run(*command, code=1).stderr
    assert anew.json("restore", str(backup), "--now", LATER)["unknown"] > 0
    anew.run("sweep", "--now", LATER)
    assert not any(anew.json("dispatch", "--now", LATER)["messages"].values())


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


def asking(scene: Scene, folder: Path, **more: object) -> Scene:
    """Let the settings ask for backups in `folder`."""
    located, asked = scene.office.settings, {"folder": str(folder), **more}
    backup = BackupSettings.model_validate(asked)
    named = located.settings.model_copy(update={"backup": backup})
    scene.office.settings = located.model_copy(update={"settings": named})
    return scene


def test_an_hour_of_its_own_is_not_the_sweeps(office: Scene, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    asking(office, folder, at="22:30")
    # The first is made at once, then each day after its hour, by whichever tick comes first.
    made = []
    for hour in (
        "26 07:00",
        "26 07:05",
        "26 22:25",
        "26 22:30",
        "26 22:35",
        "27 09:00",
        "28 08:00",
    ):
        tick(office.office, at(f"2024-04-{hour}"))
        made.append(len(list(folder.glob("dondoc-*Z"))))
    assert made == [1, 1, 1, 2, 2, 2, 3]
    assert {entry.kind for entry in office.entries("backup.begun")} == {"backup.begun"}
    assert len(office.entries("backup.begun")) == 3


@pytest.mark.parametrize("hour", ["22:30", None], ids=["its own hour", "after the sweep"])
def test_a_backup_that_failed_leaves_no_part_and_is_due_again(
    hour: str | None, office: Scene, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    asking(office, folder, at=hour)
    file = office.office.settings.state_folder / "checkpoints.jsonl"
    office.sweep("2024-04-26 07:00")
    kept = file.read_bytes()
    file.unlink()
    file.mkdir()
    tick(office.office, at("2024-04-26 07:05"))
    assert list(folder.iterdir()) == []
    file.rmdir()
    file.write_bytes(kept)
    tick(office.office, at("2024-04-26 07:10"))
    assert newest(folder) is not None
    tick(office.office, at("2024-04-26 07:15"))
    assert len(list(folder.iterdir())) == 1, "once a day"


@pytest.mark.parametrize("hour", ["24:00", "sáng"])
def test_an_hour_that_is_none_is_refused(hour: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        BackupSettings.model_validate({"folder": "x", "at": hour})


def test_who_made_a_copy_and_who_put_it_back_stand_in_the_trail(
    backed_up: tuple[Dondoc, Path], tmp_path: Path
) -> None:
    office, backup = backed_up
    stranger = ("--now", LATER, "--as", "bhxh-huyen/officer")
    said = office.run("backup", str(tmp_path / "more"), *stranger, code=1).stderr
    assert "không được sao lưu" in said
    assert not (tmp_path / "more").exists()
    anew = Dondoc(tmp_path / "anew")
    anew.state.mkdir()
    shutil.copy(tmp_path / "var" / "signing.key", anew.state)
    said = anew.run("restore", str(backup), *stranger, code=1).stderr
    assert "không được phục hồi" in said
    assert [one.name for one in anew.state.iterdir()] == ["signing.key"]
    anew.run("restore", str(backup), "--now", LATER, "--as", "van-phong/administrator")
    with sqlite3.connect(anew.state / "dondoc.sqlite") as database:
        query = "SELECT kind, data FROM entry WHERE kind LIKE 'backup.%' ORDER BY seq"
        found = [(kind, json.loads(data)["by"]) for kind, data in database.execute(query)]
    assert found == [
        ("backup.begun", "van-phong/specialist"),
        ("backup.restored", "van-phong/administrator"),
    ]


@pytest.mark.postgres
def test_postgresql_comes_back_row_for_row(
    postgres_url: str, whole: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> None:
    engine = open_engine(postgres_url)
    # The schema is taken away: nothing of the tests' own lies in it.
    with scene(engine, whole, policies, tmp_path, watched=False) as pg_office:
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
    for table in all_models().metadata.sorted_tables:
        name = f"tables/{table.name}"
        assert (backup / name).read_bytes() == (second / name).read_bytes(), name
    with office.writing() as session:
        assert doubt_all(office, session, made_at, at("2024-04-26 12:00")) == 32
    assert run_dispatch(office, at("2024-04-26 12:05")).messages == {}


def test_what_waits_with_a_draft_is_put_back_sealed_as_it_was(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> None:
    folder, anew = tmp_path / "var", tmp_path / "anew"
    folder.mkdir()
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    waiting = Path("drafts") / "7" / "0123456789abcdef"
    (folder / waiting).parent.mkdir(parents=True)
    (folder / waiting).write_bytes(b"sealed")
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder, watched=False) as office:
        made = back_up(office.office, tmp_path / "copies", at("2024-04-26 07:00"))
    engine.dispose()
    located = LocatedSettings(
        settings=Settings(directives=["x"]), folder=tmp_path, state_override=anew
    )
    put_back(made, located)
    assert (anew / waiting).read_bytes() == b"sealed"


@pytest.mark.postgres
def test_on_postgresql_a_restore_that_was_broken_off_says_what_to_do(
    postgres_url: str, tmp_path: Path
) -> None:
    """Broken off when it was whole: who has worked on it since, nobody knows."""
    state = tmp_path / "anew"
    state.mkdir()
    laying.begin(state)
    _refuse_taken(state, postgres_url)
    engine = open_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(insert(Account).values(name="email", code="", reason=""))
    engine.dispose()
    with pytest.raises(Refused, match=r"dropdb t\d+; createdb --owner TÀI_KHOẢN t\d+"):
        _refuse_taken(state, postgres_url)


@pytest.mark.postgres
def test_a_restore_killed_in_the_midst_of_its_tables_leaves_none_and_is_run_again(
    postgres: str,
    postgres_url: str,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = open_engine(postgres_url)
    with scene(engine, whole, policies, tmp_path, watched=False) as lived:
        lived.sweep("2024-04-26 07:00")
        backup = back_up(lived.office, tmp_path / "copies", at("2024-04-26 07:01"))
    engine.dispose()
    run_on_server(postgres, "CREATE DATABASE killed TEMPLATE template_dondoc")
    url = postgres.replace("/postgres?", "/killed?")
    monkeypatch.setenv("DONDOC_DATABASE", url)
    anew = Dondoc(tmp_path / "anew")
    anew.state.mkdir()
    # As a first one leaves it that was killed before: then this one meets no empty server.
    laying.begin(anew.state)
    asked = ["restore", str(backup), "--now", LATER]
    engine = open_engine(url)
    _killed_at_its_last_table(engine, [sys.executable, "-m", "dondoc", *asked], anew.environment())
    with engine.connect() as connection:
        for table in all_models().metadata.sorted_tables:
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name
    for command in ("sweep", "dispatch", "tick"):
        assert "chạy lại lệnh dondoc restore" in anew.run(command, code=1).stderr
    assert anew.json(*asked)["unknown"] == 32
    engine.dispose()
    run_on_server(postgres, "DROP DATABASE killed WITH (FORCE)")


def _killed_at_its_last_table(engine: Engine, command: list[str], names: dict[str, str]) -> None:
    """Start a restore into `engine`, and kill it where it has filled all tables but the last."""
    last = all_models().metadata.sorted_tables[-1].name
    with engine.connect() as holding:
        holding.exec_driver_sql(f'LOCK TABLE "{last}" IN ACCESS EXCLUSIVE MODE')
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **names}) as restore:
            waits = text(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            while not holding.scalar(waits):
                assert restore.poll() is None
                time.sleep(LOOK_AGAIN)
            restore.kill()
        holding.rollback()
