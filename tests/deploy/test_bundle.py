"""An installation without internet: one file, made here and installed where pip reaches nothing."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.offices import D2024
from tests.program import ROOT

pytestmark = pytest.mark.slow
# Whatever this machine tells pip: nothing can be reached.
APART = {
    "PIP_NO_INDEX": "1",
    "PIP_CONFIG_FILE": os.devnull,
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9"),
}


def _run(
    *words: str | Path, cwd: Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(words),
        cwd=cwd,
        env={**os.environ, **(more or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, made, its digest looked at, and unpacked."""
    out = tmp_path_factory.mktemp("bundle")
    made = _run(ROOT / "tools" / "bundle", out, cwd=ROOT, more={"PYTHON": sys.executable})
    assert made.returncode == 0, made.stderr
    file = Path(made.stdout.strip())
    beside = file.with_name(f"{file.name}.sha256").read_text("utf-8").split()
    assert beside == [hashlib.sha256(file.read_bytes()).hexdigest(), file.name]
    assert _run("tar", "-xf", file, cwd=out).returncode == 0
    return out / file.stem


def test_the_bundle_installs_and_runs_without_a_network(unpacked: Path, tmp_path: Path) -> None:
    there = tmp_path / "dondoc"
    done = _run(unpacked / "install", there, cwd=tmp_path, more=APART)
    assert done.returncode == 0, done.stderr
    dondoc = there / ".venv" / "bin" / "dondoc"
    day = ("--from", "2024-05-02", "--to", "2024-05-02")
    for words, said in (
        (("--version",), "Đôn Đốc 0."),
        (("check",), "Không có lỗi."),
        (("simulate", D2024, *day), "Thư sẽ đi"),
        (("register",), D2024),
        (("status",), ""),
    ):
        ran = _run(dondoc, *words, cwd=there, more=APART)
        assert ran.returncode == 0, ran.stderr
        assert said in ran.stdout
    own = (there / "config.yaml").read_text("utf-8") + "# của Văn phòng\n"
    (there / "config.yaml").write_text(own, "utf-8")
    # The same again; what is compiled beforehand was seen above.
    again = {**APART, "PIP_NO_COMPILE": "1"}
    assert _run(unpacked / "install", there, cwd=tmp_path, more=again).returncode == 0
    assert (there / "config.yaml").read_text("utf-8") == own


def test_what_is_missing_is_said_in_vietnamese(unpacked: Path, tmp_path: Path) -> None:
    refused = _run(unpacked / "install", tmp_path, cwd=tmp_path, more={"PYTHON": "no-such-python"})
    assert refused.returncode == 1
    assert "Không cài được: cần Python 3." in refused.stderr
    without = tmp_path / "python"
    without.write_text('#!/bin/sh\n[ "$1" = -m ] && exit 1\nexit 0\n', "utf-8")
    without.chmod(0o755)
    refused = _run(unpacked / "install", tmp_path, cwd=tmp_path, more={"PYTHON": str(without)})
    assert refused.returncode == 1
    assert "apt install python3-venv" in refused.stderr


def test_a_wheel_that_was_changed_is_refused(unpacked: Path, tmp_path: Path) -> None:
    wheel = next((unpacked / "wheels").glob("typer-*.whl"))
    before = wheel.read_bytes()
    wheel.write_bytes(before + b"\0")
    refused = _run(unpacked / "install", tmp_path / "there", cwd=tmp_path, more=APART)
    wheel.write_bytes(before)
    assert refused.returncode == 1
    assert "SHA256SUMS" in refused.stderr
    assert not (tmp_path / "there").exists()
