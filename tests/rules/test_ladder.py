"""The ladder: what fires, what was missed, and when to look again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from language.zone import ZONE, local_date, local_midnight
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import Condition, Fact, Leaf, Operator, Value
from rules.meaning.engine import Match, PolicyEngine
from rules.meaning.facts import Morning, RoundFigures, Standing, TargetFigures, Term
from rules.meaning.ladder import Decision, decide, first_wake, next_wake
from rules.meaning.policy import Policy
from rules.reading.policy_file import load_policies
from steps import table

CALENDAR = WorkingCalendar(2021, 2026)
SHIPPED = load_policies(Path(rules.__file__).parent / "policies")
UNTIL = date(2024, 12, 31)
# Once a month after the proposal, on a working day, never sooner than 22 working days.
ONCE_A_MONTH = ("07/06", "09/07", "08/08", "11/09", "11/10", "12/11", "12/12")
TODAY = date(2024, 5, 7)
ALWAYS: Condition = Leaf("rung", Operator.GTE, 0)

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
ROUND = MAY._replace(
    duty="tong-hop-thang",
    bearer_kind="agency",
    has_via=False,
    due_on=date(2024, 5, 10),
    aim_on=date(2024, 5, 9),
    late_from=local_midnight(date(2024, 5, 11)),
)
TARGET = MAY._replace(
    duty="chi-tieu-can-ngheo",
    recurring=False,
    has_via=False,
    opens_on=date(2024, 5, 31),
    due_on=date(2024, 6, 30),
    aim_on=date(2024, 6, 28),
    late_from=local_midnight(date(2024, 7, 1)),
)


def policy(id_: str, rung: int | None, **other: object) -> Policy:
    bare = Policy(id_, "", ("obligation",), ALWAYS, table.FIRST.id, rung, ("officer",))
    return replace(bare, **other)  # type: ignore[arg-type]


def decided(policies: list[Policy], rung: int = 0, **other: object) -> Decision:
    fact: dict[str, Value] = {"rung": rung, "months_past_due": 2}
    lapsed = other.pop("lapsed", ())
    matches = [Match(p, (), p.id in lapsed) for p in policies]  # type: ignore[operator]
    return decide(matches, fact, other.pop("fired", frozenset()), TODAY)  # type: ignore[arg-type]


def ids(decision: Decision) -> tuple[list[str], list[str], int]:
    fired = [firing.policy.id for firing in decision.fire]
    return fired, [missed.id for missed in decision.missed], decision.rung


RUNGS = [policy("one", 1), policy("two", 2), policy("three", 3)]


def test_the_highest_rung_fires_and_the_lower_ones_are_missed() -> None:
    assert ids(decided(RUNGS)) == (["three"], ["one", "two"], 3)


def test_a_rung_once_climbed_is_neither_fired_again_nor_missed() -> None:
    assert ids(decided(RUNGS, rung=2)) == (["three"], [], 3)
    assert ids(decided(RUNGS, rung=3)) == ([], [], 3)


def test_all_policies_of_the_highest_rung_fire() -> None:
    assert ids(decided([*RUNGS, policy("also-three", 3)]))[0] == ["three", "also-three"]


def test_a_rung_that_has_lapsed_is_missed_and_nothing_lower_takes_its_place() -> None:
    assert ids(decided(RUNGS, lapsed={"three"})) == ([], ["one", "two", "three"], 3)


def test_a_step_beside_the_ladder_fires_once_a_cycle_and_moves_no_rung() -> None:
    asking = policy("ask", None, step=table.ASK_VIA.id)
    assert ids(decided([asking], rung=3)) == (["ask"], [], 3)
    assert ids(decided([asking], rung=3, fired={("ask_via", 0)})) == ([], [], 3)


@pytest.mark.parametrize(
    ("repeat", "number", "before"), [("day", 20240507, 20240506), ("month", 2, 1)]
)
def test_a_repeating_step_fires_once_per_repetition(repeat: str, number: int, before: int) -> None:
    brief = policy("brief", None, step=table.BRIEF.id, repeat=repeat)
    [firing] = decided([brief], fired={("brief", before)}).fire
    assert firing.repeat == number
    assert decided([brief], fired={("brief", number)}).fire == ()


def test_only_the_present_repetition_fires_after_a_gap() -> None:
    monthly = policy("monthly", None, step=table.TARGET_MISSED.id, repeat="month")
    assert [firing.repeat for firing in decided([monthly]).fire] == [2]


@given(st.lists(st.integers(1, 6), unique=True), st.integers(0, 6))
def test_deciding_twice_is_harmless(rungs: list[int], stands_on: int) -> None:
    policies = [policy(f"r{rung}", rung) for rung in rungs]
    first = decided(policies, rung=stands_on)
    assert first.rung >= stands_on
    assert len(first.fire) <= 1
    assert ids(decided(policies, rung=first.rung)) == ([], [], first.rung)


class Subject:
    """One obligation lived through day by day, as a sweep would."""

    def __init__(
        self, kind: str, term: Term, build: Callable[[Morning, Standing], Fact], rung: int = 0
    ) -> None:
        self.kind, self.term, self.build = kind, term, build
        self.rung, self.fired = rung, set[tuple[str, int]]()
        self.told: date | None = None
        self.wake: date | None = first_wake(kind, term.opens_on, CALENDAR)

    def look(self, engine: PolicyEngine, today: date) -> Decision:
        now = datetime(today.year, today.month, today.day, 7, tzinfo=ZONE)
        fact = self.build(Morning(now, CALENDAR), Standing(rung=self.rung, told_on=self.told))
        decision = decide(engine.decide(self.kind, fact), fact, self.fired, today)
        self.wake = next_wake(
            self.kind,
            fact,
            decision,
            self.fired,
            policies=SHIPPED,
            opens_on=self.term.opens_on,
            today=today,
            calendar=CALENDAR,
            until=UNTIL,
            late_on=local_date(self.term.late_from),
        )
        self.rung = decision.rung
        if any(firing.policy.step == "overdue" for firing in decision.fire):
            self.told = today
        self.fired |= {(f.policy.step, f.repeat) for f in decision.fire if f.policy.rung is None}
        return decision

    def live(self, engine: PolicyEngine) -> Iterator[tuple[str, list[str]]]:
        """Yield (day, policies fired) until nothing can fire any more."""
        while self.wake is not None:
            today = self.wake
            if fired := ids(self.look(engine, today))[0]:
                yield f"{today:%d/%m}", fired


@pytest.fixture(scope="module")
def engine() -> Iterator[PolicyEngine]:
    with PolicyEngine(SHIPPED) as opened:
        yield opened


def silent_commune(term: Term = MAY, punctual_rounds: int = 0) -> Subject:
    def build(morning: Morning, standing: Standing) -> Fact:
        return morning.obligation(term, replace(standing, punctual_rounds=punctual_rounds))

    return Subject("obligation", term, build)


def target(figures: TargetFigures, term: Term = TARGET) -> Subject:
    return Subject("target", term, lambda morning, at: morning.target(term, at, figures))


def test_what_a_silent_commune_receives_in_may_2024(engine: PolicyEngine) -> None:
    subject = silent_commune()
    assert list(subject.live(engine)) == [
        ("26/04", ["thong-bao-dau"]),
        ("02/05", ["con-hai-ngay"]),
        ("04/05", ["den-han"]),
        ("07/05", ["hoi-noi-tong-hop", "qua-han"]),
        ("13/05", ["de-xuat-lanh-dao"]),
        *((day, ["con-chua-gui"]) for day in ONCE_A_MONTH),
    ]
    assert subject.wake is None


def test_who_was_never_told_is_told_first_and_the_leader_once_it_had_its_day(
    engine: PolicyEngine,
) -> None:
    """Forty days down; the letter of 05/6 asks for the report before 16:00 on 06/6."""
    subject = silent_commune()
    subject.wake = date(2024, 6, 5)
    assert list(subject.live(engine))[:3] == [
        ("05/06", ["hoi-noi-tong-hop", "qua-han"]),
        ("07/06", ["de-xuat-lanh-dao"]),
        ("05/07", ["con-chua-gui"]),
    ]


def test_a_commune_punctual_three_rounds_running_is_reminded_once_less(
    engine: PolicyEngine,
) -> None:
    days = [day for day, _ in silent_commune(punctual_rounds=3).live(engine)]
    assert days[:4] == ["26/04", "04/05", "07/05", "13/05"]


def test_a_duty_without_a_via_body_ends_at_its_top_rung_too(engine: PolicyEngine) -> None:
    subject = silent_commune(MAY._replace(has_via=False))
    assert list(subject.live(engine))[3:5] == [
        ("07/05", ["qua-han"]),
        ("13/05", ["de-xuat-lanh-dao"]),
    ]


def test_a_round_with_three_late_communes(engine: PolicyEngine) -> None:
    told: list[int] = []

    def build(morning: Morning, standing: Standing) -> Fact:
        late = morning.now >= MAY.late_from
        # One of the three comes on 09/5: the leaders are told again on that day only.
        missing = 3 if morning.today < date(2024, 5, 9) else 2
        figures = RoundFigures(
            total=31,
            received=31 - missing,
            missing_late=missing if late else 0,
            inputs_late_on=date(2024, 5, 7) if late else None,
            changed=late and missing not in told,
        )
        if late:
            told.append(missing)
        return morning.consolidation(ROUND, standing, figures)

    assert list(Subject("consolidation", ROUND, build).live(engine))[:6] == [
        ("26/04", ["thong-bao-dau"]),
        ("07/05", ["con-thieu-bao-cao", "bao-cao-nhanh", "con-hai-ngay"]),
        ("08/05", ["cong-van-don-doc"]),
        ("09/05", ["bao-cao-nhanh", "den-han"]),
        ("13/05", ["qua-han-co-quan"]),
        ("17/05", ["de-xuat-lanh-dao"]),
    ]


def test_a_target_is_reminded_on_calendar_days_and_then_asked_for_figures(
    engine: PolicyEngine,
) -> None:
    assert list(target(TargetFigures()).live(engine)) == [
        ("31/05", ["chi-tieu-30-ngay"]),
        ("15/06", ["chi-tieu-15-ngay"]),
        ("23/06", ["chi-tieu-07-ngay"]),
        ("01/07", ["hoi-so-lieu"]),
        ("01/08", ["hoi-so-lieu"]),
        ("01/09", ["hoi-so-lieu"]),
        ("01/10", ["hoi-so-lieu"]),
        ("01/11", ["hoi-so-lieu"]),
        ("01/12", ["hoi-so-lieu"]),
    ]


def test_a_returned_report_is_asked_for_by_its_reply_date_and_climbs_nothing(
    engine: PolicyEngine,
) -> None:
    # Long overdue by the calendar, which says nothing about a report that has been filed.
    thursday = date(2024, 5, 16)

    def build(morning: Morning, standing: Standing) -> Fact:
        return morning.obligation(MAY, replace(standing, state="returned", reply_by=thursday))

    subject = Subject("obligation", MAY, build)
    subject.wake = date(2024, 5, 14)
    assert list(subject.live(engine)) == [
        ("14/05", ["tra-lai-bao-cao"]),
        ("16/05", ["den-ngay-tra-loi"]),
        ("17/05", ["qua-ngay-tra-loi"]),
    ]
    assert (subject.wake, subject.rung) == (None, 0)


def test_a_returned_report_is_not_looked_at_before_its_reply_date(engine: PolicyEngine) -> None:
    reply_by = date(2024, 5, 16)
    standing = Standing(state="returned", reply_by=reply_by)
    subject = Subject("obligation", MAY, lambda morning, _: morning.obligation(MAY, standing))
    subject.look(engine, date(2024, 5, 14))
    assert subject.wake == reply_by


def test_after_days_down_a_returned_report_is_asked_for_once(engine: PolicyEngine) -> None:
    standing = Standing(state="returned", reply_by=date(2024, 5, 16))
    subject = Subject("obligation", MAY, lambda morning, _: morning.obligation(MAY, standing))
    assert ids(subject.look(engine, date(2024, 5, 27)))[0] == ["qua-ngay-tra-loi"]
    assert subject.wake is None


def test_a_missed_target_is_told_once_and_then_once_a_month(engine: PolicyEngine) -> None:
    lived = list(target(TargetFigures(known=True)).live(engine))
    assert lived[3:5] == [("01/07", ["chi-tieu-khong-dat"]), ("01/08", ["chi-tieu-khong-dat"])]


def test_a_target_that_is_reached_is_left_alone(engine: PolicyEngine) -> None:
    assert list(target(TargetFigures(known=True, reached=True)).live(engine)) == []


def test_a_rung_before_the_dispatch_was_issued_never_happens(engine: PolicyEngine) -> None:
    # The text of 05/6/2021 could not remind anybody thirty days before 30/6/2021.
    term = TARGET._replace(
        opens_on=date(2021, 6, 5),
        due_on=date(2021, 6, 30),
        aim_on=date(2021, 6, 30),
        late_from=local_midnight(date(2021, 7, 1)),
    )
    subject = target(TargetFigures(), term)
    lived = subject.live(engine)
    assert [next(lived) for _ in range(3)] == [
        ("15/06", ["chi-tieu-15-ngay"]),
        ("23/06", ["chi-tieu-07-ngay"]),
        ("01/07", ["hoi-so-lieu"]),
    ]


def test_after_forty_days_down_the_commune_is_told_once(engine: PolicyEngine) -> None:
    decision = silent_commune().look(engine, date(2024, 6, 5))
    assert ids(decision) == (
        ["hoi-noi-tong-hop", "qua-han"],
        ["thong-bao-dau", "con-hai-ngay", "den-han"],
        4,
    )


def test_after_forty_days_down_a_target_is_not_told_of_days_that_are_gone(
    engine: PolicyEngine,
) -> None:
    decision = target(TargetFigures()).look(engine, date(2024, 7, 5))
    fired, missed, _ = ids(decision)
    assert fired == ["hoi-so-lieu"]
    assert missed == ["chi-tieu-30-ngay", "chi-tieu-15-ngay", "chi-tieu-07-ngay"]


def woken(kind: str, term: Term, today: date, **other: object) -> date | None:
    state = str(other.get("state", "open"))
    fact: dict[str, Value] = {"state": state, "rung": 0}
    fact |= {"bearer_kind": term.bearer_kind, "has_via": term.has_via, "lead_days": 30}
    fact |= {"dated": term.dated, "news": bool(other.get("news", False))}
    return next_wake(
        kind,
        fact,
        Decision((), (), int(str(other.get("rung", 0)))),
        frozenset(),
        policies=SHIPPED,
        opens_on=term.opens_on,
        today=today,
        calendar=CALENDAR,
        until=UNTIL,
    )


def test_a_quiet_row_sleeps_until_its_ladder_begins() -> None:
    assert woken("obligation", MAY, date(2024, 4, 1)) == date(2024, 4, 26)
    assert woken("target", TARGET, date(2024, 4, 1)) == date(2024, 5, 31)


def test_a_ladder_that_would_begin_on_a_day_off_begins_on_the_next_working_day() -> None:
    saturday = date(2024, 4, 27)
    assert first_wake("obligation", saturday, CALENDAR) == date(2024, 5, 2)
    assert first_wake("target", saturday, CALENDAR) == saturday


def test_inside_the_ladder_it_wakes_on_the_next_working_morning() -> None:
    # 27/4 to 01/5 are days off: the weekend, a swapped Monday and two holidays.
    assert woken("obligation", MAY, date(2024, 4, 26)) == date(2024, 5, 2)


def test_a_target_wakes_on_the_next_calendar_morning() -> None:
    assert woken("target", TARGET, date(2024, 5, 31)) == date(2024, 6, 1)


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn", "suspended", "historic"])
def test_outside_the_open_state_nothing_wakes_it(state: str) -> None:
    assert woken("obligation", MAY, TODAY, state=state) is None


def test_without_a_term_no_day_wakes_it_and_news_told_today_wait_for_tomorrow() -> None:
    without = MAY._replace(dated=False)
    assert woken("consolidation", without, TODAY) is None
    assert woken("consolidation", without, TODAY, news=True) == TODAY + timedelta(days=1)


def test_nothing_wakes_it_once_the_dispatch_is_no_longer_in_force() -> None:
    assert woken("obligation", MAY, UNTIL - timedelta(days=1)) == UNTIL
    assert woken("obligation", MAY, UNTIL) is None
