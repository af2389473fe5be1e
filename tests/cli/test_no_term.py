"""What is asked without a term is never called in time on the command line."""

from pathlib import Path

from dondoc.setup.demonstration import DemonstrationFile
from tests.offices import D2021
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
