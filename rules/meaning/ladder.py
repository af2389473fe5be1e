"""Which of the policies that hold fire now, which rungs were missed, when to look again.

The ladder of a subject is climbed upwards only: of the rungs above the one it stands on, the
highest that holds fires and those below it count as missed. There is no replay: after any
number of days without a sweep, one decision at the present moment is all there is.
A returned report climbs no rung: it is asked for beside the ladder, by its reply date.
Beside the ladder, a step fires once a cycle, or once per day, in seven days or per
month where it repeats.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import Because, Fact, evaluate
from rules.meaning.engine import Match
from rules.meaning.fact_kinds import FIXED
from rules.meaning.facts import RoundFigures, months_after
from rules.meaning.occurrence import WATCHED_KINDS
from rules.meaning.outlook import Outlook
from rules.meaning.policy import Policy, Repeat
from steps.states import ObligationState

_WEEK, _QUARTER = 7, 3
# (step, repeat number): what already fired beside the ladder in this cycle.
Fired = AbstractSet[tuple[str, int]]


# What a day can bring only where there is a term.
_OF_A_TERM = {"days_to_due", "working_days_to_aim", "late", "working_days_late", "months_past_due"}
# The states in which there may still be something to say.
_WATCHED = ObligationState.asked()
_ROUND_FIGURES = frozenset({"total", "received", "missing", "missing_late", "ready", "changed"})
_TARGET_FIGURES = frozenset({"figures_known", "reached", "figures_days_after_due"})


class Firing(NamedTuple):
    """One policy that fires now, why, and its repeat number (0 where it does not repeat)."""

    policy: Policy
    because: tuple[Because, ...]
    repeat: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What one look at one subject comes to; `rung` is where it stands afterwards."""

    fire: tuple[Firing, ...]
    missed: tuple[Policy, ...]
    rung: int


def repeat_number(repeat: Repeat | None, fact: Fact, today: date) -> int:
    """Return which repetition is due: yyyymmdd of today, its number as a day of the calendar where
    a week is to lie between two, the month past due, the quarter of the calendar, or 0.
    """
    if repeat == "day":
        return today.year * 10_000 + today.month * 100 + today.day
    if repeat == "week":
        return today.toordinal()
    if repeat == "quarter":
        return today.year * 10 + (today.month + 2) // 3
    if repeat == "month":
        return int(fact["months_past_due"])
    return 0


def decide(matches: Sequence[Match], fact: Fact, fired: Fired, today: date) -> Decision:
    """Return what fires, in the order of `matches`, what was missed, lowest first, and the rung.

    Args:
        matches: the policies that hold of `fact`.
        fact: as built by `rules.meaning.facts`; its `rung` is where the subject stands.
        fired: what already fired beside the ladder in this cycle.
        today: the local date of the decision.
    """
    stands_on = int(fact["rung"])
    above = [m.policy.rung for m in matches if m.policy.rung and m.policy.rung > stands_on]
    top = max(above, default=stands_on)
    fire, missed = list[Firing](), list[Policy]()
    for policy, because, lapsed in matches:
        repeat = repeat_number(policy.repeat, fact, today)
        if policy.rung is None:
            if not lapsed and not _said(policy, repeat, fired):
                fire.append(Firing(policy, because, repeat))
        elif policy.rung == top > stands_on and not lapsed:
            fire.append(Firing(policy, because, repeat))
        elif stands_on < policy.rung:
            missed.append(policy)
    missed.sort(key=lambda policy: policy.rung or 0)
    return Decision(tuple(fire), tuple(missed), top)


def _said(policy: Policy, repeat: int, fired: Fired) -> bool:
    """Say whether `policy` has said what it says for this repetition, or within the last week."""
    if policy.repeat != "week":
        return (policy.step, repeat) in fired
    return any(step == policy.step and repeat - said < _WEEK for step, said in fired)


def first_wake(kind: str, opens_on: date, calendar: WorkingCalendar) -> date:
    """Return the day of the first look: the ladder's first, or the next working day after it.

    A target's marks are calendar days, so it is looked at on days off too.
    """
    return opens_on if kind == "target" else calendar.next_working(opens_on)


