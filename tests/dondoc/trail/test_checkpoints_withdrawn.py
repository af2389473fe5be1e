"""Checkpoints that are taken away, emptied, cut short or signed anew are missed everywhere."""

import logging
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from dondoc.desk import renew
from dondoc.desk.context import desk
from dondoc.errors import NotPossible, Refused
from dondoc.looking.board import Board
from dondoc.trail.anchor import anchor, begin_anew
from dondoc.trail.anchors import read_anchors, trouble
from dondoc.trail.second import unreachable
from dondoc.trail.signing import make, next_key, take_next_key
from dondoc.trail.verify import Verdict, verify
from tests.offices import Scene, at
from tests.tampering import tamper

HEAD = "van-phong/office-head"


def file_of(scene: Scene) -> Path:
    return scene.office.settings.state_folder / "checkpoints.jsonl"


def key_of(scene: Scene) -> Path:
    return scene.office.settings.state_folder / "signing.key"


def verified(scene: Scene) -> Verdict:
    anchors = read_anchors(scene.office.settings.state_folder, scene.office.database)
    with scene.office.reading() as session:
        return verify(session, anchors)


def emptied(scene: Scene) -> None:
    file_of(scene).write_bytes(b"")


def deleted(scene: Scene) -> None:
    file_of(scene).unlink()


def deleted_with_the_key(scene: Scene) -> None:
    file_of(scene).unlink()
    key_of(scene).unlink()


def cut_short(scene: Scene) -> None:
    lines = file_of(scene).read_bytes().splitlines(keepends=True)
    file_of(scene).write_bytes(b"".join(lines[:-1]))


def signed_by_another(scene: Scene) -> None:
    """Begin a history of one's own, as if nothing had been before."""
    deleted_with_the_key(scene)
    make(key_of(scene))


def deleted_and_forgotten(scene: Scene) -> None:
    deleted_with_the_key(scene)
    tamper(scene.office.database, "DELETE FROM anchored")


WITHDRAWN = (
    emptied,
    deleted,
    deleted_with_the_key,
    cut_short,
    signed_by_another,
    deleted_and_forgotten,
)


@pytest.mark.parametrize("withdraw", WITHDRAWN, ids=lambda one: one.__name__)
def test_a_withdrawn_checkpoint_alarms_everywhere_and_nothing_is_signed_over_it(
    office: Scene, caplog: pytest.LogCaptureFixture, withdraw: Callable[[Scene], None]
) -> None:
    for day in ("2024-04-26 07:00", "2024-04-27 07:30"):
        office.sweep(day)
    withdraw(office)
    left = file_of(office).read_bytes() if file_of(office).exists() else b""
    assert "checkpoint" in {problem.kind for problem in verified(office).problems}
    said = trouble(office.office.database, office.office.settings.state_folder)
    assert said is not None
    assert "dondoc audit renew" in said
    assert "DẤU VẾT" in drawn(office)
    with caplog.at_level(logging.ERROR):
        office.sweep("2024-04-28 07:00")
    assert "dấu vết chưa được ký" in caplog.text
    assert (file_of(office).read_bytes() if file_of(office).exists() else b"") == left


def drawn(scene: Scene) -> str:
    console = Console(width=300, record=True, file=StringIO())
    console.print(Board(scene.office).render(at("2024-04-27 08:00")))
    return console.export_text()


