"""A stated hour neither rolls nor softens: it is late from that hour on."""

from datetime import date, time

import pytest

from language.zone import ZONE, day_after, local_midnight, morning
from notifications.wording import limit, term
from rules import plain
from rules.meaning.deadline import Readings, Sense, deadline
from rules.meaning.duty import Due
from rules.reading.due_words import contradictions
from rules.rulebook import Rulebook


@pytest.mark.parametrize(
    ("day", "hour", "aim"),
    [
        ("2025-04-30", "15:00", "2025-04-29"),  # a holiday
        ("2025-02-02", "14:00", "2025-01-24"),  # Tết: the last working day before it
        ("2025-07-01", "07:00", "2025-06-30"),  # before work begins
        ("2025-11-27", "17:00", "2025-11-27"),
        ("2025-11-23", "15:00", "2025-11-21"),  # a Sunday that is meant
    ],
)
@pytest.mark.parametrize("before", ["lenient", "strict"])
def test_it_is_late_from_the_hour_on(
    rulebook: Rulebook, day: str, hour: str, aim: str, before: str
) -> None:
    on, at = date.fromisoformat(day), time.fromisoformat(hour)
    readings = Readings(before="strict" if before == "strict" else "lenient")
    found = deadline(on, Sense.BEFORE, rulebook.calendar, readings, rolls=True, at=at)
    assert found.late_from.astimezone(ZONE).isoformat() == f"{day}T{hour}:00+07:00"
    assert (found.due_on, found.aim_on.isoformat()) == (on, aim)


def test_the_first_day_that_is_late_is_the_one_after_the_hour() -> None:
    day = date(2025, 11, 27)
    assert day_after(local_midnight(day)) == day
    assert day_after(morning(day, time(17))) == date(2025, 11, 28)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("trước 15 giờ ngày thứ 4 hằng tuần", "trước 15 giờ ngày 27/11/2025"),
        ("trước 7h00 sáng ngày 01/7/2025", "trước 7h00 sáng ngày 27/11/2025"),
        ("vào 15:00 ngày Chủ nhật hàng tuần", "vào 15:00 ngày 27/11/2025"),
        ("trước 15 giờ 30 phút hàng ngày", "trước 15 giờ 30 phút ngày 27/11/2025"),
        ("trước ngày 05 hàng tháng", "trước ngày 27/11/2025"),
        ("trước 30/6/2024", "trước ngày 27/11/2025"),
    ],
)
def test_a_letter_keeps_the_hour_of_the_text(words: str, said: str) -> None:
    assert term(words, date(2025, 11, 27)) == said
    assert limit(words, date(2025, 11, 27)) == f"hạn {said}"


def test_an_hour_is_kept_with_the_rules() -> None:
    due = Due(wording="trước 15 giờ", sense=Sense.BEFORE, at=time(15))
    assert plain.read(plain.write(due)) == due


@pytest.mark.parametrize(
    ("words", "at", "key"),
    [
        ("trước 15 giờ thứ 4 hằng tuần", None, "at"),
        ("trước 15 giờ thứ 4 hằng tuần", time(14), "at"),
        ("thứ 4 hằng tuần", time(14), "at"),
        ("báo cáo 02 lần/tuần (trước 9h00 và 16h00 thứ 4)", time(16), None),
    ],
)
def test_the_hour_declared_is_the_one_of_the_words(
    words: str, at: time | None, key: str | None
) -> None:
    due = Due(wording=words, sense=Sense.BY, every="week", weekday=3, at=at)
    assert [one for one, _, _ in contradictions(due) if one != "sense"] == ([key] if key else [])
