"""A report belongs to its period: not before its round opens, not of another one's days."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from dondoc.desk.record import Answer, Request, record
from dondoc.errors import Refused
from dondoc.reports.checks import FiguresRefused
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.reporting import MAY, file_report


@pytest.fixture
def scene(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def take(scene: Scene, due: str, received: str, *, nil: bool = False) -> Answer:
    """Record the paper, or the nil report, of Đại Phú, known half a year later."""
    which = Which(D2024, MONTHLY, DAI_PHU, date.fromisoformat(due))
    with desk(scene.office, at("2024-10-20 10:00")) as opened:
        return record(opened, Request(which, Receipt(at=at(received)), nil=nil))


@pytest.mark.parametrize("nil", [True, False])
def test_a_report_is_refused_before_its_round_opens(scene: Scene, nil: bool) -> None:
    with pytest.raises(Refused) as refused:
        take(scene, "2024-06-05", "2024-05-03 10:00", nil=nil)
    assert str(refused.value) == (
        "kỳ tháng 5/2024 (hạn 05/6/2024) chưa đến lúc báo cáo, nhận từ ngày 31/5/2024, mà báo cáo "
        "này nhận ngày 03/5/2024; có lẽ là báo cáo kỳ tháng 4/2024 (hạn 05/5/2024): kiểm tra lại "
        "kỳ hạn, ngày nhận"
    )
    assert take(scene, "2024-06-05", "2024-05-31 06:00", nil=nil).on_time


def refused(scene: Scene, as_of: str, when: str, due: str) -> str:
    with pytest.raises(FiguresRefused) as found:
        file_report(scene, replace(MAY, as_of=date.fromisoformat(as_of)), when, due=due)
    [remark] = found.value.remarks
    assert remark.at == "as_of"
    return str(remark)


@pytest.mark.parametrize(
    ("as_of", "when", "due", "said"),
    [
        (
            "2019-04-30",
            "2024-05-03 10:00",
            "2024-05-05",
            "ở trước ngày đầu của số liệu kỳ này (01/4–30/4/2024) 1.798 ngày; có lẽ là 30/4/2024",
        ),
        (
            "2024-04-30",
            "2024-12-03 10:00",
            "2024-12-05",
            "ở trước ngày đầu của số liệu kỳ này (01/11–30/11/2024) 185 ngày; có lẽ là 30/11/2024; "
            "30/4/2024 là số liệu của kỳ tháng 4/2024 (hạn 05/5/2024)",
        ),
        (
            "2025-04-30",
            "2024-05-03 10:00",
            "2024-05-05",
            "ở sau ngày nhận báo cáo 362 ngày; có lẽ là 30/4/2024",
        ),
        (
            "2024-05-03",
            "2024-05-03 10:00",
            "2024-05-05",
            "ở sau ngày chốt số liệu của kỳ này (01/4–30/4/2024) 3 ngày; có lẽ là 30/4/2024; "
            "03/5/2024 là số liệu của kỳ tháng 5/2024 (hạn 05/6/2024); nếu đúng, ghi giải trình "
            "tại đây",
        ),
    ],
    ids=["another year", "another round", "next year", "the day it was written"],
)
def test_a_day_of_another_period_is_named_with_the_one_that_was_meant(
    scene: Scene, as_of: str, when: str, due: str, said: str
) -> None:
    assert refused(scene, as_of, when, due).removeprefix("as_of (Số liệu tính đến ngày): ") == said


def test_figures_up_to_the_day_of_writing_are_taken_with_a_word(scene: Scene) -> None:
    late = replace(
        MAY,
        as_of=date(2024, 5, 3),
        explanations={"as_of": "danh sách lấy ngày 03/5, không chốt lại"},
    )
    done = file_report(scene, late, "2024-05-03 10:00")
    assert [remark.policy for remark in done.explained] == ["so-lieu-qua-ngay-chot"]
