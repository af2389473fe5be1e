"""Acts that are rare and grave, by the command itself: done, taken back, and killed half-way."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from sqlalchemy import Engine, func, select, text

from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import run_sweep
from dondoc.setup.loading import load
from dondoc.setup.wiring import open_office
from models import Attachment, Contact, Message
from notifications.outcome import Kind, Outcome
from rules.meaning.engine import PolicyEngine
from rules.rulebook import HOME, Rulebook
from tests.dondoc.desk.test_correct_text import corrected_rules
from tests.dondoc.desk.test_purge import played
from tests.offices import D2024, RememberingGateway, Scene, at, scene
from tests.program import Dondoc

SETTINGS = f"""directives: [{D2024}]
state: var
sweep: {{max_gap_days: 3660}}
retention: {{contacts: 12, letters: 12, attachments: 12}}
"""
PATIENCE = 60.0
Office = Callable[[str], Dondoc]


@pytest.fixture
def office_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Settle an office whose config.yaml says more."""

    def made(more: str) -> Dondoc:
        (tmp_path / "config.yaml").write_text(SETTINGS + more, "utf-8")
        monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path / "config.yaml"))
        return Dondoc(tmp_path / "var")

    return made


def test_what_was_settled_by_mistake_is_doubtful_again(office_of: Office, tmp_path: Path) -> None:
    office = office_of("")
    with closing(open_office(load(tmp_path / "config.yaml"))) as opened:
        run_sweep(opened, at("2024-04-26 07:00"))
        lost = RememberingGateway(Outcome(Kind.UNKNOWN, "LOST", "mất kết nối sau khi gửi"))
        losing = replace(opened, gateway=lost)  # type: ignore[arg-type]
        run_dispatch(losing, at("2024-04-26 07:05"))
    doubts = office.json("notices", "--unknown")
    assert len(doubts) == 32
    first = str(doubts[0]["id"])
    assert "1 thư" in office.run("notice", "settle", first, "--arrived").stdout
    assert len(office.json("notices", "--unknown")) == 31
    done = office.json("notice", "unsettle", first, "--reason", "nhầm số")
    assert done["messages"] == 1
    assert office.json("notices", "--unknown") == doubts
    office.run("notice", "settle", "--all", "--channel", "email", "--arrived")
    assert office.json("notices", "--unknown") == []
    again = office.run("notice", "unsettle", "--all", "--channel", "email", "--reason", "nhầm kênh")
    assert "32 thư lại ở trạng thái chưa rõ" in again.stdout
    assert len(office.json("notices", "--unknown")) == 32
    assert "nguyên vẹn" in office.run("audit", "verify").stdout


def test_a_stored_text_is_corrected_with_its_reason(office_of: Office, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    copytree(HOME, rules, ignore=ignore_patterns("*.py", "__pycache__"))
    office = office_of("rules: rules\n")
    office.run("sweep", "--now", "2024-04-26T07:00")
    correct = ("directive", "correct-text", D2024, "--now", "2024-04-26T10:00", "--reason")
    office.run(*correct, "chưa sửa gì", code=1)
    rules.rename(tmp_path / "before")
    corrected_rules(rules)
    office.run(*correct, "quét sót dấu phẩy")
    told = office.run("directive", "text", D2024).stdout
    assert "quét sót dấu phẩy" in told
    found = json.loads(office.tried("doctor", "--now", "2024-04-26T10:05", "--json").stdout)
    assert "lời văn" not in {one["name"] for one in found if not one["ok"]}
    assert "nguyên vẹn" in office.run("audit", "verify").stdout


@pytest.fixture
def kept(
    database: Engine, rules: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office with something to purge, on either database; no witness of ours lies in it."""
    with scene(database, rules, policies, tmp_path, watched=False) as made:
        yield played(made)


@contextmanager
def in_the_way(scene: Scene) -> Iterator[None]:
    """Let whoever empties an attachment wait there, in the middle of what he does.

    On SQLite nobody can hold a row: there he is met as soon as he writes.
    """
    with scene.office.database.connect() as held:
        if held.dialect.name == "postgresql":
            assert held.execute(text("SELECT id FROM attachment FOR UPDATE")).all()
        yield


def personal(scene: Scene) -> tuple[int, int, int]:
    """Return how many letters, contacts and attachments still say who it was."""
    queries = (
        select(func.count()).where(Message.content != b""),
        select(func.count()).where(Contact.person == "Ma Văn Mẫu"),
        select(func.count()).where(Attachment.name != ""),
    )
    with scene.office.reading() as session:
        letters, people, files = (session.scalar(query) or 0 for query in queries)
    return letters, people, files


@pytest.mark.slow
def test_a_purge_killed_in_its_middle_has_done_nothing_and_is_done_again(
    kept: Scene, tmp_path: Path
) -> None:
    before = personal(kept)
    (tmp_path / "config.yaml").write_text(SETTINGS, "utf-8")
    command = [sys.executable, "-m", "dondoc", "purge", "--apply", "--reason", "quy chế lưu trữ"]
    command += ["--as", "van-phong/office-head", "--json"]
    environment = {
        **os.environ,
        "DONDOC_CONFIG": str(tmp_path / "config.yaml"),
        "DONDOC_STATE": str(kept.office.settings.state_folder),
        "DONDOC_DATABASE": kept.office.database.url.render_as_string(hide_password=False),
    }
    with in_the_way(kept):
        purging = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        _wait_until_stuck(kept, purging)
        purging.send_signal(signal.SIGKILL)
        purging.communicate()
    assert purging.returncode == -signal.SIGKILL
    assert personal(kept) == before
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    after = personal(kept)
    assert after < before
    # Who still owes something stays.
    assert after[1:] == (1, 0)
    verified = [sys.executable, "-m", "dondoc", "audit", "verify"]
    subprocess.run(verified, env=environment, check=True, stdout=subprocess.DEVNULL)


def _wait_until_stuck(scene: Scene, purging: "subprocess.Popen[bytes]") -> None:
    """Wait until whoever purges holds the one pen, or waits for the row that is held."""
    end = time.monotonic() + PATIENCE
    while not _waits(scene):
        assert purging.poll() is None
        assert time.monotonic() < end
        time.sleep(0.001)


def _waits(scene: Scene) -> bool:
    """Say whether somebody holds the database's one pen, or waits for the row that is held."""
    engine = scene.office.database
    if engine.dialect.name == "postgresql":
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with engine.connect() as connection:
            return bool(connection.scalar(text(waits)))
    with closing(sqlite3.connect(str(engine.url.database), timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False