def next_wake(
    kind: str,
    fact: Fact,
    decision: Decision,
    fired: Fired,
    *,
    policies: Iterable[Policy],
    opens_on: date,
    today: date,
    calendar: WorkingCalendar,
    until: date | None = None,
    late_on: date | None = None,
    round_: RoundFigures | None = None,
) -> date | None:
    """Return the local date of the next look at a subject, None when nothing can fire any more.

    Args:
        fact: the fact on which `decision` rests; its state is taken to stay, as whatever changes
            it sets the next look itself. Only what is open or returned is looked at again.
        fired: what had fired beside the ladder in this cycle before `decision`.
        policies: all policies, or those for `kind`.
        until: the last day on which the directive is in force, None if it does not say.
        late_on: the local date on which it becomes late: what was said for this month after it is
            looked at again when the next begins. None: tomorrow.
        round_: of a consolidation: its round, where whatever moves a report of it has the
            consolidation looked at. None: it may stand otherwise tomorrow.
    """
    if fact["state"] not in _WATCHED:
        return None
    if not fact.get("dated", True):
        # Without a term no day makes it late: the calendar does not reach so far.
        late_on = None
    to_reply = (
        int(fact["working_days_to_reply"]) if fact["state"] == ObligationState.RETURNED else 0
    )
    if to_reply > 0:
        # Between a return and its reply date nothing is said.
        wake = calendar.add(today, to_reply)
    elif kind in WATCHED_KINDS:
        # A few rows, and their days count from what comes: looked at on every working day.
        wake = first_wake(kind, today + timedelta(days=1), calendar)
        if kind == "asking" and wake.month % _QUARTER:
            # Asked in the last month of a quarter; nothing before that is worth a look.
            last_month = wake.month + _QUARTER - wake.month % _QUARTER
            wake = first_wake(kind, date(wake.year, last_month, 1), calendar)
    elif not fact["dated"] and fact["state"] == ObligationState.OPEN:
        # No day brings anything by itself: what comes wakes it. Only what came after today's word
        # has to wait for tomorrow's.
        unsaid = bool(fact.get("news")) and not decision.fire
        if not unsaid:
            return None
        wake = first_wake(kind, today + timedelta(days=1), calendar)
    elif today < opens_on:
        wake = first_wake(kind, opens_on, calendar)
    else:
        since = round_.inputs_late_on if round_ else None
        outlook = Outlook(fact, today, calendar, late_on, _kept(kind, fact, round_), since)
        days = [
            max(day, _next_month(late_on, fact))
            if late_on and _said_for(p, fact, decision, fired)
            else day
            for p in policies
            if kind in p.for_ and _can_fire(p, fact, decision, fired)
            if (day := outlook.first(p.when))
        ]
        if round_ and round_.turns_on:
            days.append(round_.turns_on)
        if not days:
            return None
        wake = first_wake(kind, min(days), calendar)
    if fact["state"] == ObligationState.RETURNED:
        # Asked for by a person, whatever has become of the directive.
        return wake
    return None if until is not None and wake > until else wake


def _kept(kind: str, fact: Fact, round_: RoundFigures | None) -> AbstractSet[str]:
    """Return what keeps its value until an act, or our own decision, has the row looked at."""
    # `opened` cannot end, and whoever files or counts wakes the targets that are late.
    settled = kind == "target" and bool(fact.get("late"))
    known = FIXED | {"state", "cycle", "drafted"} | ({"opened"} if fact.get("opened") else set())
    if not fact.get("dated", True):
        known |= _OF_A_TERM
    if round_ is not None:
        return known | kept_of_round(round_)
    return known | _TARGET_FIGURES if settled else known


def kept_of_round(round_: RoundFigures) -> AbstractSet[str]:
    """Return what of a round with a term keeps its value until a report of it is moved."""
    still = {"inputs_working_days_late"} if round_.inputs_late_on is None else set[str]()
    return _ROUND_FIGURES | still


def _said_for(policy: Policy, fact: Fact, decision: Decision, fired: Fired) -> bool:
    """Say whether `policy` has said what it says once a month for the present one."""
    if policy.repeat != "month":
        return False
    now = {(firing.policy.step, firing.repeat) for firing in decision.fire}
    return (policy.step, int(fact["months_past_due"])) in fired | now


def _next_month(late_on: date, fact: Fact) -> date:
    return months_after(late_on, int(fact["months_past_due"]) + 1)


def _can_fire(policy: Policy, fact: Fact, decision: Decision, fired: Fired) -> bool:
    """Return whether `policy` has something left to say of the same subject and cycle."""
    if policy.rung is not None:
        left = policy.rung > decision.rung
    elif policy.repeat is None:
        now = {firing.policy.step for firing in decision.fire if firing.policy.rung is None}
        left = policy.step not in now and (policy.step, 0) not in fired
        # What has lapsed has no sense any more.
        left = left and not (policy.lapses and evaluate(policy.lapses, fact))
    else:
        left = True
    return left
