"""The documents of a round, filled from the database and printed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.round import Consolidation
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.consolidation.content import ConsolidatedReport
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.registry import files
from dondoc.errors import Refused
from tests.offices import D2024, Scene, at
from tests.reporting import MINORITY, NEAR_POOR
from tests.rounds import MISSING, OPENS, file_all, round_of_may

NOW = "2024-05-07 09:00"


def read(scene: Scene) -> Consolidation:
    with scene.office.reading() as session:
        return consolidation(session, scene.office.rulebook, D2024, date(2024, 5, 10))


def report_of(scene: Scene, when: str = NOW) -> ConsolidatedReport:
    found = read(scene)
    with scene.office.reading() as session:
        return consolidated_report(session, scene.office.rulebook, found, at(when))


def draft_of(scene: Scene, when: str = NOW) -> Urging:
    office = "Văn phòng HĐND và UBND huyện"
    return urging_draft(scene.office.rulebook, read(scene), office, at(when))


def test_the_reports_totals_are_those_of_the_round(office: Scene) -> None:
    round_of_may(office)
    report, totals = report_of(office), read(office).totals()
    assert [group.id for group in report.groups] == [NEAR_POOR, MINORITY]
    for group in report.groups:
        assert group.total_received == totals[group.id].figures
        assert not group.complete
        assert group.pace is None


def test_a_partial_report_names_the_absent_and_returns_the_four_ways(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    report = report_of(office)
    assert report.partial
    assert [entry.body for entry in report.absent] == [
        "xã Chi Thiết",
        "xã Kháng Nhật",
        "xã Sơn Nam",
        "xã Vân Sơn",
    ]
    assert [entry.last_notice for entry in report.absent] == [
        "quá hạn, 07/5/2024",
        "trả lại, 04/5/2024",
        "quá hạn, 07/5/2024",
        "quá hạn, 07/5/2024",
    ]
    counts = report.returns
    assert (counts.done_on_time, counts.open_overdue, counts.total) == (6, 3, 9)
    states = [entry.state for entry in report.punctuality]
    assert (states.count("done_on_time"), states.count("open_overdue")) == (6, 3)
    assert {entry.rounds for entry in report.punctuality} == {1}
    assert (report.period, report.as_of) == ("tháng 4 năm 2024", date(2024, 4, 30))
    assert len(report.nil) == 2


def test_a_full_report_tells_the_pace_to_the_target(office: Scene) -> None:
    office.day(OPENS)
    file_all(office)
    report = report_of(office, "2024-05-09 09:00")
    assert not report.partial
    near_poor = report.groups[0]
    assert near_poor.complete
    assert near_poor.target is not None
    assert near_poor.target.measure == "tham gia và được cấp thẻ BHYT"
    assert near_poor.target.due_on == date(2024, 6, 30)
    assert near_poor.pace is not None
    assert near_poor.pace.remaining == near_poor.total.closing
    assert near_poor.pace.needed == pytest.approx(near_poor.total.closing / (61 / 7))
    assert near_poor.baseline is not None
    assert near_poor.baseline.people == 282


def test_the_heading_is_the_insurances_and_its_signer_the_director(office: Scene) -> None:
    round_of_may(office)
    frame = report_of(office).frame
    assert frame.heading.issuer == ("Bảo hiểm xã hội", "huyện Sơn Dương")
    assert frame.heading.above == ("Bảo hiểm xã hội", "tỉnh Tuyên Quang")
    assert (frame.heading.symbol, frame.heading.place) == ("BC-BHXH", "Sơn Dương")
    assert frame.to == ("Ủy ban nhân dân huyện Sơn Dương",)
    assert frame.signature.capacity == ("Giám đốc",)


def test_all_files_of_the_report_are_written(office: Scene) -> None:
    round_of_may(office)
    made = dict(files(report_of(office), at(NOW)))
    assert {"tong-hop.docx", "tong-hop.pdf", "tong-hop.xlsx"} <= set(made)
    assert made["tong-hop.pdf"].startswith(b"%PDF")
    text = "\n".join(p.text for p in Document(BytesIO(made["tong-hop.docx"])).paragraphs)
    assert "chưa đủ số liệu của các đơn vị" in text
    assert "06/09 báo cáo" in text


def test_only_the_late_are_urged(office: Scene) -> None:
    round_of_may(office)
    draft = draft_of(office)
    assert draft.absent == tuple(f"UBND xã {name}" for name in ("Chi Thiết", "Sơn Nam", "Vân Sơn"))
    assert len(draft.absent) == len(MISSING)
    assert draft.issuer == "Ủy ban nhân dân huyện"
    assert (draft.due_on, draft.answer_by) == (date(2024, 5, 5), date(2024, 5, 8))
    assert not draft.confirmed
    assert draft.in_time
    assert draft.frame.copies[-1].startswith("Lưu:")
    made = dict(files(replace(draft, confirmed=True), at(NOW)))
    assert {"don-doc.docx", "don-doc.pdf"} <= set(made)


def test_nobody_is_urged_who_can_still_be_in_time(office: Scene) -> None:
    office.day(OPENS)
    with pytest.raises(Refused, match="không có đơn vị nào quá hạn"):
        draft_of(office, "2024-05-06 23:00")
