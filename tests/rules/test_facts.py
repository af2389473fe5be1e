"""Facts: what a policy sees of an obligation on a given morning."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.zone import ZONE, local_midnight
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import Fact
from rules.meaning.fact_kinds import FACT_KINDS
from rules.meaning.facts import (
    AskingFigures,
    CasesFigures,
    HandingFigures,
    Morning,
    RoundFigures,
    Standing,
    TargetFigures,
    Term,
    VisitingFigures,
    whole_months,
)
from rules.meaning.figures import Filled
from rules.meaning.form import Form
from rules.meaning.report_facts import Asked, Past, figure_facts, group_facts, row_schema
from tests.coverage_form import COVERAGE, FIGURES, FORMS

CALENDAR = WorkingCalendar(2021, 2025)
# The monthly report due on Sunday 05/5/2024: aimed at Saturday 04/5, a make-up working day.
MAY = Term(
    directive="son-duong-bhyt-2024",
    duty="bao-cao-thang",
    bearer_kind="commune",
    recurring=True,
    has_via=True,
    opens_on=date(2024, 4, 26),
    due_on=date(2024, 5, 5),
    aim_on=date(2024, 5, 4),
    late_from=local_midnight(date(2024, 5, 7)),
)

ASKED = Asked(
    COVERAGE, "son-duong-bhyt-2024", "bao-cao-thang", "commune", ("can-ngheo",), date(2024, 5, 3)
)
FILLED = Filled(date(2024, 4, 30), groups={"can-ngheo": dict.fromkeys(FIGURES, 0)})


def at_seven(day: date) -> Morning:
    return Morning(datetime(day.year, day.month, day.day, 7, tzinfo=ZONE), CALENDAR)


def may(day: int, month: int = 5) -> Fact:
    return at_seven(date(2024, month, day)).obligation(MAY, Standing())


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_fact_has_exactly_the_attributes_of_its_kind_each_of_its_type(kind: str) -> None:
    morning = at_seven(date(2024, 5, 7))
    fact = {
        "obligation": morning.obligation(MAY, Standing()),
        "consolidation": morning.consolidation(MAY, Standing(), RoundFigures(31, 30)),
        "target": morning.target(MAY, Standing(), TargetFigures()),
        "handing": morning.watched(
            MAY, Standing(), HandingFigures(1, 2, date(2024, 5, 2)), has_officer=True
        ),
        "visiting": morning.watched(MAY, Standing(), VisitingFigures(7), has_officer=True),
        "asking": morning.watched(MAY, Standing(), AskingFigures(1, 9), has_officer=True),
        "cases": morning.watched(MAY, Standing(), CasesFigures(1), has_officer=True),
        "figure": next(figure_facts(ASKED, FILLED, Past()))[1],
    }[kind]
    assert {name: type(value) for name, value in fact.items()} == FACT_KINDS[kind]


@pytest.mark.parametrize("form", tuple(FORMS), ids=lambda form: form.id)
def test_a_fact_of_a_row_has_exactly_what_its_form_declares(form: Form) -> None:
    asked = ASKED._replace(form=form, groups=("can-ngheo",) if form.figures else ())
    filled = replace(FILLED, groups={"can-ngheo": dict.fromkeys(form.ids, 0)})
    for _, fact in group_facts(asked, filled, Past()):
        assert {name: type(value) for name, value in fact.items()} == row_schema(form)


@pytest.mark.parametrize(
    ("day", "month", "opened", "to_aim", "to_due"),
    [
        (25, 4, False, 4, 10),
        (26, 4, True, 3, 9),
        (2, 5, True, 2, 3),
        (3, 5, True, 1, 2),
        (4, 5, True, 0, 1),
        (6, 5, True, -1, -1),
    ],
)
def test_the_days_before_the_may_report_are_counted(
    day: int, month: int, opened: bool, to_aim: int, to_due: int
) -> None:
    fact = may(day, month)
    assert (fact["opened"], fact["working_days_to_aim"], fact["days_to_due"]) == (
        opened,
        to_aim,
        to_due,
    )


@pytest.mark.parametrize(
    ("day", "late", "days"),
    [(6, False, 0), (7, True, 1), (10, True, 4), (12, True, 4), (13, True, 5)],
)
def test_lateness_is_counted_in_working_days_from_the_first_late_one(
    day: int, late: bool, days: int
) -> None:
    fact = may(day)
    assert (fact["late"], fact["working_days_late"]) == (late, days)


def test_it_is_late_from_the_first_instant_of_the_day() -> None:
    midnight = local_midnight(date(2024, 5, 7))
    for now, late in ((midnight - timedelta(microseconds=1), False), (midnight, True)):
        assert Morning(now, CALENDAR).obligation(MAY, Standing())["late"] is late


def test_a_morning_refuses_an_instant_without_a_zone() -> None:
    naive = datetime(2024, 5, 7, 7)  # noqa: DTZ001 - a naive instant is what is refused
    with pytest.raises(ValueError, match="time zone"):
        Morning(naive, CALENDAR)


def test_the_standing_is_each_bearers_own_on_a_shared_term() -> None:
    morning = at_seven(date(2024, 5, 7))
    first = morning.obligation(MAY, Standing(rung=3, punctual_rounds=2))
    second = morning.obligation(MAY, Standing(state="submitted", cycle=1))
    assert (first["rung"], first["punctual_rounds"], first["state"]) == (3, 2, "open")
    assert (second["rung"], second["cycle"], second["state"]) == (0, 1, "submitted")


def test_a_round_counts_who_is_missing_and_since_when() -> None:
    figures = RoundFigures(31, 28, missing_late=3, inputs_late_on=date(2024, 5, 7), changed=True)
    fact = at_seven(date(2024, 5, 8)).consolidation(MAY, Standing(), figures)
    assert (fact["missing"], fact["ready"], fact["inputs_working_days_late"]) == (3, False, 2)


def test_a_full_round_is_ready_and_nobody_is_late() -> None:
    fact = at_seven(date(2024, 5, 8)).consolidation(MAY, Standing(), RoundFigures(31, 31))
    assert (fact["missing"], fact["ready"], fact["inputs_working_days_late"]) == (0, True, 0)


def test_the_notice_that_a_directive_left_is_counted_in_calendar_days() -> None:
    # The text of 05/6/2021 left 25 days before 30/6/2021: less than a month's notice.
    term = MAY._replace(opens_on=date(2021, 6, 5), due_on=date(2021, 6, 30))
    assert at_seven(date(2021, 6, 7)).obligation(term, Standing())["lead_days"] == 25


@pytest.mark.parametrize(
    ("since", "today", "months"),
    [
        (date(2024, 7, 1), date(2024, 6, 30), 0),
        (date(2024, 7, 1), date(2024, 7, 31), 0),
        (date(2024, 7, 1), date(2024, 8, 1), 1),
        (date(2024, 10, 1), date(2025, 1, 1), 3),
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 1, 31), date(2024, 3, 1), 1),
    ],
)
def test_whole_months_pass_on_the_same_day_of_the_month(
    since: date, today: date, months: int
) -> None:
    assert whole_months(since, today) == months


DAYS = st.dates(date(2021, 2, 1), date(2025, 11, 30))


@given(DAYS, DAYS)
def test_the_months_past_due_never_go_back(since: date, today: date) -> None:
    assert whole_months(since, today) <= whole_months(since, today + timedelta(days=1))


@given(DAYS)
def test_the_marks_of_a_ladder_once_passed_stay_passed(day: date) -> None:
    today, tomorrow = (
        at_seven(d).obligation(MAY, Standing()) for d in (day, day + timedelta(days=1))
    )
    assert today["opened"] <= tomorrow["opened"]
    assert today["late"] <= tomorrow["late"]
    assert int(today["working_days_to_aim"]) >= int(tomorrow["working_days_to_aim"])
    assert int(today["working_days_late"]) <= int(tomorrow["working_days_late"])
