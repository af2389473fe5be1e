"""The round of a consolidator as machines and people are shown it."""

from pathlib import Path

from tests.begun import OPENED, begun
from tests.offices import D2024, MONTHLY

KEYS = ["due_on", "state", "in", "missing", "totals", "per_body", "as_of", "signed"]
KEYS += ["without_figures", "targets"]


def test_a_round_is_shown_by_its_consolidators_date(tmp_path: Path) -> None:
    dondoc = begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")
    asked = ("consolidation", D2024, "--due", "2024-05-10")
    empty = dondoc.json(*asked)
    assert list(empty) == KEYS
    assert (empty["state"], empty["in"], len(empty["missing"])) == ("blocked", [], 31)
    hint = "0/31 đơn vị, chưa có báo cáo nào; vẫn ký được báo cáo tổng hợp từng phần"
    assert hint in " ".join(dondoc.run(*asked).stdout.split())
    lines = dondoc.run(*asked).stdout.splitlines()
    rows = [line.split() for line in lines if line.strip().startswith("người ")]
    assert len(rows) == 2
    for row in rows:
        [counted] = [at for at, cell in enumerate(row) if cell.startswith("0/")]
        assert row[counted + 1 : counted + 5] == ["–"] * 4
    dondoc.run("report", "record", D2024, MONTHLY, "Vân Sơn", "--due", "2024-05-05", "--nil")
    some = dondoc.json(*asked)
    assert (some["state"], len(some["in"]), len(some["missing"])) == ("partial", 1, 30)
    assert "1/31 đơn vị" in dondoc.run(*asked).stdout
    wrong = dondoc.run("consolidation", D2024, "--due", "2024-05-11", code=1)
    assert "10/5/2024" in wrong.stderr


def test_days_without_a_sweep_are_told_as_an_office_writes_them(tmp_path: Path) -> None:
    dondoc = begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")
    said = dondoc.run("sweep", "--now", "2024-04-30T07:00").stdout
    assert "không có lượt quét: 27/4/2024 đến 29/4/2024 (3 ngày)" in said
    assert "2024-04" not in said
    assert "lượt quét: 01/5/2024\n" in dondoc.run("sweep", "--now", "2024-05-02T07:00").stdout


def test_documents_are_written_into_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dondoc = begun(tmp_path / "state", OPENED, at="2024-05-07 10:00")
    asked = (D2024, "--due", "2024-05-10", "--out", str(out))
    dondoc.run("document", "consolidation", *asked)
    dondoc.run("document", "urge", *asked)
    names = {file.name for file in out.iterdir()}
    assert {"tong-hop.docx", "tong-hop.pdf", "tong-hop.xlsx", "don-doc.docx"} <= names


def test_a_communes_own_documents_are_written_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dondoc = begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")
    mine = (D2024, MONTHLY, "Vân Sơn", "--due", "2024-05-05")
    dondoc.run("document", "report", *mine, "--out", str(out), code=1)
    assert not out.exists()
    dondoc.run("report", "record", *mine, "--nil")
    dondoc.run("document", "report", *mine, "--out", str(out))
    dondoc.run("document", "agenda", "Vân Sơn", "--out", str(out))
    assert {"bao-cao.docx", "bao-cao.pdf", "lich.ics"} <= {f.name for f in out.iterdir()}
