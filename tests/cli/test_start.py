"""A command loads what it needs: to say how things stand, no library of papers, mail or pages."""

import os
import subprocess
import sys
from pathlib import Path

from tests.program import ROOT

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
ASKING = """
import sys
from dondoc.__main__ import main
for asked in (["--help"], ["status", "--json"]):
    sys.argv = ["dondoc", *asked]
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
print(*sys.modules)
"""


def test_help_and_status_load_no_library_of_papers_mail_pages_or_flows(
    sqlite_template: Path, tmp_path: Path
) -> None:
    (tmp_path / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", ASKING],
        cwd=ROOT,
        env={**os.environ, "DONDOC_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "dondoc.cli.status" in loaded
    assert not HEAVY & loaded
