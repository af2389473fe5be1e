"""Every benchmark that `make bench` finds runs to its table, and has nothing to complain of."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main, programs

ROOT = Path(__file__).parents[2]
# One that every day shows how a benchmark runs; the others take seconds each.
QUICK = "benchmarks.engine"


# apprise 1.13 imports it where Python still has it.
_WARNINGS = ("-W", "error", "-W", "ignore:'imghdr' is deprecated:DeprecationWarning")


def test_the_benchmarks_are_found() -> None:
    assert len(programs()) > 1
    assert QUICK in programs()


def _text(name: str) -> str:
    return (ROOT / f"{name.replace('.', '/')}.py").read_text("utf-8")


def _prints_its_table(*arguments: str) -> None:
    command = [sys.executable, *_WARNINGS, "-m", *arguments, "--tiny"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ratio" in done.stdout or "×" in done.stdout


@pytest.mark.parametrize(
    "name",
    [name if name == QUICK else pytest.param(name, marks=pytest.mark.long) for name in programs()],
)
def test_a_benchmark_prints_its_table_with_ratios_and_complains_of_nothing(name: str) -> None:
    _prints_its_table(name)


@pytest.mark.postgres
@pytest.mark.parametrize("name", [name for name in programs() if "--postgres" in _text(name)])
def test_one_that_knows_postgresql_does_so_there(name: str) -> None:
    _prints_its_table(name, "--postgres")


def test_one_that_fails_is_named_when_all_have_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit, match=r"^failed: benchmarks\.none$"):
        main(["--tiny"], ["benchmarks.none", "benchmarks.engine"])
