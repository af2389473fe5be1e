"""An export is verified elsewhere, without us, and names nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.contacts.book import read_contacts, store_contacts
from dondoc.errors import Refused
from dondoc.reports.undo import undo
from dondoc.setup.key import key_file
from dondoc.trail.anchor import anchor, begin_anew
from dondoc.trail.anchors import Anchors, read_anchors
from dondoc.trail.export import Exported, export
from dondoc.trail.remembered import REKEYED, RENEWED
from dondoc.trail.signing import signer
from dondoc.trail.standalone.verify_trail import KEY_KINDS
from tests.dondoc.trail.test_checkpoints_withdrawn import rekeyed
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.tampering import tamper

FILES = {
    "README.md",
    "checkpoints.jsonl",
    "entries.jsonl",
    "public_key.hex",
    "public_key.pem",
    "verify_trail.py",
}
MARK = "Dấu-riêng-XYZ"


def exported(scene: Scene, folder: Path, when: str = "2024-05-08 12:00") -> Exported:
    state = scene.office.settings.state_folder
    with scene.office.reading() as session:
        anchor(session, state, at(when))
    anchors = read_anchors(state)
    with scene.office.reading() as session:
        return export(session, anchors, signer(state), folder)


def run_alone(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the exported verifier with nothing of ours in reach: no path, no environment."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify_trail.py"), *arguments],
        cwd=folder,
        env={"PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.whole
def test_an_export_verifies_alone(any_office: Scene, tmp_path: Path) -> None:
    any_office.days("2024-04-26", "2024-04-27")
    folder = tmp_path / "ra" / "dau-vet"
    done = exported(any_office, folder)
    assert {file.name for file in folder.iterdir()} == FILES
    lines = (folder / "entries.jsonl").read_bytes().splitlines()
    assert done.entries == done.signed == len(lines) > 500
    key = (folder / "public_key.hex").read_text().strip()
    assert key in (folder / "README.md").read_text("utf-8")
    for arguments in ((), ("--key", key), (str(folder),)):
        alone = run_alone(folder, *arguments)
        assert (alone.returncode, alone.stderr) == (0, "")
        assert f"{done.entries} mục/entries, đã ký đến mục/signed to {done.entries}" in alone.stdout


def test_an_export_says_when_the_key_was_changed_and_holds_the_signatures_to_it(
    office: Scene, tmp_path: Path
) -> None:
    state = office.office.settings.state_folder
    office.sweep("2024-04-26 07:00")
    old = key_file(state).read_bytes()
    key = rekeyed(office, "2024-04-27 08:00")
    exported(office, tmp_path / "mot", "2024-04-27 08:01")
    alone = run_alone(tmp_path / "mot", "--key", key)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert f"khóa ký mới/new key {key}" in alone.stdout
    assert KEY_KINDS == (RENEWED, REKEYED)
    # Whoever kept the old one signs the same trail with it, as if it had never been changed.
    key_file(state).write_bytes(old)
    begin_anew(state, at("2024-04-27 09:00"))
    tamper(office.office.database, "DELETE FROM anchored", "DELETE FROM sweep")
    exported(office, tmp_path / "hai", "2024-04-27 09:00")
    forged = run_alone(tmp_path / "hai")
    assert forged.returncode == 1
    assert "không do khóa đã nêu ở mục" in forged.stdout


def test_the_verifier_names_nothing_of_ours() -> None:
    source = (Path(__file__).parents[3] / "dondoc/trail/standalone/verify_trail.py").read_text(
        "utf-8"
    )
    imported = {line.split()[1] for line in source.splitlines() if line.startswith("from ")}
    imported |= {line.split()[1] for line in source.splitlines() if line.startswith("import ")}
    ours = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert ours == set()
    assert source.count("from cryptography") == 3


@pytest.mark.parametrize(
    ("file", "before", "after", "kind"),
    [
        ("entries.jsonl", b'"period":"2024-05"', b'"period":"2024-06"', "hash"),
        ("entries.jsonl", b'"seq":7,', b'"seq":8,', "hash"),
        ("checkpoints.jsonl", b'"entries":', b'"entries":1', "checkpoint"),
        ("public_key.hex", b"", b"0" * 64 + b"\n", "key"),
    ],
)
def test_a_tampered_export_does_not(
    office: Scene, tmp_path: Path, file: str, before: bytes, after: bytes, kind: str
) -> None:
    office.day("2024-04-26")
    folder = tmp_path / "ra"
    exported(office, folder)
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole.replace(before, after, 1) if before else after)
    alone = run_alone(folder)
    assert (alone.returncode, alone.stderr) == (1, "")
    assert f": {kind}: " in alone.stdout


def test_a_whole_export_signed_by_another_key_is_found_by_who_knows_the_key(
    office: Scene, tmp_path: Path
) -> None:
    office.day("2024-04-26")
    exported(office, tmp_path / "ra")
    assert run_alone(tmp_path / "ra").returncode == 0
    alone = run_alone(tmp_path / "ra", "--key", "d75a98" + "0" * 58)
    assert alone.returncode == 1
    assert ": key: " in alone.stdout


def test_a_missing_file_and_a_wrong_key_have_their_own_exits(office: Scene, tmp_path: Path) -> None:
    office.day("2024-04-26")
    exported(office, tmp_path / "ra")
    assert run_alone(tmp_path / "ra", "--key", "abc").returncode == 2
    (tmp_path / "ra" / "entries.jsonl").unlink()
    assert run_alone(tmp_path / "ra").returncode == 3


def test_a_used_folder_is_refused_and_left_alone(office: Scene, tmp_path: Path) -> None:
    office.sweep("2024-04-26 07:00")
    used = tmp_path / "ra"
    used.mkdir()
    (used / "thu.txt").write_text("của tôi")
    for folder in (used, used / "thu.txt"):
        with pytest.raises(Refused, match="đã có"):
            exported(office, folder)
    assert [file.name for file in used.iterdir()] == ["thu.txt"]


def test_what_came_after_the_checkpoint_stays_out(office: Scene, tmp_path: Path) -> None:
    office.sweep("2024-04-26 07:00")
    state = office.office.settings.state_folder
    anchors = read_anchors(state)
    office.dispatch("2024-04-26 07:05")
    with office.office.reading() as session:
        done = export(session, anchors, signer(state), tmp_path / "ra")
    assert done.entries == anchors.checkpoints[-1].entries
    assert run_alone(tmp_path / "ra").returncode == 0


def test_a_broken_trail_goes_out_as_it_stands(any_office: Scene, tmp_path: Path) -> None:
    """An inspector wants to see just that."""
    any_office.day("2024-04-26")
    tamper(any_office.office.database, "UPDATE entry SET kind = 'x\"y' WHERE seq = 4")
    state = any_office.office.settings.state_folder
    anchors = replace_checkpoints(read_anchors(state))
    with any_office.office.reading() as session:
        done = export(session, anchors, signer(state), tmp_path / "ra")
    alone = run_alone(tmp_path / "ra")
    assert alone.returncode == 1
    assert "entry 4: hash" in alone.stdout
    assert f"{done.entries} mục" in alone.stdout


def replace_checkpoints(anchors: Anchors) -> Anchors:
    return Anchors((), anchors.lines, anchors.problems)


def marked_contacts(folder: Path) -> Path:
    posts = [(body, post) for body in (DAI_PHU, SON_NAM) for post in ("officer", "chair")]
    posts += [("bhxh-huyen", "officer"), ("ubnd-huyen", "leader")]
    rows = [
        f"{body},{post},{MARK} {n},dau-rieng-xyz-{n}@noi-bo.invalid"
        for n, (body, post) in enumerate(posts)
    ]
    file = folder / "danh-ba.csv"
    file.write_text("\n".join(["body,post,person,email", *rows]) + "\n", "utf-8")
    return file


def test_nobodys_name_address_or_words_are_in_an_export(any_office: Scene, tmp_path: Path) -> None:
    any_office.sweep("2024-04-26 06:00")
    file = marked_contacts(tmp_path)
    bodies = any_office.office.rulebook.bodies
    listing = read_contacts(file, bodies, at("2024-04-26 06:00").date())
    with any_office.office.writing() as session:
        store_contacts(session, listing.rows, at("2024-04-26 06:30"), listing.form)
    for day in ("2024-04-27", "2024-05-02", "2024-05-06", "2024-05-07"):
        any_office.day(day)
    any_office.record("2024-05-07 09:00")
    with any_office.office.writing() as session:
        row, when = any_office.obligation().id, at("2024-05-07 10:00")
        undo(session, row, f"{MARK} gửi nhầm", "van-phong/specialist", when)
    for day in ("2024-05-08", "2024-05-09", "2024-05-13", "2024-05-17", "2024-05-26"):
        any_office.day(day)
    addressed = {envelope.to.address for envelope in any_office.gateway.sent}
    assert any("dau-rieng-xyz" in address for address in addressed)
    exported(any_office, tmp_path / "ra", "2024-05-26 12:00")
    assert run_alone(tmp_path / "ra").returncode == 0
    for out in (tmp_path / "ra").iterdir():
        content = out.read_text("utf-8").lower()
        for mark in (MARK.lower(), "dau-rieng", "xyz", "noi-bo.invalid", "gửi nhầm", "@noi"):
            assert mark not in content, (out.name, mark)
