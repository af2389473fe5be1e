"""Forms of a whole round go out, come back in one folder, and files can be got back."""

from pathlib import Path
from shutil import copy
from typing import Any

import orjson
import pytest

from dondoc.reports.attach import safe_names
from tests.begun import OPENED, begun
from tests.dondoc.reports.test_template import rows_of, written
from tests.offices import D2024, DAI_PHU, MONTHLY
from tests.program import Dondoc
from tests.reporting import MAY

ROUND = (D2024, MONTHLY)
DUE = ("--due", "2024-05-05")
SCAN = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    return begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")


def answered(form: bytes, **values: Any) -> bytes:
    told = {key.replace("__", "."): value for key, value in values.items()}
    return written([[*row[:2], told.get(row[0], row[2]), *row[3:]] for row in rows_of(form)])


def test_a_rounds_forms_go_out_and_come_back_matched_by_their_mark(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    dondoc.run("template", *ROUND, "--all", *DUE, "--out", str(out))
    forms = sorted(one.name for one in out.iterdir())
    assert len(forms) == 31
    assert "dai-phu-02617-bao-cao-thang-2024-05-05.xlsx" in forms
    dondoc.run("template", *ROUND, "--all", *DUE, "--out", str(out), code=1)
    back.mkdir()
    [nil_form] = [one for one in forms if one.startswith("van-son")]
    (back / "a.xlsx").write_bytes(answered((out / nil_form).read_bytes(), nil="x"))
    whose = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due_on": "2024-05-05"}
    said = whose | {"as_of": "2024-04-30", "groups": MAY.groups, "done": "Đã tuyên truyền"}
    (back / "b.json").write_bytes(orjson.dumps(said))
    (back / "c.xlsx").write_bytes(b"PK\x03\x04 hong")
    copy(out / "dai-phu-02617-bao-cao-thang-2024-05-05.xlsx", back / "d.xlsx")
    (back / "~$a.xlsx").write_bytes(b"khoa")
    came = dondoc.json("report", "take", str(back), code=1)
    told = {one["file"]: (one["bearer"], one["due_on"], one["result"]) for one in came}
    assert list(came[0]) == ["file", "bearer", "due_on", "result", "reason"]
    assert told["b.json"] == (DAI_PHU, "2024-05-05", "taken")
    assert told["a.xlsx"][2] == "taken"
    assert told["c.xlsx"] == (None, None, "refused")
    # Nobody filled it in: every cell that is asked for is named.
    assert told["d.xlsx"] == (DAI_PHU, "2024-05-05", "refused")
    assert "~$a.xlsx" not in told
    again = {one["file"]: one["reason"] for one in dondoc.json("report", "take", str(back), code=1)}
    assert again["b.json"].startswith("đã ghi nhận báo cáo")


def test_an_attachment_is_got_back_and_nothing_is_written_over(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    scan, out = tmp_path / "bản quét.pdf", tmp_path / "out"
    scan.write_bytes(SCAN)
    mine = (*ROUND, "Đại Phú", *DUE)
    get = ("report", "attachment", *mine, "--out", str(out))
    dondoc.run("report", "record", *mine, "--attach", str(scan))
    dondoc.run(*get)
    assert (out / "bản quét.pdf").read_bytes() == SCAN
    assert "--force" in dondoc.run(*get, code=1).stderr
    missing = ("report", "attachment", *ROUND, "Vân Sơn", *DUE, "--out", str(out))
    assert "không có tệp kèm theo" in dondoc.run(*missing, code=1).stderr


@pytest.mark.parametrize(
    ("names", "safe"),
    [
        (["bản quét.pdf", "Bản quét.pdf"], ["bản quét.pdf", "Bản quét-2.pdf"]),
        (["../../etc/passwd.pdf", "a\\b:c.pdf"], ["_.._etc_passwd.pdf", "a_b_c.pdf"]),
        (["con.pdf", " .pdf", "x\u202efdp.pdf"], ["_con.pdf", "pdf.pdf", "x_fdp.pdf"]),
        (["a" * 300 + ".pdf"], ["a" * 180 + ".pdf"]),
    ],
)
def test_a_name_from_outside_leads_nowhere_else(names: list[str], safe: list[str]) -> None:
    assert safe_names(names) == safe
