"""Working days of Việt Nam, and the local day of an instant."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.meaning.calendar import OutsideCalendar
from rules.reading.calendar_file import load_calendar
from tests.rules.small_directive import calendar

ROOT = Path(__file__).parents[2]
DAYS = st.dates(date(2016, 1, 1), date(2039, 1, 1))
SOME = st.integers(1, 60)

FILE = """\
years: {from: 2024, until: 2025}
settled_until: 2025-12-31
overrides:
  - {day: 2024-07-01, works: false, citation: để thử, known_from: 2024-06-01}
"""


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2024, 4, 18), False, id="Hùng Vương's day, by the lunar calendar"),
        pytest.param(date(2024, 4, 29), False, id="a Monday given in exchange"),
        pytest.param(date(2024, 4, 30), False, id="30/4"),
        pytest.param(date(2024, 5, 2), True, id="the first day after the holidays"),
        pytest.param(date(2024, 5, 4), True, id="a Saturday made up for"),
        pytest.param(date(2024, 5, 5), False, id="a Sunday"),
        pytest.param(date(2024, 9, 3), False, id="the second day of 2/9"),
        pytest.param(date(2023, 5, 3), False, id="a holiday on a Sunday moves to the weekday"),
        pytest.param(date(2025, 5, 2), False, id="a Friday given in exchange"),
        pytest.param(date(2025, 4, 26), True, id="and the Saturday that pays for it"),
        pytest.param(date(2026, 1, 2), False, id="a swap that the package does not know"),
        pytest.param(date(2026, 1, 10), True, id="and its make-up Saturday"),
        pytest.param(date(2026, 8, 31), False, id="before 2/9 in 2026"),
        pytest.param(date(2026, 8, 22), True, id="its make-up Saturday"),
        pytest.param(date(2026, 11, 24), False, id="24/11, assumed until it is law"),
    ],
)
def test_the_calendar_knows(day: date, works: bool) -> None:
    assert calendar().is_working(day) is works


def test_a_year_has_as_many_working_days_as_counted_by_hand() -> None:
    # 262 weekdays in 2024, less 1/1, five of Tết, 18/4, 29/4, 30/4, 1/5, 2 and 3/9, plus 4/5.
    assert calendar().count(date(2023, 12, 31), date(2024, 12, 31)) == 262 - 12 + 1


def test_before_a_swap_was_decided_its_days_were_ordinary_ones() -> None:
    before, after = calendar().known_on(date(2024, 4, 11)), calendar().known_on(date(2024, 4, 12))
    assert before.is_working(date(2024, 4, 29))
    assert not before.is_working(date(2024, 5, 4))
    assert after.is_working(date(2024, 5, 4))
    assert not calendar().known_on(date(2025, 12, 24)).is_working(date(2026, 1, 10))
    assert calendar().known_on(date(2025, 12, 25)).is_working(date(2026, 1, 10))


def test_what_is_known_is_asked_often_and_built_once() -> None:
    assert calendar().known_on(date(2024, 5, 1)) is calendar().known_on(date(2024, 6, 1))
    assert calendar().known_on(date(2026, 12, 1)) is calendar()


def test_the_calendar_says_until_when_it_is_settled() -> None:
    assert calendar().settled_until == date(2026, 12, 31)


def test_counting_from_a_day_to_itself_is_nothing_and_backwards_is_negative() -> None:
    thursday, saturday = date(2024, 5, 2), date(2024, 5, 4)
    assert calendar().count(thursday, thursday) == 0
    assert calendar().count(thursday, saturday) == 2
    assert calendar().count(saturday, thursday) == -2
    assert calendar().count(date(2024, 5, 5), saturday) == 0


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2041, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_with_what_to_do(day: date) -> None:
    with pytest.raises(OutsideCalendar, match="widen `years`"):
        calendar().is_working(day)


def test_the_last_days_of_the_calendar_are_still_answered() -> None:
    last = date(2040, 12, 31)
    assert calendar().is_working(last)
    assert calendar().previous_working(last) == last
    with pytest.raises(OutsideCalendar):
        calendar().add(last, 1)


@given(DAYS, SOME)
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    assert calendar().count(day, calendar().add(day, n)) == n
    start = calendar().next_working(day)
    assert calendar().count(start, calendar().add(start, -n)) == -n
    assert calendar().add(calendar().add(start, n), -n) == start


@given(DAYS, DAYS, DAYS)
def test_counts_add_up_over_any_day_between(a: date, b: date, c: date) -> None:
    assert calendar().count(a, b) + calendar().count(b, c) == calendar().count(a, c)


@given(DAYS)
def test_the_next_and_the_previous_working_day_enclose_a_day_closely(day: date) -> None:
    after, before = calendar().next_working(day), calendar().previous_working(day)
    assert before <= day <= after
    assert calendar().is_working(before)
    assert calendar().is_working(after)
    assert calendar().count(before, after) == (before != after)


@given(DAYS, st.integers(0, 400))
def test_counting_agrees_with_walking(day: date, span: int) -> None:
    walked = sum(calendar().is_working(day + timedelta(n)) for n in range(1, span + 1))
    assert calendar().count(day, day + timedelta(span)) == walked


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("citation: để thử, known_from: 2024-06-01", "known_from: 2024-06-01", "needs its reason"),
        (", known_from: 2024-06-01", "", "overrides.0.known_from: required key is missing"),
        ("2024-07-01", "2027-07-01", "lies outside `years`"),
        ("2024-07-01", "2024-06-31", "31/6/2024 is no day"),
        ("until: 2025", "until: 2023", "`from` lies after `until`"),
        ("works: false", "works: off", 'wrong type: "off"; allowed: true or false'),
        ("settled_until", "settled", "unknown key; allowed: overrides, settled_until, years"),
    ],
)
def test_a_calendar_file_is_refused_where_it_is_wrong(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    file = tmp_path / "vn.yaml"
    file.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_calendar(file)
    assert words in str(refused.value)


def test_a_day_cannot_be_decided_twice(tmp_path: Path) -> None:
    file = tmp_path / "vn.yaml"
    file.write_text(FILE + FILE.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"vn.yaml:5: overrides.1.day: .* decided twice"):
        load_calendar(file)


def test_a_calendar_loads_no_other_country() -> None:
    said = (
        "import sys; from rules.meaning.calendar import WorkingCalendar; "
        "from datetime import date; WorkingCalendar(2024, 2024, (), date(2024, 12, 31)); "
        "print(*(name for name in sys.modules if name.startswith('holidays.countries'))); "
        "import holidays.countries; print(holidays.countries.VN, holidays.countries.FR)"
    )
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True
    )
    alone, _, afterwards = done.stdout.partition("\n")
    assert alone == "holidays.countries.vietnam"
    assert "vietnam" in afterwards
    assert "france" in afterwards
