"""Three instants per obligation: the date the text names, the day to aim at, when it is late."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from language.zone import local_midnight, morning
from rules.meaning.calendar import WorkingCalendar

_DAY = timedelta(days=1)
# What is due by this hour is work of the day before.
_DAY_BEGINS = time(8)


class Sense(StrEnum):
    """How a wording bounds its date."""

    BEFORE = "before"  # trước ngày D: strictly read, D is out
    BY = "by"  # đến (hết) ngày D, chậm nhất ngày D: D is in
    WITHIN = "within"  # trong (thời hạn) N ngày: the last of the N days is in
    TIMELY = "timely"  # kịp thời: no date, shown and never computed


@dataclass(frozen=True)
class Readings:
    """The office's two settings. We remind by the strict reading and blame by this one."""

    before: Literal["lenient", "strict"] = "lenient"
    roll: bool = True


USUAL_READINGS = Readings()


@dataclass(frozen=True)
class Deadline:
    """`due_on` as the text names it; `aim_on` a working day; `late_from` aware, in UTC."""

    due_on: date
    aim_on: date
    late_from: datetime


def deadline(
    due_on: date,
    sense: Sense,
    calendar: WorkingCalendar,
    readings: Readings = USUAL_READINGS,
    *,
    rolls: bool,
    at: time | None = None,
) -> Deadline:
    """The three instants of one date.

    `aim_on` is the last working day that satisfies the strict reading. `late_from` is the local
    midnight after the last permitted day; that day is `due_on`, or the day before it for a
    strictly read "trước ngày". If it is a day off it moves to the next working day where both
    `rolls` (no for coverage targets) and the office's setting say so: Civil Code 2015
    art. 148.5, by analogy.

    A stated hour, `at` local time, neither rolls nor softens: it is late from that very hour on,
    day off or not.

    Raises: ValueError for `timely`, which has no date.
    """
    if sense is Sense.TIMELY:
        raise ValueError('"kịp thời" names no date: there is no deadline to compute')
    if at is not None:
        last = due_on - _DAY if at <= _DAY_BEGINS else due_on
        return Deadline(due_on, calendar.previous_working(last), morning(due_on, at))
    strict = due_on - _DAY if sense is Sense.BEFORE else due_on
    last = strict if readings.before == "strict" else due_on
    if rolls and readings.roll:
        last = calendar.next_working(last)
    return Deadline(due_on, calendar.previous_working(strict), local_midnight(last + _DAY))


def within(
    event_on: date, n: int, unit: Literal["days", "working_days"], calendar: WorkingCalendar
) -> date:
    """The last of the `n` (working) days from an event: its own day is not counted.

    Source: Civil Code 2015 art. 147.2. Raises: ValueError for n < 1.
    """
    if n < 1:
        raise ValueError(f"a period of {n} days is no period")
    return calendar.add(event_on, n) if unit == "working_days" else event_on + timedelta(days=n)
