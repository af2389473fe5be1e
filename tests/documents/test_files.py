"""All files of a document, and the papers' own wording."""

from dataclasses import replace
from datetime import date

import pytest

from benchmarks import documents
from dondoc.documents.kinds.consolidation import group_table
from dondoc.documents.kinds.consolidation.content import Absent, ConsolidatedReport, SaidOf
from dondoc.documents.kinds.consolidation.group_shares import group_shares
from dondoc.documents.kinds.consolidation.sheets import group_sheet
from dondoc.documents.parts import words
from dondoc.documents.parts.coverage import Share
from dondoc.documents.parts.groups import GroupTable
from dondoc.documents.registry import files, paper_of
from dondoc.documents.writers.letters import clean
from dondoc.documents.writers.paper import Paper, Table, Text
from tests.coverage_form import LISTS, movement
from tests.documents import samples


def text(paper: Paper) -> str:
    return "\n".join(
        "".join(run.text for run in block.runs) for block in paper.blocks if isinstance(block, Text)
    )


@pytest.mark.parametrize("name", samples.ALL)
def test_every_document_has_every_format(name: str) -> None:
    made = dict(files(samples.ALL[name](), samples.AT))
    kinds = {file.rsplit(".", 1)[1] for file in made}
    tables = {"xlsx", "csv"} if name in samples.WITH_TABLES else set()
    assert kinds == {"docx", "pdf", *tables} | ({"ics"} if name == "agenda" else set())
    assert all(file.isascii() and data for file, data in made.items())


@pytest.mark.parametrize("name", samples.ALL)
def test_a_printed_table_can_be_read_and_no_body_speaks_of_the_offices_conventions(
    name: str,
) -> None:
    paper = paper_of(samples.ALL[name]())
    blocks = [*paper.blocks, *(block for one in paper.appendices for block in one.blocks)]
    assert all(block.size >= 9 for block in blocks if isinstance(block, Table | Text))
    if paper.frame is not None:
        assert "quy ước của Văn phòng" not in str(paper)


@pytest.mark.long
def test_thirty_one_communes_meet_the_goals(capsys: pytest.CaptureFixture[str]) -> None:
    documents.main([])
    assert "31 communes" in capsys.readouterr().out


def test_an_unknown_format_is_refused_before_anything_is_made() -> None:
    with pytest.raises(ValueError, match="unknown format odt; known: pdf, docx"):
        list(files(samples.brief(), samples.AT, ("pdf", "odt")))


def test_one_absent_body_is_named_in_full() -> None:
    draft = replace(samples.urging(), absent=("UBND xã Ninh Lai",))
    assert "1. Yêu cầu Ủy ban nhân dân xã Ninh Lai gửi báo cáo" in text(paper_of(draft))


def test_with_nobody_absent_there_is_nobody_to_urge() -> None:
    with pytest.raises(ValueError, match="nobody to urge"):
        paper_of(replace(samples.urging(), absent=()))


def test_before_the_via_body_checked_nothing_is_said_to_be_missing() -> None:
    said = text(paper_of(replace(samples.urging(), confirmed=False)))
    assert "chưa ghi nhận báo cáo của 03 đơn vị" in said
    assert "chưa gửi báo cáo" not in said


def test_same_words_of_several_bodies_are_brought_together() -> None:
    said = text(paper_of(samples.consolidated()))
    assert "- Các xã Đại Phú, Sơn Nam: Nhiều hộ đi làm ăn xa" in said


def test_corrections_have_a_column_only_where_there_is_one() -> None:
    group = samples.consolidated().groups[0]
    figures = group.rows[0].figures
    assert figures is not None
    corrected = replace(group.rows[0], figures=movement(**{**figures.people, "adjusted": -2}))
    with_one = replace(group, rows=(corrected, *group.rows[1:]))
    for table, columns in ((group, 15), (with_one, 16)):
        listing = group_table.blocks(table)[0]
        assert isinstance(listing, Table)
        assert len(listing.columns) == columns
        assert sum(cell.span for cell in listing.head[0]) == columns
        assert all(sum(cell.span for cell in row) == columns for row in listing.rows)


