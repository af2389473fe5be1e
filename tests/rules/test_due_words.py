"""A declared date against the words it was read from: real wordings, rightly and wrongly read."""

from datetime import date
from typing import Any

import pytest

from rules.meaning.deadline import Sense
from rules.meaning.duty import Due
from rules.reading.due_words import contradictions
from rules.reading.wording import read

YEAR: dict[str, Any] = {"every": "year"}
MONTH: dict[str, Any] = {"every": "month"}
QUARTER: dict[str, Any] = {"every": "quarter"}
WORKING: dict[str, Any] = {"unit": "working_days"}
WEEK: dict[str, Any] = {"every": "week"}


def said(wording: str, declared: dict[str, Any]) -> list[tuple[str, str]]:
    sense = Sense(declared.get("sense") or read(wording).sense or "by")
    due = Due(wording=wording, **(declared | {"sense": sense}))
    return [(key, allowed) for key, _, allowed in contradictions(due)]


@pytest.mark.parametrize(
    ("wording", "declared", "key", "allowed"),
    [
        ("trước ngày 20/11 hàng năm", YEAR | {"month": 10, "day": 21}, "month", "11, day: 20"),
        ("Chậm nhất ngày 06 (sáu) tháng 06 (sáu)", YEAR | {"month": 7, "day": 6}, "month", "6, "),
        ("trước ngày 15 của tháng", QUARTER | {"month": 1, "day": 15}, "every", "month"),
        ("trước ngày 25/11 hàng năm", MONTH | {"day": 25}, "every", "year"),
        ("ngày 05 tháng cuối cùng của mỗi quý", QUARTER | {"month": 1, "day": 5}, "month", "last"),
        ("ngày 15 tháng đầu tiên của quý liền sau", QUARTER | {"month": -1}, "month", "first"),
        ("hàng tuần gửi vào thứ Sáu", WEEK | {"weekday": 1}, "weekday", "friday"),
        ("vào Chủ nhật hằng tuần", WEEK | {"weekday": 1}, "weekday", "sunday"),
        ("trong tháng 6/2024", {"on": date(2024, 7, 31)}, "on", "2024-06-30"),
        ("trong quý II năm 2024", {"on": date(2024, 9, 30)}, "on", "2024-06-30"),
        ("trước ngày 30 tháng 6 năm 2024", {"on": date(2024, 7, 30)}, "on", "2024-06-30"),
        ("trước ngày 30 tháng 6 năm 2024", {"on": date(2025, 6, 30)}, "on", "2024-06-30"),
        ("trước 16 giờ ngày 15/5/2024", {"on": date(2024, 5, 15)}, "at", "16:00"),
        ("trước 14 giờ hằng ngày", MONTH | {"day": 1}, "wording", "week, month"),
        ("trong vòng 24 giờ kể từ khi xảy ra", {"after": "xảy ra", "days": 30}, "days", "1, days"),
        (
            "ngày 10 hằng tháng (từ tháng 6 đến tháng 7)",
            MONTH | {"day": 10, "first": date(2025, 6, 10), "last": date(2025, 8, 10)},
            "months",
            "[6, 7]",
        ),
        (
            "Riêng báo cáo quý IV gửi trước ngày 15 tháng 01 năm sau",
            QUARTER | {"month": 1, "day": 15},
            "every",
            "year",
        ),
        (
            "05 ngày làm việc trước ngày tổ chức hội nghị",
            {"after": "hội nghị", "days": 5} | WORKING,
            "after",
            "`on`",
        ),
        ("đến ngày 30/6/2024", {"on": date(2024, 6, 30), "sense": "before"}, "sense", "by"),
        (
            "trước ngày 15 tháng 6 hàng năm và ngày 15 tháng 12 hàng năm",
            YEAR | {"month": 6, "day": 15},
            "wording",
            "one duty for each",
        ),
    ],
)
def test_a_declaration_that_says_something_else_than_its_words_is_refused(
    wording: str, declared: dict[str, Any], key: str, allowed: str
) -> None:
    assert any(one == key and allowed in may for one, may in said(wording, declared))


@pytest.mark.parametrize(
    ("wording", "declared"),
    [
        ("trước ngày 05 hàng tháng", MONTH | {"day": 5}),
        ("Chậm nhất ngày 25 (hai mươi lăm) tháng 11 (mười một)", YEAR | {"month": 11, "day": 25}),
        ("chậm nhất vào ngày 17 của tháng cuối kỳ báo cáo", MONTH | {"day": 17}),
        ("ngày 15 tháng đầu tiên của quý liền sau", QUARTER | {"month": 1, "day": 15}),
        ("Chậm nhất ngày 06 (sáu) của tháng cuối quý", QUARTER | {"month": 3, "day": 6}),
        ("Định kỳ vào Thứ 5 hàng tuần", WEEK | {"weekday": 4}),
        ("từ ngày 01/10/2025 đến hết ngày 05/11/2025", {"on": date(2025, 11, 5)}),
        ("trong quý II năm 2024", {"on": date(2024, 6, 30)}),
        ("xong trước 30/6/2024", {"on": date(2024, 6, 30)}),
        ("trước 16 giờ ngày 15/5/2024", {"on": date(2024, 5, 15), "assumed": "theo ngày"}),
        (
            "trong vòng 24 giờ kể từ khi xảy ra",
            {"after": "xảy ra", "days": 1, "assumed": "theo ngày"},
        ),
        (
            "trong thời hạn 15 ngày làm việc kể từ ngày kết thúc tháng",
            MONTH | {"days": 15} | WORKING,
        ),
    ],
)
def test_a_declaration_that_says_what_its_words_say_is_taken(
    wording: str, declared: dict[str, Any]
) -> None:
    assert said(wording, declared) == []
