"""What the .docx files hold, read back by python-docx."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from unicodedata import is_normalized
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.documents.registry import paper_of
from dondoc.documents.writers.letters import clean, width
from dondoc.documents.writers.paper import ended
from tests.documents import samples
from tests.documents.made import docx as docx_bytes


def read(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def text(word: Document) -> str:
    """All text in its order, tables included."""
    parts = [node.text or "" for node in word.element.body.iter(qn("w:t"))]
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize("name", samples.ALL)
def test_the_page_is_a4_within_the_annexs_margins(name: str) -> None:
    for section in read(docx_bytes(samples.ALL[name](), samples.AT)).sections:
        sides = sorted((section.page_width.mm, section.page_height.mm))
        assert [round(side) for side in sides] == [210, 297]
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20


def test_every_run_is_in_the_decrees_font_and_in_vietnamese() -> None:
    word = read(docx_bytes(samples.urging(), samples.AT))
    fonts = word.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert not list(word.element.body.iter(qn("w:rFonts")))


def test_the_urging_has_its_parts_in_order() -> None:
    said = text(read(docx_bytes(samples.urging(), samples.AT)))
    parts = (
        "HUYỆN SƠN DƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số:",
        "V/v đôn đốc báo cáo kết quả",
        "Sơn Dương, ngày",
        "Kính gửi:",
        "- Bảo hiểm xã hội huyện;",
        "1. Yêu cầu",
        "báo cáo kết quả./.",
        "Nơi nhận:",
        "- Lưu: VT, BHXH.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Phạm Thị Nhị Bình",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_a_report_has_its_kind_and_no_about_under_the_number() -> None:
    said = text(read(docx_bytes(samples.commune_report(), samples.AT)))
    assert "BÁO CÁO Kết quả thực hiện chính sách bảo hiểm y tế tháng 4 năm 2024" in said
    assert "V/v" not in said


def test_the_sizes_are_those_of_the_annex() -> None:
    word = read(docx_bytes(samples.urging(), samples.AT))
    wanted = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False),
        "HUYỆN SƠN DƯƠNG": (12, True, False),
        "Nơi nhận:": (12, True, True),
        "- Lưu: VT, BHXH.": (11, False, False),
        "PHÓ CHỦ TỊCH": (14, True, False),
    }
    found = {
        run.text: (run.font.size.pt, run.bold, run.italic)
        for table in word.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    }
    assert {text: found[text] for text in wanted} == wanted


def test_pages_are_numbered_in_the_header_but_the_first() -> None:
    word = read(docx_bytes(samples.consolidated(), samples.AT))
    assert len(word.sections) == 4
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert not "".join(p.text for p in section.first_page_header.paragraphs)
        field = section.header._element.find(f".//{qn('w:fldSimple')}")
        assert field.get(qn("w:instr")) == "PAGE"
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    orients = [section.orientation for section in word.sections]
    assert orients == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 2, WD_ORIENT.PORTRAIT]


def test_ruled_tables_repeat_their_heading_and_have_widths_on_columns_and_cells() -> None:
    word = read(docx_bytes(samples.consolidated(), samples.AT))
    ruled = [t for t in word.tables if t.style is not None and t.style.name == "Table Grid"]
    assert len(ruled) >= 5
    for table in ruled:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(column.width for column in table.columns)
        total = sum(column.width.mm for column in table.columns)
        for row in table.rows:
            assert abs(sum(tc.width.mm for tc in row._tr.tc_lst) - total) < 1


def test_the_groups_totals_stand_in_the_last_row() -> None:
    report = samples.consolidated()
    word = read(docx_bytes(report, samples.AT))
    for group in report.groups:
        total = f"{group.total.closing:,}".replace(",", ".")
        last = [t.rows[-1] for t in word.tables if "Cộng" in t.rows[-1].cells[0].text]
        assert any(total in [cell.text for cell in row.cells] for row in last)


def test_who_was_given_more_time_stands_with_its_own_day() -> None:
    report = samples.consolidated()
    first, *others = report.punctuality
    first = replace(first, extended_to=date(2024, 5, 8))
    given_more = replace(report, punctuality=(first, *others))
    for made, times in ((report, 0), (given_more, 1)):
        assert text(read(docx_bytes(made, samples.AT))).count("gia hạn đến 08/5/2024") == times


def test_the_same_data_and_instant_give_the_same_bytes() -> None:
    first = docx_bytes(samples.brief(), samples.AT)
    assert first == docx_bytes(samples.brief(), samples.AT)
    assert {i.date_time[0] for i in ZipFile(BytesIO(first)).infolist()} == {1980}


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_comes_back_as_it_was_written(written: str) -> None:
    report = replace(samples.nil_report(), texts=samples.told("", f"({written})", ""))
    word = read(docx_bytes(report, samples.AT))
    assert all(is_normalized("NFC", p.text) for p in word.paragraphs)
    lines = [line.strip() for line in clean(f"({written})").split("\n")]
    said = [spaced(paragraph.text) for paragraph in word.paragraphs]
    assert all(spaced(ended(clean(line))) in said for line in lines if line)


def spaced(text: str) -> str:
    """A name is held together by spaces that do not break."""
    return text.replace("\u00a0", " ")


def test_no_line_ends_within_a_name_and_what_was_typed_without_a_stop_gets_one() -> None:
    told = samples.told("", "Cán bộ xã Đại Phú nghỉ từ ngày 05/5/2024", "")
    said = [
        p.text
        for p in read(docx_bytes(replace(samples.nil_report(), texts=told), samples.AT)).paragraphs
    ]
    assert "Cán bộ xã\u00a0Đại\u00a0Phú nghỉ từ ngày\u00a005/5/2024." in said


def test_an_empty_report_still_has_every_heading() -> None:
    said = text(read(docx_bytes(samples.nil_report(), samples.AT)))
    assert "Không phát sinh trong kỳ báo cáo." in said
    assert said.count("Không.") == 2


@pytest.mark.parametrize("name", ["commune", "consolidated", "brief"])
def test_the_rule_under_the_abstract_is_a_third_to_a_half_of_its_line(name: str) -> None:
    """Decree 30/2020, Annex I, II.5.b; the line is at most as wide as the page's text."""
    paper = paper_of(samples.ALL[name]())
    paragraphs = read(docx_bytes(samples.ALL[name](), samples.AT)).paragraphs
    place = next(n for n, one in enumerate(paragraphs) if one.text == paper.about)
    form = paragraphs[place + 1].paragraph_format
    line = min(width(paper.about, 14, bold=True), 165 / 25.4 * 72)
    length = 165 / 25.4 * 72 - form.left_indent.pt - form.right_indent.pt
    assert line / 3 < length < line / 2