def test_a_nil_report_with_groups_shows_their_figures_too() -> None:
    report = replace(samples.commune_report(), nil=True)
    assert "Không phát sinh trong kỳ báo cáo." in text(paper_of(report))
    assert any(isinstance(block, Table) for block in paper_of(report).blocks)


def test_no_forecast_before_three_rounds() -> None:
    said = text(paper_of(samples.consolidated()))
    assert "Chưa đủ ba kỳ số liệu để ước tính (mới có 02 kỳ)." in said


def test_a_share_just_short_of_the_whole_is_never_rounded_up_to_it() -> None:
    assert words.percent(99.97) == "99,9%"
    assert words.percent(100.0) == "100,0%"
    assert words.percent(None) == "chưa có số liệu"


def test_figures_of_groups_are_never_added() -> None:
    report = samples.consolidated()
    both = sum(group.total.closing for group in report.groups)
    assert words.number(both) not in text(paper_of(report))


@pytest.mark.parametrize("name", samples.ALL)
def test_nothing_says_what_an_office_must_not_read(name: str) -> None:
    said = text(paper_of(samples.ALL[name]())).casefold()
    for word in ("hệ thống yêu cầu", "rung", "house", "từ chối", "kém nhất"):
        assert word not in said.replace("trung", "")


def poor(*lacking: int, last_known: int | None = None) -> GroupTable:
    """Return the near-poor with Chi Thiết (0), Đại Phú (1), … without figures."""
    group = samples.consolidated().groups[0]
    rows = list(group.rows)
    for place in lacking:
        rows[place] = replace(rows[place], figures=None)
    if last_known is not None:
        old = date(2024, 3, 31)
        rows[last_known] = replace(rows[last_known], last_known=True, as_of=old)
    return replace(group, rows=tuple(rows), pace=None)


def told(group: GroupTable) -> str:
    return text(paper_of(replace(samples.consolidated(), groups=(group,))))


def sums(group: GroupTable) -> list[str]:
    """Return the cells of the sum of all rows, first of the paper, then of the sheet."""
    listing = group_table.blocks(group)[0]
    assert isinstance(listing, Table)
    printed = next(row for row in listing.rows if row[0].span == 2)
    return [*(cell.text for cell in printed), *map(str, group_sheet(1, group).totals[0])]


def test_a_sum_without_every_body_says_of_how_many_it_is() -> None:
    group = poor(0, 3)
    said = told(group)
    assert "Tính riêng 10/12 đơn vị có số liệu (chưa phải số của cả nhóm): đầu kỳ" in said
    assert "chưa tham gia, tính riêng 10/12 đơn vị có số liệu (chưa phải số của cả nhóm)." in said
    assert "So với kỳ trước (riêng 10 đơn vị đã báo cáo kỳ này): giảm" in said
    assert "So với ngày 10/4/2024 (282 người): chưa có số liệu để so sánh." in said
    assert sums(group).count("Cộng 10/12 đơn vị có số liệu") == 2
    assert sums(poor()).count("Cộng") == 2


def test_last_known_figures_in_a_sum_are_named() -> None:
    group = poor(last_known=1)
    figures = group.rows[1].figures
    assert figures is not None
    said = told(group)
    assert (
        f"Thêm {figures.closing:02d} người theo báo cáo gần nhất của 01 đơn vị chưa có báo cáo kỳ "
        f"này, Đại Phú (đến 31/3/2024), thì còn {group.total.closing:02d} người."
    ) in said
    assert "Tính riêng 11/12 đơn vị đã báo cáo kỳ này (chưa phải số của cả nhóm): đầu kỳ" in said
    assert "người chưa tham gia, kể cả số liệu gần nhất của 01 đơn vị" in said
    assert "So với kỳ trước (riêng 11 đơn vị đã báo cáo kỳ này): giảm" in said


