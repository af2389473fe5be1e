"""A commune's own documents: the report it signs, the calendar of its deadlines."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.documents.kinds.agenda.assembly import agenda_of
from dondoc.documents.kinds.agenda.content import Agenda
from dondoc.documents.kinds.report.assembly import own_report
from dondoc.documents.kinds.report.content import CommuneReport
from dondoc.documents.registry import files
from dondoc.errors import Refused
from rules.meaning.figures import Filled
from tests.offices import DAI_PHU, Scene, at
from tests.reporting import MAY, file_report

NOW = "2024-05-03 11:00"


def report_of(scene: Scene, bearer: str = DAI_PHU, due: str = "2024-05-05") -> CommuneReport:
    row = scene.obligation(bearer, due)
    with scene.office.reading() as session:
        return own_report(session, scene.office.rulebook, row)


def agenda(scene: Scene, uid: str, when: str = NOW) -> Agenda:
    body = scene.office.rulebook.bodies.get(uid)
    with scene.office.reading() as session:
        return agenda_of(session, scene.office.rulebook, body, "Văn phòng", at(when))


def test_recorded_figures_yield_the_communes_own_report(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    report = report_of(office)
    assert report.frame.heading.issuer == ("Ủy ban nhân dân", "xã Đại Phú")
    assert report.frame.to == (
        "Ủy ban nhân dân huyện Sơn Dương (qua Bảo hiểm xã hội huyện Sơn Dương)",
    )
    assert (report.body, report.period) == ("UBND xã Đại Phú", "tháng 4 năm 2024")
    assert [group.figures.closing for group in report.groups] == [15, 90]
    assert [group.target.due_on for group in report.groups if group.target] == [
        date(2024, 6, 30),
        date(2024, 9, 30),
    ]
    assert report.texts[0].text == "Đã tuyên truyền tại 12 thôn"
    made = dict(files(report, at(NOW)))
    assert {"bao-cao.docx", "bao-cao.pdf"} <= set(made)


def test_the_filers_word_stands_beside_its_group(office: Scene) -> None:
    office.day("2024-04-26")
    dtts = {**MAY.groups["dtts"], "carded": 13}
    word = {"dtts.carded": "thẻ của tháng trước"}
    odd = replace(MAY, groups={**MAY.groups, "dtts": dtts}, explanations=word)
    file_report(office, odd, "2024-05-03 10:00")
    near_poor, minority = report_of(office).groups
    assert near_poor.explanations == ()
    [said] = minority.explanations
    assert said.endswith(": thẻ của tháng trước")


def test_a_nil_report_is_a_full_report(office: Scene) -> None:
    office.day("2024-04-26")
    uid = office.office.rulebook.bodies.named("Vân Sơn", date(2024, 5, 5)).uid
    file_report(office, Filled(date(2024, 4, 30), nil=True), "2024-05-03 10:00", uid)
    report = report_of(office, uid)
    assert report.nil
    assert report.groups == ()


def test_without_figures_there_is_no_report_to_print(office: Scene) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match="chưa ghi số liệu"):
        report_of(office)
    with pytest.raises(Refused, match="báo cáo tổng hợp của đợt"):
        report_of(office, "bhxh-huyen", "2024-05-10")


def test_a_communes_calendar_has_its_deadlines_and_no_date_of_lateness(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    found = agenda(office, DAI_PHU)
    monthly = [item for item in found.items if "/bao-cao-thang/" in item.uid]
    assert [item.due_on.month for item in monthly] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert len({item.uid for item in found.items}) == len(found.items)
    first = monthly[0]
    assert (first.aim_on, first.aim_makeup) == (date(2024, 5, 4), True)
    assert (first.addressee, first.via) == ("UBND huyện", "BHXH huyện")
    assert (first.done, first.state) == (True, "hoàn thành đúng hạn")
    assert first.sequence == 1
    assert first.remind_at[-1] == at("2024-05-04 07:30")
    assert {item.state for item in monthly[1:]} == {""}
    assert b"BEGIN:VALARM" in dict(files(found, at(NOW)))["lich.ics"]


def test_a_body_without_deadlines_has_no_calendar(office: Scene) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match="không có hạn nào"):
        agenda(office, "hdnd-huyen")
