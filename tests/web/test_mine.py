"""Việc của tôi: everything a body owes, in words, one tap from doing it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.looking.owed import owed
from dondoc.looking.round.mark import OVERDUE
from dondoc.visible import Sight
from dondoc.web.pages.mine.lines import line
from models import Kind
from tests.offices import DAI_PHU, Scene, at
from tests.reporting import MAY, file_report
from tests.web.browsing import Person
from tests.web.conftest import it_is

OFFICER, BHXH = f"{DAI_PHU}/officer", "bhxh-huyen/officer"


def test_an_officer_begins_with_what_is_owed(reader: Callable[..., Person]) -> None:
    page = reader(OFFICER).get("/")
    assert (page.status, page.path) == (200, "/viec")
    assert "01 việc đã qua hạn" in page.text
    assert "Quá hạn từ 07/5" in page.text
    assert "Báo cáo tháng BHYT, kỳ tháng 4/2024" in page.text


def test_who_consolidates_is_asked_once_for_the_whole_round(
    reader: Callable[..., Person],
) -> None:
    page = reader(BHXH).get("/viec")
    assert "01 câu hỏi chờ trả lời" in page.text
    assert "đã nhận bằng đường khác chưa?" in page.text


def test_who_owes_nothing_and_is_asked_nothing_has_no_such_page(
    reader: Callable[..., Person],
) -> None:
    assert reader("ubnd-huyen/inspector").get("/viec").status == 403


def test_what_was_filed_is_done_with_its_receipt(
    office: Scene, person: Callable[..., Person]
) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    it_is(office, "2024-05-07 09:00")
    page = person(OFFICER).get("/viec")
    assert "Đã xong trong tuần" in page.text
    assert f'href="/bao-cao/{office.obligation().id}/bien-nhan"' in page.html


def test_a_target_that_is_missed_is_no_late_report(lived: Scene) -> None:
    with desk(lived.office, at("2024-05-07 09:00"), OFFICER) as opened:
        found = owed(look(opened, Sight.STATUS)).rows
        target = next(one for one in found if one.row.kind == Kind.TARGET)
        missed = replace(target, mark=OVERDUE, since=date(2024, 10, 1))
        shown = line(missed, date(2024, 10, 2), opened.rulebook.calendar)
    assert shown.stands == "Chưa đạt chỉ tiêu"
    assert "đến 30/" in shown.more


def test_one_part_is_shown_page_by_page(reader: Callable[..., Person]) -> None:
    first = reader(OFFICER).get("/viec?phan=late")
    assert "Đã qua hạn" in first.text
    assert "Sau đó" not in first.text
    assert "Quá hạn từ 07/5" not in reader(OFFICER).get("/viec?phan=late&trang=2").text
    assert reader(OFFICER).get("/viec?phan=late&trang=0").status == 400
