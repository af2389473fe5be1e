"""The period a report is about: its name, its days, the one before and the one after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meaning.declared_period import CutOff, DueIn, Mark, PeriodRule, usual_window
from rules.meaning.period import Period, PeriodKind

K = PeriodKind
DAYS = st.dates(date(2016, 1, 1), date(2040, 12, 31))
KINDS = st.sampled_from(list(PeriodKind))
CONTIGUOUS = st.sampled_from([kind for kind in PeriodKind if kind is not K.NINE_MONTHS])


@pytest.mark.parametrize(
    ("label", "short", "name", "first", "last"),
    [
        ("2024-06", "tháng 6/2024", "tháng 6 năm 2024", date(2024, 6, 1), date(2024, 6, 30)),
        # A leading zero for the months 1 and 2 only: Annex I of Decree 30/2020.
        ("2024-02", "tháng 02/2024", "tháng 02 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-Q2", "quý II/2024", "quý II năm 2024", date(2024, 4, 1), date(2024, 6, 30)),
        (
            "2024-H1",
            "6 tháng đầu năm 2024",
            "6 tháng đầu năm 2024",
            date(2024, 1, 1),
            date(2024, 6, 30),
        ),
        (
            "2024-H2",
            "6 tháng cuối năm 2024",
            "6 tháng cuối năm 2024",
            date(2024, 7, 1),
            date(2024, 12, 31),
        ),
        ("2024-9M", "9 tháng năm 2024", "9 tháng năm 2024", date(2024, 1, 1), date(2024, 9, 30)),
        ("2024", "năm 2024", "năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        (
            "2024-W19",
            "tuần 19/2024 (06/5–12/5/2024)",
            "tuần 19 năm 2024 (06/5–12/5/2024)",
            date(2024, 5, 6),
            date(2024, 5, 12),
        ),
    ],
)
def test_a_period_is_called_as_offices_call_it(
    label: str, short: str, name: str, first: date, last: date
) -> None:
    period = Period.of_label(label)
    assert period is not None
    assert (period.short, period.name) == (short, name)
    assert (period.first, period.last) == (first, last)
    assert str(period) == label


@pytest.mark.parametrize("label", ["once", "event:2024-05-02", "2024-13", "2024-W54", "2024-Q5"])
def test_what_is_no_period_has_none(label: str) -> None:
    assert Period.of_label(label) is None


def test_the_first_days_of_january_can_belong_to_the_old_years_week() -> None:
    assert str(Period.containing(K.WEEK, date(2027, 1, 1))) == "2026-W53"


def test_october_lies_in_no_nine_months() -> None:
    assert Period.containing(K.NINE_MONTHS, date(2024, 10, 1)) is None
    assert str(Period.ended_before(K.NINE_MONTHS, date(2024, 10, 10))) == "2024-9M"
    assert str(Period.ended_before(K.NINE_MONTHS, date(2025, 2, 1))) == "2024-9M"


@given(KINDS, DAYS)
def test_a_label_names_one_period(kind: PeriodKind, day: date) -> None:
    period = Period.ended_before(kind, day)
    assert Period.of_label(str(period)) == period


@given(CONTIGUOUS, DAYS)
def test_periods_follow_each_other_without_a_hole(kind: PeriodKind, day: date) -> None:
    period = Period.containing(kind, day)
    assert period is not None
    assert period.first <= day <= period.last
    assert period.shifted(1).first == period.last + timedelta(days=1)
    assert period.shifted(1).shifted(-1) == period
    assert Period.ended_before(kind, day) == period.shifted(-1)
    assert Period.begun_after(kind, day) == period.shifted(1)


@given(KINDS, DAYS, DAYS)
def test_within_a_kind_labels_sort_as_their_periods_do(
    kind: PeriodKind, one: date, other: date
) -> None:
    first, second = Period.ended_before(kind, one), Period.ended_before(kind, other)
    assert (str(first) < str(second)) == (first.last < second.last)


@pytest.mark.parametrize(
    ("kind", "due", "due_on", "label"),
    [
        (K.MONTH, DueIn.ITSELF, date(2024, 6, 17), "2024-06"),
        (K.MONTH, DueIn.NEXT, date(2024, 5, 5), "2024-04"),
        (K.MONTH, DueIn.NEXT, date(2025, 1, 3), "2024-12"),
        (K.MONTH, DueIn.BEFORE, date(2025, 1, 28), "2025-02"),
        (K.QUARTER, DueIn.NEXT, date(2024, 7, 15), "2024-Q2"),
        (K.QUARTER, DueIn.ITSELF, date(2025, 3, 6), "2025-Q1"),
        (K.HALF_YEAR, DueIn.ITSELF, date(2025, 6, 5), "2025-H1"),
        (K.HALF_YEAR, DueIn.NEXT, date(2025, 7, 5), "2025-H1"),
        (K.NINE_MONTHS, DueIn.ITSELF, date(2024, 9, 17), "2024-9M"),
        (K.NINE_MONTHS, DueIn.NEXT, date(2024, 10, 10), "2024-9M"),
        (K.YEAR, DueIn.NEXT, date(2026, 4, 29), "2025"),
        (K.WEEK, DueIn.ITSELF, date(2025, 5, 9), "2025-W19"),
    ],
)
def test_a_due_date_lies_in_its_period_or_beside_it(
    kind: PeriodKind, due: DueIn, due_on: date, label: str
) -> None:
    assert str(PeriodRule(kind, due).period(due_on)) == label


@pytest.mark.parametrize(
    ("label", "cut_off", "window"),
    [
        pytest.param(
            "2024-06",
            CutOff(Mark(15, "before"), Mark(14, "last")),
            "15/5–14/6/2024",
            id="từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ",
        ),
        pytest.param(
            "2025-Q2",
            CutOff(Mark(15, "before"), Mark(14, "last")),
            "15/3–14/6/2025",
            id="từ ngày 15 của tháng cuối quý trước đến ngày 14 của tháng cuối quý báo cáo",
        ),
        pytest.param(
            "2025-H1",
            CutOff(Mark(15, "before"), Mark(14, "last")),
            "15/12/2024–14/6/2025",
            id="15/12 năm trước kỳ báo cáo đến ngày 14/6",
        ),
        pytest.param(
            "2025-9M", CutOff(to=Mark(14, "last")), "15/12/2024–14/9/2025", id="to a day only"
        ),
        pytest.param(
            "2025-06",
            CutOff(Mark(20, "before"), Mark(19, "last")),
            "20/5–19/6/2025",
            id="từ ngày 20 tháng trước đến ngày 19 tháng báo cáo",
        ),
        pytest.param("2024-06", CutOff(to=Mark(31, "last")), "01/6–30/6/2024", id="to the end"),
        pytest.param("2024-Q2", CutOff(), "01/4–30/6/2024", id="the whole period"),
        pytest.param(
            "2025-W19",
            CutOff(Mark(5, "before"), Mark(4, "last")),
            "02/5–08/5/2025",
            id="from Friday to Thursday",
        ),
    ],
)
def test_a_cut_off_is_counted_from_the_period(label: str, cut_off: CutOff, window: str) -> None:
    assert str(cut_off.window(Period.of_label(label))) == window


def test_a_report_due_once_may_name_the_days_themselves() -> None:
    days = CutOff(date(2024, 1, 1), date(2024, 6, 30))
    assert str(days.window(None)) == "01/01–30/6/2024"
    assert str(CutOff(to=date(2021, 7, 4)).window(None)) == "đến 04/7/2021"


@pytest.mark.parametrize(
    ("due", "label", "last_day", "window"),
    [
        (DueIn.NEXT, "2024-04", date(2024, 5, 4), "01/4–30/4/2024"),
        (DueIn.ITSELF, "2024-06", date(2024, 6, 24), "25/5–24/6/2024"),
        (DueIn.ITSELF, "2024-06", date(2024, 6, 30), "01/6–30/6/2024"),
        (DueIn.ITSELF, "2024", date(2024, 11, 25), "26/11/2023–25/11/2024"),
        (DueIn.BEFORE, "2025-02", date(2025, 1, 28), "None"),
    ],
)
def test_what_nobody_states_is_the_houses_own_and_leaves_no_hole(
    due: DueIn, label: str, last_day: date, window: str
) -> None:
    period = Period.of_label(label)
    assert period is not None
    assert str(usual_window(PeriodRule(period.kind, due), period, last_day)) == window
