"""Wordings of deadlines as real documents have them: what each declares, and the day it means."""

from datetime import date
from typing import Any

import pytest

from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import Sense, within
from rules.meaning.duty import Due
from rules.meaning.recurrence import due_dates
from rules.reading.due_words import contradictions
from rules.reading.wording import read
from rules.rulebook import Rulebook

# A wording, how it is declared, and the day it names in one period.
NAMED: list[tuple[str, dict[str, Any], str]] = [
    ("vào thứ 6 hằng tuần", {"every": "week", "weekday": 5}, "2025-05-09"),
    ("Định kỳ vào Thứ 5 hàng tuần", {"every": "week", "weekday": 4}, "2025-01-02"),
    ("Định kỳ trước ngày 05 hàng tháng", {"every": "month", "day": 5}, "2025-03-05"),
    ("trước ngày 25 hằng tháng", {"every": "month", "day": 25}, "2025-06-25"),
    ("Chậm nhất vào ngày 28 hàng tháng", {"every": "month", "day": 28}, "2025-01-28"),
    (
        "Chậm nhất ngày 15 (mười lăm) của tháng báo cáo",
        {"every": "month", "day": 15},
        "2024-06-15",
    ),
    (
        "trước ngày 01 của tháng tiếp theo sau tháng kỳ báo cáo",
        {"every": "month", "day": 1},
        "2024-07-01",
    ),
    (
        "chậm nhất vào ngày 17 của tháng cuối thuộc kỳ báo cáo",
        {"every": "quarter", "month": -1, "day": 17},
        "2025-06-17",
    ),
    (
        "Chậm nhất ngày 06 (sáu) của tháng cuối quý",
        {"every": "quarter", "month": -1, "day": 6},
        "2025-03-06",
    ),
    ("trước ngày 20 tháng cuối quý", {"every": "quarter", "month": -1, "day": 20}, "2025-12-20"),
    ("trước ngày mùng 5 tháng cuối quý", {"every": "quarter", "month": -1, "day": 5}, "2025-03-05"),
    (
        "Chậm nhất vào ngày 25 của tháng cuối quý",
        {"every": "quarter", "month": -1, "day": 25},
        "2025-03-25",
    ),
    (
        "Chậm nhất là ngày 15 tháng đầu tiên của quý liền sau",
        {"every": "quarter", "month": 1, "day": 15},
        "2025-04-15",
    ),
    (
        "chậm nhất là ngày cuối cùng của tháng đầu tiên của quý liền sau",
        {"every": "quarter", "month": 1, "day": 31},
        "2025-04-30",
    ),
    (
        "Chậm nhất ngày 06 (sáu) tháng 06 (sáu)",
        {"every": "year", "month": 6, "day": 6},
        "2025-06-06",
    ),
    (
        "Chậm nhất ngày 25 (hai mươi lăm) tháng 11 (mười một)",
        {"every": "year", "month": 11, "day": 25},
        "2025-11-25",
    ),
    ("trước ngày 10/07 của năm báo cáo", {"every": "year", "month": 7, "day": 10}, "2025-07-10"),
    (
        "chậm nhất là ngày 29 tháng 4 năm sau",
        {"every": "year", "month": 4, "day": 29},
        "2026-04-29",
    ),
    (
        "chậm nhất vào ngày 21 tháng 12 của kỳ báo cáo",
        {"every": "year", "month": 12, "day": 21},
        "2025-12-21",
    ),
    (
        "Chậm nhất là ngày 31 tháng 12 hằng năm",
        {"every": "year", "month": 12, "day": 31},
        "2025-12-31",
    ),
    ("từ ngày 01/10/2025 đến hết ngày 05/11/2025", {}, "2025-11-05"),
    ("chậm nhất trong ngày 13 tháng 8 năm 2025", {}, "2025-08-13"),
    ("trước ngày 15 tháng 8 năm 2025", {}, "2025-08-15"),
]


def declared(wording: str, **said: Any) -> Due:
    return Due(wording=wording, sense=Sense(read(wording).sense or "by"), **said)


@pytest.mark.parametrize(("wording", "said", "day"), NAMED)
def test_a_wording_comes_to_the_day_it_names(wording: str, said: dict[str, Any], day: str) -> None:
    on = date.fromisoformat(day)
    due = declared(wording, **(said or {"on": on}))
    assert list(contradictions(due)) == []
    if said:
        year = declared(wording, **said, first=date(on.year, 1, 1), last=date(on.year, 12, 31))
        assert on in set(due_dates(year))


@pytest.mark.parametrize(
    ("wording", "event", "n", "unit", "day"),
    [
        ("chậm nhất 30 ngày kể từ ngày có quyết định", "2025-11-25", 30, "days", "2025-12-25"),
        (
            "Chậm nhất là 05 ngày làm việc kể từ ngày hoàn thành việc chấm thi",
            *("2024-04-26", 5, "working_days", "2024-05-07"),
        ),
        (
            "Trong thời hạn 15 ngày làm việc kể từ ngày kết thúc tháng",
            *("2025-04-30", 15, "working_days", "2025-05-23"),
        ),
        (
            "chậm nhất là 30 ngày kể từ ngày kết thúc quý",
            *("2025-03-31", 30, "days", "2025-04-30"),
        ),
        (
            "chậm nhất là 45 ngày kể từ ngày kết thúc 6 tháng đầu năm",
            *("2025-06-30", 45, "days", "2025-08-14"),
        ),
    ],
)
def test_a_term_counted_from_a_day_ends_where_it_says(
    rulebook: Rulebook, wording: str, event: str, n: int, unit: str, day: str
) -> None:
    due = declared(wording, after="sự kiện", days=n, unit=unit)
    assert list(contradictions(due)) == []
    calendar: WorkingCalendar = rulebook.calendar
    assert within(date.fromisoformat(event), n, unit, calendar) == date.fromisoformat(day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("trước 15 giờ ngày thứ 4 hằng tuần", {"every": "week", "weekday": 3}),
        ("trước 15:00 ngày thứ Sáu hàng tuần", {"every": "week", "weekday": 5}),
        ("trước 14 giờ hằng ngày", {"every": "week", "weekday": 1}),
        ("trước 15 giờ 30 phút hàng ngày", {"every": "week", "weekday": 1}),
        ("trước 17 giờ ngày 27/11/2025", {"on": date(2025, 11, 27)}),
        ("trước 7h00 sáng ngày 01/7/2025", {"on": date(2025, 7, 1)}),
        ("trước 12h ngày mai 6-10-2025", {"on": date(2025, 10, 6)}),
        ("trước 16g30 ngày 01/7/2025", {"on": date(2025, 7, 1)}),
        ("báo cáo 02 lần/ngày (trước 9h00 và 16h00)", {"every": "week", "weekday": 1}),
    ],
)
def test_an_hour_is_never_passed_over_in_silence(wording: str, said: dict[str, Any]) -> None:
    """Who declares a day alone says that the office counts by days."""
    found = contradictions(declared(wording, **said))
    assert {at for at, _, _ in found} & {"at", "every"}
