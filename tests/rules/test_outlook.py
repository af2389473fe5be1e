"""A row sleeps until the first day on which something may fire: never a day longer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from language.zone import ZONE, local_midnight
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import AllOf, AnyOf, Condition, Leaf, Operator, Value, evaluate
from rules.meaning.fact_kinds import FIXED
from rules.meaning.facts import Morning, RoundFigures, Standing, TargetFigures, Term
from rules.meaning.ladder import kept_of_round
from rules.meaning.outlook import Outlook
from tests.rules.random_policies import conditions

CALENDAR = WorkingCalendar(2023, 2025)
FIRST, DAYS = date(2024, 3, 1), 70
KEPT = FIXED | {"state", "cycle"}


@st.composite
def terms(draw: st.DrawFn) -> Term:
    opens = FIRST - timedelta(days=draw(st.integers(0, 90)))
    due = opens + timedelta(days=draw(st.integers(0, 60)))
    return Term(
        directive="commune",
        duty="commune",
        bearer_kind="commune",
        recurring=draw(st.booleans()),
        has_via=draw(st.booleans()),
        opens_on=opens,
        due_on=due,
        aim_on=CALENDAR.previous_working(due),
        late_from=local_midnight(due + timedelta(days=draw(st.integers(1, 3)))),
    )


def fact(kind: str, term: Term, day: date, told_on: date | None) -> Mapping[str, Value]:
    morning = Morning(datetime(day.year, day.month, day.day, 7, tzinfo=ZONE), CALENDAR)
    if kind == "target":
        return morning.target(term, Standing(), TargetFigures())
    return morning.obligation(term, Standing(told_on=told_on))


COURSES = {
    "days_to_due": range(-DAYS, 30, 7),
    "working_days_to_aim": range(-DAYS, 20, 7),
    "late": (False, True),
    "working_days_late": range(40),
    "months_past_due": range(4),
}
LEAVES = [
    Leaf(name, how, least)
    for name, some in COURSES.items()
    for least in some
    for how in (Operator if type(least) is int else (Operator.EQ, Operator.NEQ))
]
WINDOW = [FIRST + timedelta(days=number) for number in range(1, DAYS)]


def late_on(term: Term) -> date:
    return term.late_from.astimezone(ZONE).date()


@settings(max_examples=10)
@given(terms())
def test_what_goes_by_the_calendar_alone_wakes_it_on_the_very_day(term: Term) -> None:
    """Every comparison of every such value, against asking on every day."""
    facts = [fact("obligation", term, day, None) for day in WINDOW]
    outlook = Outlook(fact("obligation", term, FIRST, None), FIRST, CALENDAR, late_on(term), KEPT)
    for leaf in LEAVES:
        asked = zip(WINDOW, facts, strict=True)
        first = next((day for day, then in asked if evaluate(leaf, then)), None)
        woken = outlook.first(leaf)
        assert (woken if woken and woken <= WINDOW[-1] else None) == first, leaf


@given(st.data(), terms(), st.integers(-40, 0) | st.none(), st.integers(1, DAYS) | st.none())
def test_nothing_can_hold_before_the_day_to_which_it_sleeps(
    data: st.DataObject, term: Term, told: int | None, again: int | None
) -> None:
    """Told again on a later day, the days since begin anew; the brute force asks every day."""
    kind = data.draw(st.sampled_from(["obligation", "target"]))
    condition: Condition = data.draw(conditions(kind))
    first_told = None if told is None else FIRST + timedelta(days=told)
    today = fact(kind, term, FIRST, first_told)
    outlook = Outlook(today, FIRST, CALENDAR, late_on(term), KEPT)
    wake = outlook.first(condition)
    for number, day in enumerate(WINDOW, 1):
        if wake is not None and day >= wake:
            break
        told_again = again is not None and number > again
        told_on = FIRST + timedelta(days=again or 0) if told_again else first_told
        assert not evaluate(condition, fact(kind, term, day, told_on)), day


@given(
    st.data(),
    terms(),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(-40, 0) | st.none(),
    st.booleans(),
)
def test_a_consolidation_may_sleep_as_long_as_its_round_stands_as_it_does(
    data: st.DataObject, term: Term, came: int, urged: int, late: int | None, changed: bool
) -> None:
    """Whatever moves a report has it looked at; the calendar alone moves none before `turns_on`."""
    since = None if late is None else FIRST + timedelta(days=late)
    figures = RoundFigures(came + urged, came, urged, since, changed=changed)

    def stands(day: date) -> Mapping[str, Value]:
        morning = Morning(datetime(day.year, day.month, day.day, 7, tzinfo=ZONE), CALENDAR)
        return morning.consolidation(term, Standing(), figures)

    condition: Condition = data.draw(conditions("consolidation"))
    kept = KEPT | kept_of_round(figures)
    outlook = Outlook(stands(FIRST), FIRST, CALENDAR, late_on(term), kept, since)
    wake = outlook.first(condition)
    for day in WINDOW:
        if wake is not None and day >= wake:
            break
        assert not evaluate(condition, stands(day)), day


def test_days_since_it_was_told_are_waited_for_from_today_where_nobody_was() -> None:
    term = Term("d", "d", "commune", True, True, FIRST, FIRST, FIRST, local_midnight(FIRST))
    asked = Leaf("working_days_since_told", Operator.GTE, 2)
    # Friday, the 1st: told today or not yet, the day before, long ago.
    told = {FIRST: 5, None: 5, date(2024, 2, 29): 4, date(2024, 2, 26): 2}
    for told_on, day in told.items():
        today = fact("obligation", term, FIRST, told_on)
        assert Outlook(today, FIRST, CALENDAR, FIRST, KEPT).first(asked) == date(2024, 3, day)
    anew = Leaf("working_days_since_told", Operator.LT, 2)
    assert Outlook(today, FIRST, CALENDAR, FIRST, KEPT).first(anew) == date(2024, 3, 2)


def test_what_can_never_hold_with_the_rest_wakes_nothing() -> None:
    term = Term("d", "d", "commune", True, False, FIRST, FIRST, FIRST, local_midnight(FIRST))
    outlook = Outlook(fact("obligation", term, FIRST, None), FIRST, CALENDAR, FIRST, KEPT)
    via, late = Leaf("has_via", Operator.EQ, True), Leaf("late", Operator.EQ, True)
    assert outlook.first(AllOf((via, late))) is None
    assert outlook.first(AnyOf((via, late))) == date(2024, 3, 2)
