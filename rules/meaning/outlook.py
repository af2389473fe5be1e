"""What a fact of today can come to by the calendar alone: the first day on which a policy may hold.

A row sleeps until that day: cost follows what can happen, not what is stored. Whatever else changes
a fact (a report, a decision) sets the next look itself, or is taken to happen tomorrow.
"""

from bisect import bisect_left
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import AllOf, AnyOf, Condition, Fact, Leaf, Operator, evaluate
from rules.meaning.facts import whole_months

_Course = Callable[[date], int]
_EXACT = frozenset({Operator.EQ, Operator.NEQ})
_PAST = frozenset({Operator.GT, Operator.LT, Operator.NEQ})
# By the direction in which a value goes (1 up, -1 down): how it can come to compare.
_COMING = {1: _EXACT | {Operator.GT, Operator.GTE}, -1: _EXACT | {Operator.LT, Operator.LTE}}


class Outlook:
    """How `fact` goes on after `today`; a day it names is local, and never after the true one."""

    def __init__(
        self,
        fact: Fact,
        today: date,
        calendar: WorkingCalendar,
        late_on: date | None,
        kept: AbstractSet[str],
        inputs_late_on: date | None = None,
    ) -> None:
        """Look ahead from the fact of `today`.

        Args:
            late_on: the local date on which it becomes late, None if that is not known.
            kept: the attributes that keep today's value until something else has it looked at.
            inputs_late_on: since when reports of its round are late, where that is known.
        """
        self._fact, self._today, self._calendar, self._kept = fact, today, calendar, kept
        self._tomorrow = today + timedelta(days=1)
        # Nobody knows yet which days after the calendar's last are worked.
        self._last = calendar.previous_working(calendar.last)
        self._courses = self._told_and_due() | (self._lateness(late_on) if late_on else {})
        if inputs_late_on:
            self._courses["inputs_working_days_late"] = 1, self._late_since(inputs_late_on)

    def _told_and_due(self) -> dict[str, tuple[int, _Course]]:
        def from_now(name: str, sign: int, passed: _Course) -> tuple[int, _Course]:
            return sign, lambda day: int(self._fact[name]) + sign * passed(day)

        return {
            "days_to_due": from_now("days_to_due", -1, lambda day: (day - self._today).days),
            "working_days_to_aim": from_now("working_days_to_aim", -1, self._worked),
            "working_days_since_told": from_now("working_days_since_told", 1, self._worked),
        }

    def _lateness(self, late_on: date) -> dict[str, tuple[int, _Course]]:
        return {
            "late": (1, lambda day: day >= late_on),
            "working_days_late": (1, self._late_since(late_on)),
            "months_past_due": (1, lambda day: whole_months(late_on, day)),
        }

    def _late_since(self, late_on: date) -> _Course:
        eve = late_on - timedelta(days=1)
        return lambda day: max(0, self._calendar.count(eve, day))

    def first(self, condition: Condition) -> date | None:
        """Return the first day after today on which `condition` may hold, None if it never can."""
        match condition:
            case Leaf():
                return self._first(condition)
            case AllOf(parts):
                days = [self.first(part) for part in parts]
                return None if None in days else max(day for day in days if day)
            case AnyOf(parts):
                return min((day for part in parts if (day := self.first(part))), default=None)

    def _first(self, leaf: Leaf) -> date | None:
        name, how = leaf.attribute, leaf.operator
        if name in self._kept:
            return self._tomorrow if evaluate(leaf, self._fact) else None
        if name not in self._fact or name not in self._courses or self._tomorrow >= self._last:
            return self._tomorrow
        sign, course = self._courses[name]
        if name == "working_days_since_told" and how not in (Operator.GT, Operator.GTE):
            # Whoever is told again begins anew.
            return self._tomorrow
        return self._crossing(leaf, sign, course)

    def _crossing(self, leaf: Leaf, sign: int, course: _Course) -> date | None:
        """Return the first day on which a value that goes one way only satisfies `leaf`."""

        def holds(day: date) -> bool:
            return evaluate(leaf, {leaf.attribute: course(day)})

        if holds(self._tomorrow):
            return self._tomorrow
        if leaf.operator not in _COMING[sign]:
            return None
        goal = sign * int(leaf.constant) + (leaf.operator in _PAST)
        days = range(self._tomorrow.toordinal(), self._last.toordinal() + 1)
        found = bisect_left(days, goal, key=lambda day: sign * course(date.fromordinal(day)))
        if found == len(days):
            return self._last
        day = date.fromordinal(days[found])
        return day if holds(day) else None

    def _worked(self, day: date) -> int:
        return self._calendar.count(self._today, day)
