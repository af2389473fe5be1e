"""What a directive declares of a report's periods: what each one is about, which days it covers."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from language.dates import full_day, short_day
from rules.meaning.period import Period, PeriodKind, month_end

_DAY = timedelta(days=1)


class DueIn(StrEnum):
    """Where a due date lies, seen from the period that the report is about."""

    ITSELF = "in it"
    NEXT = "in the next one"
    BEFORE = "in the one before"
    AFTER = "after its end"  # so many (working) days after it; `Due.days` says how many


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """Which period a report is about. `wording`: the text's own words for it, beside its due date.

    `assumed` says why, where the text leaves it open.
    """

    kind: PeriodKind
    due: DueIn
    wording: str | None = None
    assumed: str | None = None

    def period(self, due_on: date) -> Period | None:
        """Return what the report due on `due_on` is about, None where there is no such period."""
        if self.due is DueIn.ITSELF:
            return Period.containing(self.kind, due_on)
        if self.due is DueIn.BEFORE:
            return Period.begun_after(self.kind, due_on)
        return Period.ended_before(self.kind, due_on)


class Window(NamedTuple):
    """The days figures cover, local dates, both included; `first` None: from the beginning."""

    first: date | None
    last: date

    def __str__(self) -> str:
        """15/5–14/6/2024; the year of the first day only where it is another."""
        if self.first is None:
            return f"đến {full_day(self.last)}"
        begins = short_day if self.first.year == self.last.year else full_day
        return f"{begins(self.first)}–{full_day(self.last)}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A day seen from a period: of its last month (of its week), or of the month (week) before.

    `day` is that of the month, the month's last where it has no such day; of a week Monday is 1.
    """

    day: int
    of: Literal["last", "before"]

    def on(self, period: Period) -> date:
        """Return the local date it marks for `period`."""
        base = period.first - _DAY if self.of == "before" else period.last
        if period.kind is PeriodKind.WEEK:
            return base + timedelta(days=self.day - 7)
        return base.replace(day=min(self.day, month_end(base).day))


@dataclass(frozen=True, slots=True)
class CutOff:
    """From when and up to when figures count. `wording` cites the text; else it is the office's.

    `from_` None: from the day after the last report's; `to` None: up to the end of the period.
    A report due once may name its days themselves.
    """

    from_: Mark | date | None = None
    to: Mark | date | None = None
    wording: str | None = None
    assumed: str | None = None

    def window(self, period: Period | None) -> Window | None:
        """Return the days that figures about `period` cover; None: only a period could tell."""
        last = _on(self.to, period) or (period.last if period else None)
        return Window(self._first(period), last) if last else None

    def _first(self, period: Period | None) -> date | None:
        if self.from_ is not None or period is None:
            return _on(self.from_, period)
        if isinstance(self.to, Mark):
            return Mark(self.to.day, "before").on(period) + _DAY
        return period.first


def _on(mark: Mark | date | None, period: Period | None) -> date | None:
    if isinstance(mark, Mark):
        return mark.on(period) if period else None
    return mark


def usual_window(rule: PeriodRule, period: Period, last_day: date) -> Window | None:
    """Return the days figures cover where nothing is declared: the house's own convention.

    The whole period. Of a report that is due before the period is over, up to the last day it can
    speak of, from the day after the one before it spoke of. A plan for the period to come has none.

    Args:
        last_day: the last day on which the report is still in time by the strict reading.
    """
    if rule.due is DueIn.BEFORE:
        return None
    if last_day >= period.last:
        return Window(period.first, period.last)
    return Window(period.back(last_day) + _DAY, last_day)
