"""What is asked without a term is never called in time on the command line."""

from datetime import date
from pathlib import Path

from dondoc.setup.demonstration import DemonstrationFile
from tests.dondoc.reports.test_template import rows_of, written
from tests.offices import D2021, DAI_PHU
from tests.program import Dondoc
from tests.simulated import SAID, stand

_SAID = DemonstrationFile(office=SAID.office, directives=[D2021])
_REFUSALS = (D2021, "bao-cao-chua-tham-gia")


def test_what_comes_without_a_term_is_neither_in_time_nor_late(tmp_path: Path) -> None:
    dondoc = Dondoc(tmp_path)
    stand(tmp_path, "2021-06-16 09:00", _SAID)
    dondoc.run("register")
    paper = ("--number", "15/BC-UBND", "--dated", "2021-06-14", "--signer", "Nguyễn An")
    by = ("--as", "phong-ldtbxh/officer")
    told = dondoc.run("report", "record", *_REFUSALS, "Đại Phú", "--count", "7", *paper, *by)
    assert told.stdout.startswith("Đã ghi nhận, văn bản không nêu thời hạn;")
    signed = ("sign", D2021, "--duty", _REFUSALS[1], "--as", "phong-ldtbxh/director")
    assert "1/1 đơn vị, văn bản không nêu thời hạn." in dondoc.run(*signed).stdout
    stood = dondoc.run("status", D2021, "--per", "body").stdout
    undated = [line for line in stood.splitlines() if "không nêu (mở" in line]
    assert undated
    assert not [line for line in undated if "hạn" in line.partition(")")[2]]


def test_its_form_is_handed_out_before_anybody_has_reported_and_taken_in_later(
    tmp_path: Path,
) -> None:
    dondoc, out, back = Dondoc(tmp_path / "s"), tmp_path / "out", tmp_path / "back"
    stand(dondoc.state, "2021-06-16 09:00", _SAID)
    dondoc.run("register")
    dondoc.run("template", *_REFUSALS, "Đại Phú", "--out", str(tmp_path / "one.xlsx"))
    form = rows_of((tmp_path / "one.xlsx").read_bytes())
    assert form[1][1] == "Xã Đại Phú · văn bản không nêu thời hạn"
    dondoc.run("template", *_REFUSALS, "--all", "--out", str(out))
    names = sorted(file.name for file in out.iterdir())
    assert len(names) == 31
    assert "dai-phu-02617-bao-cao-chua-tham-gia.xlsx" in names
    # It comes back days later, and begins the round on the day it comes.
    back.mkdir()
    told = {"can-ngheo.so_nguoi": 3, "as_of": date(2021, 6, 18)}
    filled = [[*row[:2], told.get(row[0], row[2]), *row[3:]] for row in form]
    (back / "a.xlsx").write_bytes(written(filled))
    stand(dondoc.state, "2021-06-21 09:00", _SAID)
    paper = ("--number", "15/BC-UBND", "--dated", "2021-06-18", "--signer", "Nguyễn An")
    by = ("--as", "phong-ldtbxh/officer")
    figures = ("--figures", str(back / "a.xlsx"))
    dondoc.run("report", "record", *_REFUSALS, "Đại Phú", *figures, *paper, *by)
    # The form of who has not reported yet is that of the round that takes reports now.
    dondoc.run("template", *_REFUSALS, "--all", "--out", str(out), "--force")
    assert rows_of((out / names[0]).read_bytes())[0][0].endswith("@base|")
    [came] = dondoc.json("report", "take", str(back), *by, code=1)
    assert (came["bearer"], came["due_on"], came["result"]) == (DAI_PHU, None, "refused")
    assert "cần số, ngày, người ký" in came["reason"]
