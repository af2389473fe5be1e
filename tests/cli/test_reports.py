"""The commands over reports as an office types them: recorded, refused, returned, shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.begun import OPENED, begun
from tests.offices import D2024, DAI_PHU, MONTHLY
from tests.program import Dondoc
from tests.reporting import MAY

REPORT = (D2024, MONTHLY, "Đại Phú", "--due", "2024-05-05")
GOOD: dict[str, Any] = {
    "as_of": "2024-04-30",
    "groups": MAY.groups,
    "done": "Đã tuyên truyền tại 12 thôn",
}


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    """A state folder in which it is 10:00 on 03/5/2024, the round of May being open."""
    return begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")


def written(folder: Path, data: object) -> str:
    file = folder / "so-lieu.json"
    file.write_text(json.dumps(data), "utf-8")
    return str(file)


def test_a_report_goes_its_whole_way(dondoc: Dondoc, tmp_path: Path) -> None:
    scan = tmp_path / "ban-quet.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF")
    done = dondoc.json(
        *("report", "record", *REPORT, "--figures", written(tmp_path, GOOD)),
        *("--attach", str(scan), "--number", "12/BC-UBND", "--dated", "2024-05-02"),
        *("--signer", "Nguyễn Văn A", "--capacity", "KT. CHỦ TỊCH", "--sent", "2024-05-02"),
    )
    assert (done["revision"], done["on_time"], done["adjustment"]) == (1, True, False)
    back = dondoc.json("report", "return", *REPORT, "--reason", "can-ngheo.closing=đối chiếu lại")
    assert (back["state"], back["reply_by"]) == ("returned", "2024-05-06")
    again = dondoc.json("report", "record", *REPORT, "--figures", written(tmp_path, GOOD))
    assert again["revision"] == 2
    assert dondoc.json("report", "accept", *REPORT)["state"] == "accepted"
    rows = dondoc.json("report", "list", D2024, "--due", "2024-05-10")
    [mine] = [row for row in rows if row["bearer"] == DAI_PHU]
    assert (len(rows), mine["state"], mine["revision"]) == (31, "accepted", 2)
    shown = dondoc.json("report", "show", *REPORT)
    first, second = shown["revisions"]
    assert (first["number"], first["capacity"]) == ("12/BC-UBND", "KT. CHỦ TỊCH")
    assert first["attachments"][0]["name"] == "ban-quet.pdf"
    assert first["reasons"] == {"can-ngheo.closing": "đối chiếu lại"}
    assert (second["state"], second["changes"]) == ("accepted", [])
    assert "TRẢ LẠI: đối chiếu lại" in dondoc.run("report", "show", *REPORT).stdout
    assert dondoc.json("audit", "verify")["ok"]


def test_a_refused_report_exits_with_one_and_leaves_nothing(dondoc: Dondoc, tmp_path: Path) -> None:
    scan = tmp_path / "ban-quet.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF")
    wrong = GOOD | {"groups": {**MAY.groups, "dtts": {**MAY.groups["dtts"], "closing": 91}}}
    done = dondoc.run(
        *("report", "record", *REPORT, "--figures", written(tmp_path, wrong)),
        *("--attach", str(scan)),
        code=1,
    )
    assert done.stdout == ""
    assert "dtts.closing (người dân tộc thiểu số" in done.stderr
    assert "không khớp" in done.stderr
    assert dondoc.json("report", "show", *REPORT)["revisions"] == []
    assert not (dondoc.state / "attachments").exists()


def test_a_renamed_program_is_refused_before_anything(dondoc: Dondoc, tmp_path: Path) -> None:
    program = tmp_path / "bao-cao.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(99))
    done = dondoc.run("report", "record", *REPORT, "--nil", "--attach", str(program), code=1)
    assert "là một chương trình" in done.stderr


def test_nil_and_a_word_of_explanation_are_options(dondoc: Dondoc, tmp_path: Path) -> None:
    nil = (D2024, MONTHLY, "Vân Sơn", "--due", "2024-05-05")
    dondoc.run("report", "record", *nil, "--nil")
    [revision] = dondoc.json("report", "show", *nil)["revisions"]
    assert (revision["figures"]["nil"], revision["figures"]["as_of"]) == (True, "2024-04-30")
    odd = GOOD | {"groups": {**MAY.groups, "dtts": {**MAY.groups["dtts"], "carded": 13}}}
    figures = ("--figures", written(tmp_path, odd))
    assert "giải trình" in dondoc.run("report", "record", *REPORT, *figures, code=1).stderr
    word = ("--explain", "dtts.carded=thẻ của tháng trước")
    [said] = dondoc.json("report", "record", *REPORT, *figures, *word)["explained"]
    assert (said["at"], said["policy"]) == ("dtts.carded", "the-vuot-tham-gia")
    dondoc.run("report", "record", *REPORT, "--nil", *figures, code=2)


def test_the_form_of_one_body_is_refused_for_another(dondoc: Dondoc, tmp_path: Path) -> None:
    form = tmp_path / "mau.xlsx"
    other = (D2024, MONTHLY, "Sơn Nam", "--due", "2024-05-05")
    dondoc.run("template", *other, "--out", str(form))
    done = dondoc.run("report", "record", *REPORT, "--figures", str(form), code=1)
    assert "nhầm mẫu" in done.stderr
    empty = dondoc.run("report", "record", *other, "--figures", str(form), code=1)
    assert "C9 (" in empty.stderr


def test_a_report_is_returned_in_plain_words_and_whoever_looks_reads_them(dondoc: Dondoc) -> None:
    dondoc.run("report", "record", *REPORT, "--nil", "--explain", "can-ngheo.opening=chưa rà soát")
    why = ("--reason", "chưa có chữ ký", "--reason", "phụ lục = trang trắng")
    more = ("--reason", "can-ngheo.opening=lệch", "--reason", "can-ngheo.opening=thiếu thôn 3")
    dondoc.json("report", "return", *REPORT, *why, *more)
    [one] = dondoc.json("report", "show", *REPORT)["revisions"]
    assert one["reasons"] == {
        "report": "chưa có chữ ký; phụ lục = trang trắng",
        "can-ngheo.opening": "lệch; thiếu thôn 3",
    }
    # Of a nil report no figure is shown, of the whole there is none: the words are, all the same.
    shown = dondoc.run("report", "show", *REPORT).stdout
    assert "TRẢ LẠI: chưa có chữ ký; phụ lục = trang trắng" in shown
    assert "TRẢ LẠI: lệch; thiếu thôn 3" in shown


def test_a_mistyped_figure_is_no_plain_reason(dondoc: Dondoc) -> None:
    dondoc.run("report", "record", *REPORT, "--nil")
    refused = dondoc.run("report", "return", *REPORT, "--reason", "can-ngeo.closing=sai", code=1)
    assert "không có ô 'can-ngeo.closing'" in refused.stderr
    empty = dondoc.run("report", "return", *REPORT, "--reason", "can-ngheo.closing=", code=1)
    assert "--reason" in empty.stderr


def test_nobody_is_chosen_to_sign_what_somebody_signed(dondoc: Dondoc, tmp_path: Path) -> None:
    paper = ("--number", "12/BC-UBND", "--dated", "2024-05-02", "--signer", "Nguyễn Văn A")
    dondoc.run("report", "record", *REPORT, "--figures", written(tmp_path, GOOD), *paper)
    asked = ("document", "report", *REPORT, "--out", str(tmp_path), "--format", "csv")
    refused = dondoc.run(*asked, "--signer", "vice-chair", code=1)
    assert "đã ghi người ký: Nguyễn Văn A" in refused.stderr
    assert not [*tmp_path.glob("*.csv")]