def test_who_has_not_reported_has_not_moved_as_far_as_is_known() -> None:
    listing, sheet = group_table.blocks(poor(last_known=1))[0], group_sheet(1, poor(last_known=1))
    assert isinstance(listing, Table)
    title = next(n for n, c in enumerate(listing.head[0]) if c.text == "Tăng, giảm") + 4
    assert [row[title].text == "–" for row in listing.rows[:3]] == [False, True, False]
    place = [column.title for column in sheet.columns].index("Tăng, giảm so với kỳ trước")
    assert [row[place] is None for row in sheet.rows[:3]] == [False, True, False]
    assert sheet.totals[0][place] is None
    [name, *_] = sheet.rows[1]
    assert name == "Đại Phú"
    told = {c.title: value for c, value in zip(sheet.columns, sheet.rows[1], strict=True)}
    assert told["Cuối kỳ"] is not None
    assert told["Giảm: đã tham gia"] is None
    # Eight figures of what moved, and the change.
    assert [cell.text for cell in listing.rows[1]].count("–") == 8 + 1


def test_nobodys_figures_are_no_zeros() -> None:
    group = poor(*range(12))
    said = told(group)
    assert "Chưa có số liệu của đơn vị nào trong 12 đơn vị (chi tiết tại" in said
    assert "số người chưa tham gia: chưa có số liệu." in said
    assert "So với kỳ trước: chưa có số liệu để so sánh." in said
    assert "00 người" not in said
    assert "0" not in sums(group)


def test_where_nobody_has_reported_nobody_is_said_to_have_no_difficulty() -> None:
    report = samples.consolidated(partial=True)
    day = date(2024, 5, 5)
    nobody = tuple(Absent(one.body, day) for one in report.punctuality)
    heading = report.texts[-1].heading
    quiet = replace(report, texts=(SaidOf(heading),))
    assert f"{heading} Không." in flat(quiet)
    silent = flat(replace(quiet, absent=nobody))
    assert f"{heading} Chưa có báo cáo của đơn vị nào." in silent


def flat(report: ConsolidatedReport) -> str:
    return " ".join(text(paper_of(report)).split())


def test_a_share_that_cannot_be_says_so() -> None:
    report = samples.consolidated()
    group = replace(report.groups[0], listed=Share(None, 20))
    said = text(paper_of(replace(report, groups=(group,))))
    closing = group.total.closing
    assert (
        "Danh sách đã giao, cộng người tăng thêm từ đó: không tính được tỷ lệ, vì số chưa tham gia "
        "cuối kỳ "
        f"({closing}) nhiều hơn số người (20): chênh lệch thời điểm, cần đối chiếu."
    ) in said
    unknown = replace(group, population=None, confirmed=None, stated=None)
    said = told(unknown)
    assert "Đã tham gia theo các đơn vị báo cáo: không tính được; theo dữ liệu thẻ" in said
    [shares] = [b for b in group_shares(unknown, LISTS) if isinstance(b, Table)]
    assert [row[-1].text for row in shares.rows] == [
        "chưa có số liệu",
        "không tính được",
        "chưa có số liệu",
    ]


def test_without_any_list_nobody_is_told_that_those_reported_are_unknown() -> None:
    group = samples.consolidated().groups[0]
    nothing = dict.fromkeys(("population", "listed", "confirmed", "stated", "by_list"))
    said = told(replace(group, **nothing))
    assert f"trong đó đã tham gia {group.total['enrolled']:02}" in said
    assert "theo các đơn vị báo cáo" not in said
    assert "Chưa có danh sách, dữ liệu thẻ để tính tỷ lệ đã tham gia." in said


def test_card_lists_of_several_days_are_told_so() -> None:
    report = samples.consolidated()
    group = replace(report.groups[0], cards_as_of=date(2024, 4, 26), cards_until=date(2024, 4, 30))
    said = text(paper_of(replace(report, groups=(group,))))
    assert "(các đơn vị không cùng ngày, sớm nhất 26/4/2024, muộn nhất 30/4/2024)" in said
    assert "Đã tham gia theo các đơn vị báo cáo (tính trên toàn bộ số người" in said


def test_a_text_reads_in_the_order_in_which_it_is_stored() -> None:
    assert clean("đề xuất \u202eABC\u202c, \u2066xã\u2069") == "đề xuất ABC, xã"
