"""The date of the text, the day to aim at, the instant of lateness."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.zone import ZONE, local_date
from rules.meaning.deadline import USUAL_READINGS, Readings, Sense, deadline, within
from tests.rules.small_directive import calendar

STRICT = Readings(before="strict")
UNROLLED = Readings(roll=False)
DATED = st.sampled_from([Sense.BEFORE, Sense.BY, Sense.WITHIN])
DAYS = st.dates(date(2016, 1, 1), date(2039, 1, 1))
READINGS = st.builds(Readings, st.sampled_from(["lenient", "strict"]), st.booleans())


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due_on", "sense", "rolls", "aim_on", "late_from"),
    [
        pytest.param(
            date(2024, 5, 5), Sense.BEFORE, True, date(2024, 5, 4), midnight(2024, 5, 7),
            id="a Sunday after a make-up Saturday",
        ),
        pytest.param(
            date(2024, 10, 5), Sense.BEFORE, True, date(2024, 10, 4), midnight(2024, 10, 8),
            id="a Saturday",
        ),
        pytest.param(
            date(2024, 8, 10), Sense.BEFORE, True, date(2024, 8, 9), midnight(2024, 8, 13),
            id="the consolidator's Saturday",
        ),
        pytest.param(
            date(2024, 6, 30), Sense.BY, False, date(2024, 6, 28), midnight(2024, 7, 1),
            id="a target on a Sunday does not roll",
        ),
        pytest.param(
            date(2021, 7, 5), Sense.BEFORE, True, date(2021, 7, 2), midnight(2021, 7, 6),
            id="a Monday: the last working day before it is a Friday",
        ),
        pytest.param(
            date(2024, 9, 5), Sense.BEFORE, True, date(2024, 9, 4), midnight(2024, 9, 6),
            id="right after the holidays of 2/9",
        ),
        pytest.param(
            date(2024, 2, 10), Sense.BY, True, date(2024, 2, 7), midnight(2024, 2, 16),
            id="in the middle of Tết",
        ),
    ],
)  # fmt: skip
def test_the_worked_cases_hold_to_the_minute(
    due_on: date, sense: Sense, rolls: bool, aim_on: date, late_from: datetime
) -> None:
    found = deadline(due_on, sense, calendar(), rolls=rolls)
    assert (found.due_on, found.aim_on, found.late_from) == (due_on, aim_on, late_from)


@pytest.mark.parametrize(
    ("readings", "late_from"),
    [
        pytest.param(USUAL_READINGS, midnight(2024, 5, 7), id="lenient, rolling"),
        pytest.param(UNROLLED, midnight(2024, 5, 6), id="lenient"),
        pytest.param(Readings("strict", True), midnight(2024, 5, 5), id="strict, rolling"),
        pytest.param(Readings("strict", False), midnight(2024, 5, 5), id="strict"),
    ],
)
def test_both_readings_are_settings(readings: Readings, late_from: datetime) -> None:
    found = deadline(date(2024, 5, 5), Sense.BEFORE, calendar(), readings, rolls=True)
    assert found.late_from == late_from
    assert found.aim_on == date(2024, 5, 4)


def test_a_report_on_the_fifth_is_on_time_by_the_lenient_reading_only() -> None:
    fifth = datetime(2024, 6, 5, 23, 59, tzinfo=ZONE)
    lenient = deadline(date(2024, 6, 5), Sense.BEFORE, calendar(), rolls=True)
    strict = deadline(date(2024, 6, 5), Sense.BEFORE, calendar(), STRICT, rolls=True)
    assert strict.late_from <= fifth < lenient.late_from


def test_timely_names_no_date() -> None:
    with pytest.raises(ValueError, match="kịp thời"):
        deadline(date(2024, 6, 5), Sense.TIMELY, calendar(), rolls=True)


@pytest.mark.parametrize(
    ("n", "unit", "due_on"),
    [
        pytest.param(5, "days", date(2024, 5, 2), id="five days from a Saturday"),
        pytest.param(1, "days", date(2024, 4, 28), id="one day: the event's own is not counted"),
        pytest.param(1, "working_days", date(2024, 5, 2), id="over the long holiday"),
        pytest.param(3, "working_days", date(2024, 5, 4), id="a make-up Saturday counts"),
    ],
)
def test_a_period_begins_on_the_day_after_its_event(n: int, unit: str, due_on: date) -> None:
    saturday = date(2024, 4, 27)
    assert within(saturday, n, unit, calendar()) == due_on  # type: ignore[arg-type]


def test_a_period_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no period"):
        within(date(2024, 4, 27), 0, "days", calendar())


@given(DAYS, DATED, READINGS, st.booleans())
def test_one_aims_at_a_working_day_that_the_strictest_reader_accepts(
    due_on: date, sense: Sense, readings: Readings, rolls: bool
) -> None:
    found = deadline(due_on, sense, calendar(), readings, rolls=rolls)
    last_day = due_on - timedelta(1) if sense is Sense.BEFORE else due_on
    assert found.aim_on <= last_day
    assert calendar().is_working(found.aim_on)
    assert calendar().count(found.aim_on, last_day) == 0


@given(DAYS, DATED, READINGS, st.booleans())
def test_whoever_reports_on_the_day_aimed_at_is_never_late(
    due_on: date, sense: Sense, readings: Readings, rolls: bool
) -> None:
    found = deadline(due_on, sense, calendar(), readings, rolls=rolls)
    assert local_date(found.late_from) > found.aim_on


@given(DAYS, DATED, st.booleans(), st.booleans())
def test_the_strict_reading_is_never_later_than_the_lenient_one(
    due_on: date, sense: Sense, roll: bool, rolls: bool
) -> None:
    strict, lenient = (
        deadline(due_on, sense, calendar(), Readings(before, roll), rolls=rolls)
        for before in ("strict", "lenient")
    )
    assert strict.late_from <= lenient.late_from
    assert strict.aim_on == lenient.aim_on
    assert sense is Sense.BEFORE or strict == lenient


@given(DAYS, DATED, READINGS)
def test_rolling_gives_time_and_never_takes_it(
    due_on: date, sense: Sense, readings: Readings
) -> None:
    rolled = deadline(due_on, sense, calendar(), readings, rolls=True)
    fixed = deadline(due_on, sense, calendar(), readings, rolls=False)
    assert fixed.late_from <= rolled.late_from
