"""Rounds by other forms than that of insurance: a table of counts with a rate, and words alone.

Nothing is written for them but their files: template, checks, return, consolidation, signature and
documents follow what the forms declare.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import python_calamine

from dondoc.setup.demonstration import DemonstrationFile
from tests.another_form import BODIES, COUNTS, DIRECTIVE, WORDS, write_rules
from tests.dondoc.reports.test_template import rows_of, written
from tests.program import Dondoc
from tests.simulated import SAID, stand

MAY, JUNE, MAY_ROUND = "2024-05-05", "2024-06-05", "2024-05-10"
WORDS_DUE, WORDS_ROUND = "2024-06-20", "2024-06-25"
ROWS = ("dat-dai", "ho-tich", "bao-tro-xa-hoi", "khac")


class Office:
    """An office with rules of its own, whose clock the test sets."""

    def __init__(self, folder: Path) -> None:
        self._said = DemonstrationFile(
            office=SAID.office, rules=str(write_rules(folder)), directives=[DIRECTIVE]
        )
        self.folder = folder
        self.dondoc = Dondoc(folder / "state")

    def at(self, when: str) -> None:
        stand(self.dondoc.state, when, self._said)

    def morning(self, day: str) -> None:
        self.at(f"{day} 07:00")
        self.dondoc.run("sweep")

    def template(self, duty: str, body: str, due: str) -> list[list[Any]]:
        out, asked = self.folder / "mau.xlsx", (DIRECTIVE, duty, body, "--due", due)
        self.dondoc.run("template", *asked, "--out", str(out), "--force")
        return rows_of(out.read_bytes())

    def record(self, duty: str, body: str, due: str, *more: str, code: int = 0) -> Any:
        arguments = (DIRECTIVE, duty, body, "--due", due, *more)
        return self.dondoc.run("report", "record", *arguments, code=code)

    def record_rows(self, duty: str, body: str, due: str, values: dict[str, Any]) -> Any:
        """Fill in the sheet that the program made, and record it."""
        rows = self.template(duty, body, due)
        filled = [[*row[:2], values.get(row[0], row[2]), *row[3:]] for row in rows]
        file = self.folder / "dien.xlsx"
        file.write_bytes(written(filled))
        return self.record(duty, body, due, "--figures", str(file))

    def documents(self, kind: str, *more: str) -> Path:
        out = self.folder / f"ra-{kind}-{len(list(self.folder.iterdir()))}"
        self.dondoc.run("document", kind, DIRECTIVE, *more, "--out", str(out))
        return out


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.morning("2024-04-26")
    office.at("2024-05-03 10:00")
    return office


def row(opening: int, came: int, in_time: int, late: int) -> dict[str, int]:
    return {
        "ton_dau": opening,
        "tiep_nhan": came,
        "giai_quyet": in_time + late,
        "ton_cuoi": opening + came - in_time - late,
        "dung_han": in_time,
        "qua_han": late,
    }


def counts(scale: int) -> dict[str, dict[str, int]]:
    """Return rows that add up; in time are 9 of 10 in the first, none is settled in the last."""
    return {
        "dat-dai": row(5 * scale, 10 * scale, 9 * scale, scale),
        "ho-tich": row(0, 40, 40, 0),
        "bao-tro-xa-hoi": row(2, 3, 1, 2),
        "khac": row(0, 0, 0, 0),
    }


def as_json(office: Office, figures: dict[str, Any]) -> str:
    file = office.folder / "so-lieu.json"
    file.write_text(json.dumps(figures), "utf-8")
    return str(file)


def said(folder: Path) -> str:
    """Return everything that the files in `folder` say, as a person reads it."""
    found = []
    for file in folder.rglob("*"):
        if file.suffix == ".docx":
            word = docx.Document(str(file))
            found += [paragraph.text for paragraph in word.paragraphs]
            found += [c.text for table in word.tables for r in table.rows for c in r.cells]
        elif file.suffix == ".pdf":
            with pypdfium2.PdfDocument(str(file)) as pdf:
                found += [page.get_textpage().get_text_bounded() for page in pdf]
        elif file.suffix == ".xlsx":
            with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
                cells = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
                found += [str(cell) for sheet in cells for line in sheet for cell in line]
    return "\n".join(found)


def file_may(office: Office) -> None:
    """File the round of May: one by the sheet, one by JSON, one with nothing to report."""
    sheet = {f"{id_}.{name}": n for id_, of in counts(2).items() for name, n in of.items()}
    sheet |= {"as_of": date(2024, 4, 30), "noi_dung": "Đã giải quyết hồ sơ tồn"}
    office.record_rows(COUNTS, "Đại Phú", MAY, sheet)
    figures = {"as_of": "2024-04-30", "groups": counts(1), "noi_dung": "Niêm yết đầy đủ"}
    office.record(COUNTS, "Sơn Nam", MAY, "--figures", as_json(office, figures))
    office.record(COUNTS, "Tam Đa", MAY, "--nil", "--as-of", "2024-04-30")


def test_a_table_of_counts_is_checked_by_what_its_form_declares(office: Office) -> None:
    wrong = counts(1)
    wrong["dat-dai"] |= {"dung_han": 7, "ton_cuoi": 6}
    figures = {"as_of": "2024-04-30", "groups": wrong, "noi_dung": "x"}
    file = as_json(office, figures)
    refused = office.record(COUNTS, "Sơn Nam", MAY, "--figures", file, code=1)
    assert "lệch −1 hồ sơ: Tồn đầu + Tiếp nhận − Đã giải quyết = Tồn cuối" in refused.stderr
    assert "đúng hạn + quá hạn lệch −2 hồ sơ so với đã giải quyết (10)" in refused.stderr
    assert "dat-dai.ton_cuoi (đất đai: Đang giải quyết cuối kỳ)" in refused.stderr
    wrong["khac"]["tiep_nhan"] = -1
    wrong["dat-dai"] = {**counts(1)["dat-dai"], "tang_them": 3}
    refused = office.record(COUNTS, "Sơn Nam", MAY, "--figures", as_json(office, figures), code=1)
    assert "tang_them: khóa lạ" in refused.stderr


def test_rates_are_counted_anew_from_sums(office: Office) -> None:
    file_may(office)
    found = office.dondoc.json("consolidation", DIRECTIVE, "--due", MAY_ROUND)
    assert found["state"] == "ready"
    totals = found["totals"]
    # 18 + 9 of 20 + 10 in time; Tam Đa has never said what it began with.
    assert (totals["dat-dai"]["dung_han"], totals["dat-dai"]["qua_han"]) == (27, 3)
    assert totals["dat-dai"]["ty_le_dung_han"] == 90.0
    assert totals["bao-tro-xa-hoi"]["ty_le_dung_han"] == 33.33
    assert totals["khac"]["ty_le_dung_han"] is None
    by_body = {line["bearer_name"]: line["groups"] for line in found["per_body"]}
    assert by_body["Xã Sơn Nam"]["dat-dai"]["ty_le_dung_han"] == 90.0


@pytest.mark.long
def test_a_round_of_counts_goes_the_whole_way(office: Office) -> None:
    file_may(office)
    run, due = office.dondoc.run, ("--due", MAY)
    run("report", "return", DIRECTIVE, COUNTS, "Sơn Nam", *due, "--reason", "dat-dai.qua_han=sai")
    office.at("2024-05-04 10:00")
    figures = {"as_of": "2024-04-30", "groups": counts(1), "noi_dung": "Niêm yết đầy đủ"}
    office.record(COUNTS, "Sơn Nam", MAY, "--figures", as_json(office, figures), "--revise")
    run("report", "accept", DIRECTIVE, COUNTS, "Sơn Nam", *due)
    office.at("2024-05-08 10:00")
    drafts = office.documents("consolidation", "--due", MAY_ROUND)
    own = office.documents("report", COUNTS, "Sơn Nam", *due)
    # Tam Đa has never said what it began with.
    run("sign", DIRECTIVE, "--due", MAY_ROUND, "--without-figures")
    text = said(drafts) + said(own)
    for word in ("BHYT", "bảo hiểm", "thẻ", "tham gia", "người"):
        assert word not in text, word
    assert "Kết quả theo từng nội dung" in text
    assert "90,0%" in text
    assert "Niêm yết đầy đủ" in text
    # What is left is what the next round begins with.
    office.morning("2024-05-29")
    offered = {line[0]: line[2] for line in office.template(COUNTS, "Đại Phú", JUNE)}
    assert offered["dat-dai.ton_dau"] == 10
    assert offered["dat-dai.tiep_nhan"] == ""


@pytest.mark.long
def test_a_round_of_words_asks_for_no_figures(office: Office) -> None:
    office.morning("2024-06-13")
    office.at("2024-06-14 10:00")
    addresses = [line[0] for line in office.template(WORDS, "Đại Phú", WORDS_DUE) if line[0]]
    assert addresses[1:] == ["done", "obstacles", "proposals"]
    refused = office.record(WORDS, "Đại Phú", WORDS_DUE, "--nil", code=1)
    assert "không có báo cáo “Không phát sinh”" in refused.stderr
    office.record_rows(WORDS, "Đại Phú", WORDS_DUE, {"done": "Đã niêm yết tại trụ sở"})
    empty = as_json(office, {"obstacles": "Thiếu bảng"})
    refused = office.record(WORDS, "Sơn Nam", WORDS_DUE, "--figures", empty, code=1)
    assert "done (Kết quả thực hiện): bắt buộc" in refused.stderr
    for body in BODIES[1:]:
        words = as_json(office, {"done": f"{body} đã niêm yết", "obstacles": "Thiếu bảng"})
        office.record(WORDS, body, WORDS_DUE, "--figures", words)
    drafts = office.documents("consolidation", "--due", WORDS_ROUND)
    own = office.documents("report", WORDS, "Đại Phú", "--due", WORDS_DUE)
    office.dondoc.run("sign", DIRECTIVE, "--due", WORDS_ROUND)
    text = said(drafts) + said(own)
    for word in ("BHYT", "bảo hiểm", "thẻ", "người", "số liệu tính đến"):
        assert word not in text, word
    assert "Đã niêm yết tại trụ sở" in text
    assert "Các xã Sơn Nam, Tam Đa: Thiếu bảng" in text
