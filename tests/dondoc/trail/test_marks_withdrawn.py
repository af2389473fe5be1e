"""A mark that was taken away, emptied or signed by somebody else is missed everywhere."""

import logging
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from dondoc.day.backup import back_up
from dondoc.day.dispatching import run_dispatch
from dondoc.day.restore import put_back
from dondoc.desk import renew
from dondoc.desk.context import desk
from dondoc.looking.board import Board
from dondoc.looking.doctor import examine
from dondoc.sending.reached import reached
from dondoc.setup.database import open_engine
from dondoc.setup.settings import LocatedSettings
from dondoc.trail.anchor import anchor, begin_anew
from dondoc.trail.anchors import read_anchors
from dondoc.trail.mark_file import MARKS, put
from dondoc.trail.signing import make
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import Scene, at, scene

HEAD = "van-phong/office-head"
SENT, LATER = "2024-04-26 07:05", "2024-04-26 08:00"


def mark_of(scene: Scene) -> Path:
    return scene.office.settings.state_folder / MARKS


def problems(scene: Scene) -> set[str]:
    located = scene.office.settings
    anchors = read_anchors(located.state_folder, scene.office.database, located.second_folder)
    return {one.kind for one in anchors.problems}


def alarmed(scene: Scene) -> bool:
    """Say whether the doctor and the board say it; they must be of one mind."""
    console = Console(width=300, record=True, file=StringIO())
    console.print(Board(scene.office).render(at(LATER)))
    on_board = "CÓ THỂ LÀ BẢN CŨ" in console.export_text()
    found = [one for one in examine(scene.office, at(LATER)) if one.name == "bản phục hồi"]
    assert on_board == bool(found)
    assert all("sending start" in one.said for one in found)
    return on_board


def deleted(scene: Scene) -> None:
    mark_of(scene).unlink()


def emptied(scene: Scene) -> None:
    mark_of(scene).write_bytes(b"")


def signed_by_another(scene: Scene) -> None:
    """Say the very same of the database, with a key of one's own."""
    stranger = make(mark_of(scene).with_name("other.key"))
    with scene.office.reading() as session:
        come = reached(session, at(SENT))
    put(mark_of(scene), come, at(SENT), stranger, anew=True)


@pytest.fixture
def sent(office_with: Callable[..., Scene]) -> Scene:
    # The doctor looks at the schema: nothing of the tests' own lies in it.
    office = office_with(watched=False)
    office.sweep("2024-04-26 07:00")
    office.dispatch(SENT)
    return office


@pytest.mark.parametrize(
    "withdraw", [deleted, emptied, signed_by_another], ids=lambda one: one.__name__
)
def test_a_withdrawn_mark_alarms_everywhere_and_nothing_new_is_signed_or_sent(
    sent: Scene, caplog: pytest.LogCaptureFixture, withdraw: Callable[[Scene], None]
) -> None:
    assert not alarmed(sent)
    withdraw(sent)
    assert problems(sent) == {"mark"}
    assert alarmed(sent)
    signed = (sent.office.settings.state_folder / "checkpoints.jsonl").read_bytes()
    with caplog.at_level(logging.ERROR):
        sent.sweep("2024-05-02 07:00")
    assert "dấu vết chưa được ký" in caplog.text
    assert (sent.office.settings.state_folder / "checkpoints.jsonl").read_bytes() == signed
    before = len(sent.gateway.sent)
    assert run_dispatch(sent.office, at("2024-05-02 07:05")).sending_off_since is not None
    assert len(sent.gateway.sent) == before
    # It is known now, and stands in the trail: that is signed again.
    assert alarmed(sent)
    assert problems(sent) == set()
    sent.sweep("2024-05-02 07:10")
    assert (sent.office.settings.state_folder / "checkpoints.jsonl").read_bytes() != signed


def test_an_office_that_never_sent_misses_no_mark(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    assert not mark_of(office).exists()
    assert problems(office) == set()


def test_the_second_folder_still_has_the_mark_that_was_taken_away(
    sent: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    second, located = tmp_path_factory.mktemp("noi-khac"), sent.office.settings
    asked = located.settings.model_copy(update={"checkpoints": str(second)})
    sent.office.settings = located.model_copy(update={"settings": asked})
    sent.sweep("2024-05-02 07:00")
    run_dispatch(sent.office, at("2024-05-02 07:05"))
    kept = (second / MARKS).read_bytes()
    deleted(sent)
    [wrong] = read_anchors(located.state_folder, sent.office.database, second).problems
    assert "chép lại từ đó" in wrong.detail
    mark_of(sent).write_bytes(kept)
    assert problems(sent) == set()


@pytest.mark.parametrize("withdraw", [Path.unlink, lambda file: file.write_bytes(b"")])
def test_a_mark_taken_out_of_the_second_folder_is_missed_and_not_made_anew(
    withdraw: Callable[[Path], object], sent: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    second, located = tmp_path_factory.mktemp("noi-khac"), sent.office.settings
    asked = located.settings.model_copy(update={"checkpoints": str(second)})
    sent.office.settings = located.model_copy(update={"settings": asked})
    # A new second folder has them as soon as it has checkpoints.
    sent.sweep("2024-05-02 07:00")
    assert problems(sent) == set()
    withdraw(second / MARKS)
    assert run_dispatch(sent.office, at("2024-05-02 07:05")).messages["sent"], "it goes on sending"
    assert problems(sent) == {"mark"}
    (said,) = [one for one in examine(sent.office, at(LATER)) if one.name == "dấu vết"]
    assert not said.ok
    assert str(second / MARKS) in said.said
    (second / MARKS).write_bytes(mark_of(sent).read_bytes())
    assert problems(sent) == set()


def test_a_mark_of_the_key_before_is_known_after_a_person_began_anew(sent: Scene) -> None:
    state = sent.office.settings.state_folder
    (state / "signing.key").unlink()
    (state / "checkpoints.jsonl").unlink()
    with desk(sent.office, at(LATER), HEAD) as opened:
        renew.renew(opened, renew.Request("mất khóa"))
    begin_anew(state, at(LATER))
    with sent.office.reading() as session:
        anchor(session, state, at(LATER))
    assert problems(sent) == set()


@pytest.mark.postgres
def test_postgresql_put_back_beside_a_newer_mark_is_recognised(
    postgres_url: str, whole: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> None:
    engine = open_engine(postgres_url)
    with scene(engine, whole, policies, tmp_path, watched=False) as office:
        office.sweep("2024-04-26 07:00")
        copy = back_up(office.office, tmp_path / "copies", at("2024-04-26 07:01"))
        assert run_dispatch(office.office, at(SENT)).messages == {"sent": 32}
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        named = office.office.settings.settings.model_copy(update={"database": postgres_url})
        # The mark stays where it is: only the tables come back.
        put_back(
            copy, LocatedSettings(settings=named, folder=tmp_path, state_override=tmp_path / "x")
        )
        assert problems(office) == {"mark"}
        again = run_dispatch(office.office, at("2024-04-26 07:10"))
        assert (again.messages, again.sending_off_since) == ({}, at("2024-04-26 07:10"))
        assert len(office.gateway.sent) == 32
    engine.dispose()
