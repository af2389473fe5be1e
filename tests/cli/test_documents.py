"""The commands that write documents: brief, dossier, tables; what is refused writes nothing."""

from pathlib import Path

import pytest

from tests.begun import OPENED, begun
from tests.offices import D2024, MONTHLY
from tests.program import Dondoc


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    """An office on the late morning of 8 May 2024: only Vân Sơn has reported."""
    reported = ("report", "record", D2024, MONTHLY, "Vân Sơn", "--due", "2024-05-05", "--nil")
    late = ("sweep", "--now", "2024-05-08T07:00")
    return begun(tmp_path / "state", OPENED, reported, late, at="2024-05-08 10:00")


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_the_leaders_brief_is_written(dondoc: Dondoc, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = dondoc.run("document", "brief", D2024, "--due", "2024-05-10", "--out", str(out))
    assert {"bao-cao-nhanh.docx", "bao-cao-nhanh.pdf"} <= names(out)
    assert done.stdout == f"Đã ghi {len(names(out))} tệp vào {out}\n"
    assert "bao-cao-nhanh.pdf" in done.stderr


def test_the_dossier_is_written_with_what_proves_it(dondoc: Dondoc, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = (D2024, MONTHLY, "Đại Phú", "--due", "2024-05-05", "--out", str(out))
    dondoc.run("document", "dossier", *asked)
    assert {"ho-so.docx", "ho-so.pdf"} <= names(out)
    wrong = dondoc.run("document", "dossier", *asked[:-3], "2024-05-06", *asked[-2:], code=1)
    assert "05/5/2024" in wrong.stderr


def test_all_tables_are_written_as_csv(dondoc: Dondoc, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = dondoc.run("document", "tables", "--out", str(out))
    assert {"obligations.csv", "figures.csv", "notices.csv", "duties.csv"} <= names(out)
    assert all(file.suffix == ".csv" for file in out.iterdir())
    assert "obligations.csv" in done.stderr
    lines = (out / "obligations.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("obligation,directive,duty,clause,place,period,bearer")


def test_a_folder_that_cannot_be_written_is_said_and_leaves_no_half(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    file = tmp_path / "out"
    file.write_text("a file, no folder")
    failed = dondoc.run("document", "tables", "--out", str(file), code=3)
    assert "không ghi được" in failed.stderr
    assert file.read_text() == "a file, no folder"
