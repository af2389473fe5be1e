"""What `dondoc audit` says to people and machines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dondoc.cli.app import app
from dondoc.errors import NotPossible
from dondoc.setup.database import open_engine
from dondoc.trail.standalone.verify_trail import main
from tests.tampering import tamper

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An office of its own that has swept once, and its command line."""
    config = tmp_path / "config.yaml"
    config.write_text("directives: [son-duong-bhyt-2024]\n", "utf-8")
    monkeypatch.setenv("DONDOC_STATE", str(tmp_path / "var"))
    monkeypatch.delenv("DONDOC_DATABASE", raising=False)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["--config", str(config), *arguments])

    assert invoke("sweep", "--now", "2024-04-26T07:00").exit_code == 0
    return invoke


def test_a_whole_trail_says_what_is_signed_and_what_is_not(run: Run) -> None:
    said = json.loads(run("audit", "verify", "--json").stdout)
    told = {"rows", "proven_since", "purged", "renewed"}
    assert set(said) == {"ok", "entries", "head", "anchored_to", "problems", *told}
    assert said["ok"]
    assert said["problems"] == []
    assert said["anchored_to"] == said["entries"] > 200
    assert "không còn mục nào chưa ký" in run("audit", "verify").stdout
    run("dispatch", "--now", "2024-04-26T07:05")
    done = run("audit", "verify")
    assert done.exit_code == 0
    assert f"Đã ký đến mục {said['entries']} (điểm kiểm lúc 07:00 ngày 26/4/2024)" in done.stdout
    assert "mục sau đó chưa ký" in done.stdout


def test_a_broken_trail_exits_with_1_and_names_the_entry(run: Run, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'var' / 'dondoc.sqlite'}")
    tamper(engine, "UPDATE entry SET subject = 'obligation:999' WHERE seq = 17")
    engine.dispose()
    done = run("audit", "verify", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert not said["ok"]
    (problem,) = said["problems"]
    assert set(problem) == {"entry", "kind", "detail"}
    assert (problem["entry"], problem["kind"]) == (17, "hash")
    assert "Mục 17: hash" in run("audit", "verify").stderr


def test_an_export_is_signed_to_its_end_and_a_used_folder_refused(run: Run, tmp_path: Path) -> None:
    run("dispatch", "--now", "2024-04-26T07:05")
    done = run("audit", "export", str(tmp_path / "ra"), "--json")
    said = json.loads(done.stdout)
    assert said["entries"] == said["signed"]
    before = sorted((tmp_path / "ra").iterdir())
    assert run("audit", "export", str(tmp_path / "ra")).exit_code != 0
    assert sorted((tmp_path / "ra").iterdir()) == before


def test_lost_checkpoints_are_named_by_the_doctor_and_begun_anew_with_a_reason(
    run: Run, tmp_path: Path
) -> None:
    assert "tốt      dấu vết" in run("doctor").stdout
    for name in ("checkpoints.jsonl", "signing.key"):
        (tmp_path / "var" / name).unlink()
    assert "mất hoặc trống" in run("doctor").stdout
    assert isinstance(run("audit", "key").exception, NotPossible)
    done = run("audit", "renew", "--reason", "ổ đĩa hỏng", "--as", "van-phong/office-head")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "tốt      dấu vết" in run("doctor").stdout
    assert "không còn mục nào chưa ký" in run("audit", "verify").stdout


def test_an_export_without_an_entry_has_nothing_to_verify(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("audit", "export", str(tmp_path / "ra"))
    (tmp_path / "ra" / "entries.jsonl").write_bytes(b"")
    (tmp_path / "ra" / "checkpoints.jsonl").write_bytes(b"")
    assert main([str(tmp_path / "ra")]) == 1
    assert "không có gì để kiểm tra" in capsys.readouterr().out


def test_a_trail_that_cannot_be_signed_is_exported_all_the_same(run: Run, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'var' / 'dondoc.sqlite'}")
    tamper(engine, "DELETE FROM entry WHERE seq > 100")
    engine.dispose()
    done = run("audit", "export", str(tmp_path / "ra"))
    assert done.exit_code == 0
    assert "không được ký thêm" in done.stderr
    assert "Đã xuất 100 mục" in done.stdout


def test_the_public_key_is_printed_and_the_same_every_time(run: Run, tmp_path: Path) -> None:
    *pem, raw = run("audit", "key").stdout.splitlines()
    assert (pem[0], len(raw)) == ("-----BEGIN PUBLIC KEY-----", 64)
    assert run("audit", "key").stdout.splitlines()[-1] == raw
    assert raw in (tmp_path / "var" / "checkpoints.jsonl").read_text("ascii")
