"""Checkpoints: signed, outside the database, after every sweep, whatever crashes in between."""

import logging
import os
import stat
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from dondoc.errors import NotPossible
from dondoc.trail.anchor import anchor
from dondoc.trail.anchors import NotAnchored, read_anchors
from dondoc.trail.signing import make, signer
from dondoc.trail.standalone.verify_trail import Checkpoint
from dondoc.trail.verify import Verdict, verify
from tests.offices import Scene, at
from tests.tampering import tamper


def file_of(scene: Scene) -> Path:
    return scene.office.settings.state_folder / "checkpoints.jsonl"


def verified(scene: Scene) -> Verdict:
    anchors = read_anchors(scene.office.settings.state_folder)
    with scene.office.reading() as session:
        return verify(session, anchors)


def found(scene: Scene) -> set[str]:
    return {problem.kind for problem in verified(scene).problems}


def anchored(scene: Scene, when: str) -> Checkpoint | None:
    with scene.office.reading() as session:
        return anchor(session, scene.office.settings.state_folder, at(when))


def test_every_sweep_ends_with_a_checkpoint_of_the_head(any_office: Scene) -> None:
    any_office.sweep("2024-04-26 07:00")
    verdict = verified(any_office)
    assert (verdict.ok, verdict.anchored_to) == (True, verdict.entries)
    any_office.dispatch("2024-04-26 07:05")
    later = verified(any_office)
    assert (later.ok, later.anchored_to) == (True, verdict.entries)
    assert later.entries > verdict.entries
    any_office.days("2024-04-27", "2024-04-29")
    assert len(file_of(any_office).read_bytes().splitlines()) == 4


def test_a_trail_that_did_not_grow_is_not_signed_again(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    before = file_of(office).read_bytes()
    assert anchored(office, "2024-04-26 08:00") is not None
    assert file_of(office).read_bytes() == before


def test_an_office_that_never_swept_has_no_key_and_no_problem(office: Scene) -> None:
    verdict = verified(office)
    assert (verdict.ok, verdict.anchored_to) == (True, None)
    assert not file_of(office).exists()


def test_the_key_is_for_its_owner_alone_and_shows_nowhere(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    state = office.office.settings.state_folder
    key = state / "signing.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes().splitlines()[1]
    others = [f for f in state.iterdir() if f.is_file() and f != key]
    assert others
    assert not [f for f in others if secret in f.read_bytes()]
    assert secret.decode() not in repr(signer(state))


def test_the_key_may_lie_elsewhere(
    office: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "usb" / "khoa.pem"
    monkeypatch.setenv("DONDOC_SIGNING_KEY_FILE", str(elsewhere))
    office.sweep("2024-04-26 07:00")
    assert elsewhere.exists()
    assert not (office.office.settings.state_folder / "signing.key").exists()
    assert verified(office).anchored_to


def test_of_many_who_make_the_key_at_once_one_wins(tmp_path: Path) -> None:
    made: list[str] = []
    makers = [
        Thread(target=lambda: made.append(make(tmp_path / "signing.key").public)) for _ in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert [f.name for f in tmp_path.iterdir()] == ["signing.key"]


def test_many_who_sign_at_once_make_one_chain_of_checkpoints(any_office: Scene) -> None:
    any_office.sweep("2024-04-26 07:00")
    any_office.lives_itself()

    def work(number: int) -> None:
        for minute in range(5):
            with any_office.office.writing() as session:
                session.execute(text("SELECT 1"))
            any_office.dispatch(f"2024-04-26 08:{number}{minute}")
            anchored(any_office, f"2024-04-26 08:{number}{minute}")

    workers = [Thread(target=work, args=(n,)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert verified(any_office).ok


def test_a_line_a_power_cut_left_unfinished_is_named_and_dropped_by_the_next(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    whole = file_of(office).read_bytes()
    for cut in (1, 40, len(whole) - 1):
        file_of(office).write_bytes(whole + whole[:-cut])
        assert found(office) == {"checkpoint"}
    office.sweep("2024-04-27 07:00")
    assert file_of(office).read_bytes().startswith(whole)
    verdict = verified(office)
    assert (verdict.ok, verdict.anchored_to) == (True, verdict.entries)


def test_a_full_disk_leaves_the_file_as_it_was(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # What a sweep writes is not laid down: it is written, on a full disk.
    office.lives_itself()
    office.sweep("2024-04-26 07:00")
    before = file_of(office).read_bytes()
    write = os.write
    with monkeypatch.context() as full, caplog.at_level(logging.ERROR):
        full.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:100]))
        office.sweep("2024-04-27 07:00")
    assert "dấu vết chưa được ký" in caplog.text
    assert file_of(office).read_bytes() == before
    office.sweep("2024-04-28 07:00")
    assert verified(office).ok


def test_a_trail_that_disagrees_is_swept_but_not_signed(
    office: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    office.sweep("2024-04-26 07:00")
    before = file_of(office).read_bytes()
    last = verified(office).entries
    tamper(office.office.database, "DELETE FROM entry WHERE seq = :last", last=last)
    with caplog.at_level(logging.ERROR):
        assert office.sweep("2024-04-27 07:00").totals is not None
    assert "không còn như khi ký" in caplog.text
    assert file_of(office).read_bytes() == before
    assert found(office) == {"rewritten"}


def test_without_its_key_nothing_is_signed_and_no_new_one_is_made(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    (office.office.settings.state_folder / "signing.key").unlink()
    with pytest.raises(NotPossible, match="không thấy khóa ký"):
        anchored(office, "2024-04-26 08:00")
    assert found(office) == {"key"}


def test_another_key_or_none_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_text("-----BEGIN PRIVATE KEY-----\nxx\n")
    with pytest.raises(NotPossible, match="không phải khóa ký"):
        signer(tmp_path)


def test_checkpoints_signed_by_another_key_count_for_nothing(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    (office.office.settings.state_folder / "signing.key").unlink()
    make(office.office.settings.state_folder / "signing.key")
    verdict = verified(office)
    assert (found(office), verdict.anchored_to) == ({"checkpoint"}, None)
    with pytest.raises(NotAnchored):
        anchored(office, "2024-04-26 08:00")


def test_a_file_that_was_taken_away_is_missed(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    file_of(office).unlink()
    assert found(office) == {"checkpoint"}
