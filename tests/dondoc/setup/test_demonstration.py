"""A demonstration beside an office: whatever the office has, nothing of it is touched or opened."""

import os
import subprocess
import sys
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import pypdf
import pytest

from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import run_sweep
from dondoc.errors import Refused
from dondoc.running.up import same_office
from dondoc.setup.demonstration import (
    CLOCK,
    FILE,
    Demonstration,
    demonstration_of,
)
from dondoc.setup.loading import load
from dondoc.setup.settings import KEY_VARIABLE
from dondoc.setup.wiring import open_office
from dondoc.trail.signing import key_file
from models.clock import SimulatedClock
from rules.errors import RuleError
from tests.begun import OPENED, begun
from tests.office_with_relay import Relay, kept, office, relay
from tests.offices import D2024, at
from tests.simulated import stand

__all__ = ["office", "relay"]


def live(settings: Demonstration) -> None:
    """Let three simulated mornings pass in the demonstration."""
    clock = settings.state_folder / CLOCK
    for day in ("2024-04-26", "2024-05-02", "2024-05-03"):
        clock.unlink(missing_ok=True)
        SimulatedClock(clock).stand(at(f"{day} 07:00"))
        opened = open_office(settings)
        run_sweep(opened, opened.clock.now())
        run_dispatch(opened, opened.clock.now())
        opened.close()


def letters(state: Path) -> list[bytes]:
    return [file.read_bytes() for file in (state / "outbox").rglob("*.eml")]


def test_simulated_days_leave_database_contacts_key_and_accountof_the_office_alone(
    office: Path, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(office)
    settings = load(office)
    # What an administrator may have set in the shell, too.
    monkeypatch.setenv("DONDOC_DATABASE", settings.database_url)
    monkeypatch.setenv(KEY_VARIABLE, str(office.parent / "state" / "signing.key"))
    demo = demonstration_of(settings)
    live(demo)
    assert len(letters(demo.state_folder)) > 30
    assert (demo.state_folder / "signing.key").exists()
    assert relay.visits == 0
    assert kept(office) == before


@pytest.mark.long
def test_what_the_flows_open_is_the_same_demonstration(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = demonstration_of(load(office))
    SimulatedClock(demo.state_folder / CLOCK).stand(at("2024-04-26 07:00"))
    asking = (
        "from flows.office import this_office, simulated\n"
        "o = this_office()\n"
        "print(simulated(o), o.database.url, sorted(o.settings.settings.channels.values()))"
    )
    environment = {
        **os.environ,
        "DONDOC_DATABASE": load(office).database_url,
        **same_office(demo),
    }
    done = subprocess.run(
        [sys.executable, "-c", asking],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"True {demo.database_url} ['maildir://']"


def test_the_environment_has_no_say_in_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE", f"sqlite:///{tmp_path / 'real.sqlite'}")
    monkeypatch.setenv("DONDOC_STATE", str(tmp_path / "real"))
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "real.key"))
    demo = load(stand(tmp_path / "demo", "2024-05-03 10:00"))
    assert demo.simulated
    assert demo.state_folder == (tmp_path / "demo").resolve()
    assert demo.database_url == f"sqlite:///{demo.state_folder / 'dondoc.sqlite'}"
    assert key_file(demo.state_folder) == demo.state_folder / "signing.key"


@pytest.mark.parametrize("key", ["database", "contacts", "state", "sweep", "office.specialist"])
def test_a_demonstration_has_no_words_for_what_is_an_offices(tmp_path: Path, key: str) -> None:
    top, _, below = key.partition(".")
    said = f"{top}: {{{below}: x}}" if below else f"{top}: x"
    file = tmp_path / FILE
    file.write_text(f"directives: [{D2024}]\n{said}\n", "utf-8")
    with pytest.raises(RuleError):
        load(file)


def test_an_account_cannot_be_named_in_a_demonstration(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text(
        f"directives: [{D2024}]\n"
        "channels: {email: {schema: smtp, host: 127.0.0.1, port: 25, security: none}}\n",
        "utf-8",
    )
    with pytest.raises(RuleError):
        load(file)


def test_an_office_is_not_opened_on_what_a_demonstration_wrote(tmp_path: Path) -> None:
    stand(tmp_path / "demo", "2024-05-03 10:00")
    config = tmp_path / "config.yaml"
    config.write_text(f"directives: [{D2024}]\nstate: demo\n", "utf-8")
    with pytest.raises(Refused, match=r"--config .*demonstration\.yaml"):
        open_office(load(config))
    elsewhere = f"sqlite:///{tmp_path / 'demo' / 'dondoc.sqlite'}"
    config.write_text(f"directives: [{D2024}]\ndatabase: {elsewhere}\n", "utf-8")
    with pytest.raises(Refused, match="mô phỏng"):
        open_office(load(config))
    assert not (tmp_path / "demo" / "dondoc.sqlite").exists()


def test_a_clock_file_makes_no_simulation_of_an_office(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"directives: [{D2024}]\n", "utf-8")
    (tmp_path / "var").mkdir()
    SimulatedClock(tmp_path / "var" / CLOCK).stand(at("2024-05-03 10:00"))
    with pytest.raises(Refused, match=CLOCK):
        open_office(load(config))
    assert not (tmp_path / "var" / "dondoc.sqlite").exists()


@pytest.mark.parametrize("found", ["dondoc.sqlite", "signing.key", "checkpoints.jsonl", CLOCK])
def test_it_does_not_begin_where_somebody_else_has_written(tmp_path: Path, found: str) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"directives: [{D2024}]\n", "utf-8")
    there = tmp_path / "var" / "demo" / found
    there.parent.mkdir(parents=True)
    there.write_bytes(b"somebody's")
    with pytest.raises(Refused, match=found):
        demonstration_of(load(config))
    assert list(there.parent.iterdir()) == [there]
    assert there.read_bytes() == b"somebody's"


_INSIDE = {
    "cơ sở dữ liệu": "database: 'sqlite:///{demo}/office.sqlite'",
    "danh bạ": "contacts: '{demo}/contacts.csv'",
    "hộp thư đi": "channels: {{email: {{schema: maildir, outbox: '{demo}/outbox'}}}}",
    "bộ quy tắc": "rules: '{demo}/rules'",
    "khóa ký": "",
}


@pytest.mark.parametrize("what", _INSIDE)
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_it_does_not_begin_where_the_office_keeps_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, again: bool
) -> None:
    config, demo = tmp_path / "config.yaml", tmp_path / "var" / "demo"
    if again:
        config.write_text(f"directives: [{D2024}]\n", "utf-8")
        demonstration_of(load(config))
    config.write_text(f"directives: [{D2024}]\n{_INSIDE[what].format(demo=demo)}\n", "utf-8")
    if what == "khóa ký":
        monkeypatch.setenv(KEY_VARIABLE, str(demo / "signing.key"))
    with pytest.raises(Refused, match=f"^{what} .*của Văn phòng nằm trong"):
        demonstration_of(load(config))
    assert demo.exists() is again