def test_the_file_of_a_backup_puts_it_right(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    kept = file_of(office).read_bytes()
    deleted(office)
    file_of(office).write_bytes(kept)
    office.sweep("2024-04-27 07:30")
    assert verified(office).ok


def test_a_person_begins_anew_with_a_reason_that_stands_in_the_trail(any_office: Scene) -> None:
    scene, now = any_office, at("2024-04-27 08:00")
    scene.sweep("2024-04-26 07:00")
    signed_before = verified(scene).entries
    with desk(scene.office, now, HEAD) as one, pytest.raises(Refused, match="vẫn khớp"):
        renew.renew(one, renew.Request("thử"))
    deleted_with_the_key(scene)
    with desk(scene.office, now, HEAD) as one, pytest.raises(Refused, match="lý do"):
        renew.renew(one, renew.Request(" "))
    with desk(scene.office, now, HEAD) as one:
        renew.renew(one, renew.Request("máy hỏng, không còn bản sao"))
    begin_anew(scene.office.settings.state_folder, now)
    with scene.office.reading() as session:
        anchor(session, scene.office.settings.state_folder, now)
    verdict = verified(scene)
    assert (verdict.ok, verdict.anchored_to) == (True, verdict.entries)
    (entry,) = scene.entries("trail.renewed")
    assert orjson.loads(entry.data)["anchored"]["entries"] == signed_before
    scene.sweep("2024-04-28 07:00")
    assert verified(scene).ok


def test_a_key_is_not_made_in_the_place_of_a_lost_one(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    deleted_with_the_key(office)
    with office.office.reading() as session, pytest.raises(NotPossible, match="mất hoặc trống"):
        anchor(session, office.office.settings.state_folder, at("2024-04-26 08:00"))
    assert not key_of(office).exists()


def test_a_second_folder_remembers_what_was_withdrawn_everywhere_else(
    office: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    second = tmp_path_factory.mktemp("noi-khac")
    located = office.office.settings
    state, database = located.state_folder, office.office.database
    asked = located.settings.model_copy(update={"checkpoints": str(second)})
    office.office.settings = located.model_copy(update={"settings": asked})
    for hour in ("07:00", "08:00"):
        office.dispatch(f"2024-04-26 {hour}")
        office.sweep(f"2024-04-26 {hour}")
        with office.office.reading() as session:
            anchor(session, state, at(f"2024-04-26 {hour}"), second)
    assert (second / "checkpoints.jsonl").read_bytes() == file_of(office).read_bytes()
    assert trouble(database, state, second) is None
    # Whoever has the state folder and the database forgets everything in both.
    deleted_with_the_key(office)
    tamper(database, "DELETE FROM anchored", "DELETE FROM sweep")
    said = trouble(database, state, second)
    assert said is not None
    assert "dòng 1 đã ký" in said
    with office.office.reading() as session, pytest.raises(NotPossible, match="thư mục thứ hai"):
        anchor(session, state, at("2024-04-26 09:00"), second)
    assert "checkpoint" in {one.kind for one in read_anchors(state, database, second).problems}


def test_a_second_folder_that_is_not_there_is_named_and_caught_up_later(
    office: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("noi-khac")
    state, second = office.office.settings.state_folder, place / "mount" / "dondoc"
    (place / "mount").write_text("chưa gắn")
    office.sweep("2024-04-26 07:00")
    with office.office.reading() as session:
        anchor(session, state, at("2024-04-26 07:01"), second)
    said = unreachable(second)
    assert said is not None
    assert "thư mục thứ hai" in said
    (place / "mount").unlink()
    with office.office.reading() as session:
        anchor(session, state, at("2024-04-26 07:02"), second)
    assert (second / "checkpoints.jsonl").read_bytes() == file_of(office).read_bytes()


def rekeyed(scene: Scene, when: str) -> str:
    """Let the office sign with a new key; return its public half."""
    state = scene.office.settings.state_folder
    key = next_key(state).public
    with desk(scene.office, at(when), HEAD) as one:
        renew.renew(one, renew.Request("đổi khóa định kỳ", key))
    begin_anew(state, at(when))
    take_next_key(state, at(when))
    with scene.office.reading() as session:
        anchor(session, state, at(when))
    return key


def test_another_key_stands_in_the_trail_and_verify_holds_the_signatures_to_it(
    any_office: Scene,
) -> None:
    scene, state = any_office, any_office.office.settings.state_folder
    scene.sweep("2024-04-26 07:00")
    scene.dispatch("2024-04-26 07:05")
    old = key_of(scene).read_bytes()
    key = rekeyed(scene, "2024-04-27 08:00")
    verdict = verified(scene)
    assert verdict.ok
    assert [one.key for one in verdict.keys] == [key]
    (entry,) = scene.entries("trail.rekeyed")
    assert orjson.loads(entry.data)["anchored"]["key"] != key
    # Whoever kept the old one signs the same trail with it, as if it had never been changed.
    key_of(scene).write_bytes(old)
    begin_anew(state, at("2024-04-27 09:00"))
    tamper(scene.office.database, "DELETE FROM anchored", "DELETE FROM sweep")
    with scene.office.reading() as session:
        anchor(session, state, at("2024-04-27 09:00"))
    assert {one.kind for one in verified(scene).problems} == {"key"}


def test_a_key_is_not_changed_while_something_does_not_fit(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.sweep("2024-04-27 07:00")
    deleted(office)
    with (
        desk(office.office, at("2024-04-27 08:00"), HEAD) as one,
        pytest.raises(Refused, match="không khớp"),
    ):
        renew.renew(one, renew.Request("đổi khóa", "0" * 64))
