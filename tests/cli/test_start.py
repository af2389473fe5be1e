"""A command loads what it needs: to say how things stand, no library of papers, mail or pages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.cli.app import command
from dondoc.cli.contents import HELPS, helps
from dondoc.trail.signing import make
from tests.offices import D2024
from tests.program import ROOT

# What every command would otherwise load for the sake of one.
NO_RULES = {"sqlalchemy", "jinja2", "cryptography", "models"}
DATABASE_AND_RULES = {"sqlalchemy", "yaml", "rich", "jinja2", "cryptography", "models"}
HEAVY = {
    "alembic",
    "apprise",
    "docx",
    "fastapi",
    "icalendar",
    "lxml",
    "markdown",
    "prefect",
    "requests",
    "starlette",
    "typst",
    "uvicorn",
    "xlsxwriter",
}
# What writes letters, speaks to the other database, or reads a round.
OTHERS_ONLY = {
    "dondoc.consolidation.consolidate",
    "dondoc.day.letters",
    "dondoc.sending.letters",
    "jinja2",
    "notifications.compose",
    "notifications.envelope",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
}
ASKING = """
import sys
from dondoc.__main__ import main
try:
    main()
except SystemExit as end:
    # The doctor of an office that was never swept finds that it was not.
    assert not end.code or sys.argv[1] == "doctor", end.code
print(*sys.modules)
"""


def loaded_by(*asked: str, state: Path) -> set[str]:
    """Return what a process had loaded when it had carried out the command."""
    done = subprocess.run(
        [sys.executable, "-c", ASKING, *asked],
        cwd=ROOT,
        env={**os.environ, "DONDOC_STATE": str(state)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "asked", [("status", "--json"), ("board",), ("notices", "--json")], ids=lambda asked: asked[0]
)
def test_what_looks_loads_no_library_of_papers_mail_pages_or_flows(
    asked: tuple[str, ...], sqlite_template: Path, tmp_path: Path
) -> None:
    (tmp_path / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    loaded = loaded_by(*asked, state=tmp_path)
    assert f"dondoc.cli.{asked[0]}" in loaded
    assert not (HEAVY | OTHERS_ONLY) & loaded


def test_the_doctor_maps_no_table_that_holds_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    loaded = loaded_by("doctor", state=tmp_path)
    assert {"dondoc.trail.proven", "models.obligation"} <= loaded
    assert not {"models.visit", "models.draft", "models.card_step"} & loaded


@pytest.mark.parametrize("asked", [("check",), ("duties", D2024)], ids=" ".join)
def test_a_command_over_the_rules_alone_loads_no_database(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    loaded = loaded_by(*asked, state=tmp_path)
    assert "dondoc.cli.rules" in loaded
    assert not (HEAVY | NO_RULES) & loaded


@pytest.mark.parametrize("asked", [("--help",), ("report", "--help")], ids=" ".join)
def test_a_list_of_commands_loads_none_of_them(asked: tuple[str, ...], tmp_path: Path) -> None:
    loaded = loaded_by(*asked, state=tmp_path)
    assert "dondoc.cli.contents" in loaded
    assert not (HEAVY | DATABASE_AND_RULES) & loaded


def test_a_list_of_commands_says_of_each_what_the_command_says_of_itself() -> None:
    assert json.loads(HELPS.read_bytes()) == helps(command()), "make docs"


@pytest.mark.long
def test_a_start_that_finds_its_rules_kept_loads_nothing_that_reads_them(
    sqlite_template: Path, tmp_path: Path
) -> None:
    (tmp_path / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    make(tmp_path / "signing.key")
    assert "rules.reading.directive_file" in loaded_by("status", state=tmp_path)
    loaded = loaded_by("status", state=tmp_path)
    assert not {name for name in loaded if name.startswith("rules.reading.")}
    assert not {"holidays", "ruamel"} & loaded