@pytest.mark.parametrize("url", ["no database", "postgresql://nobody@127.0.0.1:1/none"])
def test_an_office_that_cannot_be_opened_keeps_nobody_from_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    config = tmp_path / "config.yaml"
    account = "{schema: smtp, host: mail.invalid, port: 587, user: a, password_env: NOT_SET}"
    config.write_text(f"directives: [{D2024}]\nchannels: {{email: {account}}}\n", "utf-8")
    monkeypatch.setenv("DONDOC_DATABASE", url)
    demo = demonstration_of(load(config))
    live(demo)
    assert letters(demo.state_folder)


def test_every_letter_says_so_in_subject_text_and_page(office: Path) -> None:
    demo = demonstration_of(load(office))
    live(demo)
    for content in letters(demo.state_folder):
        mail = message_from_bytes(content, policy=policy.default)
        assert mail["Subject"].startswith("[MÔ PHỎNG] ")
        for part in ("plain", "html"):
            body = mail.get_body((part,))
            assert body is not None
            assert "MÔ PHỎNG: thư do chương trình lập để xem thử" in body.get_content()


def test_every_document_says_so_in_every_form(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dondoc = begun(tmp_path / "demo", OPENED, at="2024-05-08 10:00")
    due = (D2024, "--due", "2024-05-10", "--out", str(out))
    dondoc.run("document", "consolidation", *due)
    dondoc.run("document", "brief", *due)
    dondoc.run("document", "agenda", "Vân Sơn", "--out", str(out))
    dondoc.run("document", "tables", "--out", str(out))
    kinds = {file.suffix for file in out.iterdir()}
    assert kinds == {".pdf", ".docx", ".xlsx", ".csv", ".ics"}
    for file in out.iterdir():
        assert _says_so(file), file.name


def _says_so(file: Path) -> bool:
    if file.suffix == ".pdf":
        return all("MÔ PHỎNG" in page.extract_text() for page in pypdf.PdfReader(file).pages)
    if file.suffix in (".csv", ".ics"):
        text = file.read_text("utf-8-sig").replace("\n ", "")
        return all("MÔ PHỎNG" in line for line in text.splitlines() if _tells(file, line))
    inner = {".docx": "word/header", ".xlsx": "xl/sharedStrings"}[file.suffix]
    with zipfile.ZipFile(file) as packed:
        parts = [name for name in packed.namelist() if name.startswith(inner)]
        said = [packed.read(name).decode("utf-8") for name in parts]
    return bool(said) and all("MÔ PHỎNG" in text for text in said)


def _tells(file: Path, line: str) -> bool:
    return file.suffix == ".csv" or line.startswith(("SUMMARY", "X-WR-CALNAME"))


def test_previews_forms_lists_and_exports_say_so_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dondoc = begun(tmp_path / "demo", OPENED, at="2024-05-08 10:00")
    first = dondoc.json("notices", "--state", "pending")[0]["id"]
    assert "[MÔ PHỎNG] " in dondoc.run("notice", "show", str(first)).stdout
    assert dondoc.run("brief", D2024, "--for-zalo").stdout.startswith("MÔ PHỎNG\n")
    assert "MÔ PHỎNG" in dondoc.run("board").stdout
    form = tmp_path / "mau.xlsx"
    asked = (D2024, "bao-cao-thang", "Đại Phú", "--due", "2024-05-05", "--out", str(form))
    dondoc.run("template", *asked)
    with zipfile.ZipFile(form) as packed:
        assert "MÔ PHỎNG" in packed.read("xl/sharedStrings.xml").decode("utf-8")
    dondoc.run("audit", "export", str(out))
    assert (out / "README.md").read_text("utf-8").startswith("**MÔ PHỎNG**")


def test_a_real_offices_documents_carry_no_mark(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dondoc = begun(tmp_path / "state", OPENED)
    dondoc.run("document", "tables", "--out", str(out))
    dondoc.run("document", "brief", D2024, "--due", "2024-05-10", "--out", str(out))
    assert {file.suffix for file in out.iterdir()} == {".pdf", ".docx", ".xlsx", ".csv"}
    assert not any(_says_so(file) for file in out.iterdir())
