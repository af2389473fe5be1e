"""The rounds of a duty: each time it falls due, what that is about and which days it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from language.dates import full_day
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import within
from rules.meaning.declared_period import Window
from rules.meaning.duty import Due, Duty
from rules.meaning.period import Period, PeriodKind
from rules.meaning.recurrence import due_dates

ONCE = "once"
_ARISEN = "round:"
_HOUSE = "quy ước của Văn phòng"


@dataclass(frozen=True, slots=True)
class Round:
    """One time a duty falls due.

    `label` names it within its duty: its period's ("2024-05", "2024-Q2"), "once", of what an event
    founded "event:2024-05-02", of what has no term "round:1": its `due_on` is the day on which its
    first report came. `figures`: the days its figures cover, where anything tells.
    """

    label: str
    due_on: date
    period: Period | None = None
    figures: Window | None = None


def rounds(duty: Duty, calendar: WorkingCalendar | None = None) -> Iterator[Round]:
    """Yield every round of `duty` that has a date in the text, in the order of its due dates.

    Args:
        calendar: for "N ngày làm việc kể từ ngày kết thúc kỳ"; without one, working days count as
            days: the earliest a date can be.
    """
    due, rule = duty.due, duty.rule
    if due is None or not due.dated:
        return
    if due.counted and rule:
        for period in _periods(due, rule.kind):
            yield _round(duty, period, _counted(due, period, calendar))
        return
    for due_on in [due.on] if due.on else due_dates(due):
        yield _round(duty, rule.period(due_on) if rule else None, due_on)


def stored_round(duty: Duty, label: str, due_on: date) -> Round:
    """Return the round of `duty` that is stored as `label`, due on `due_on` before any move."""
    period = Period.of_label(label)
    return Round(label, due_on, period, duty.figures(period, due_on))


def _round(duty: Duty, period: Period | None, due_on: date) -> Round:
    return stored_round(duty, str(period or ONCE), due_on)


def labels_before(duty: Duty, label: str, n: int) -> list[str]:
    """Return the labels of the last `n` rounds of `duty` before the one of `label`, newest first.

    None where that one is about no period.
    """
    period, every = Period.of_label(label), duty.due.every if duty.due else None
    if period is None or every is None:
        return []
    if duty.due and duty.due.months:
        earlier = [one.label for one in rounds(duty) if one.label < label]
        return earlier[: -n - 1 : -1]
    # A half-year's report that is asked once a year has none about the other half.
    step = max(1, PeriodKind(every).months // max(1, period.kind.months))
    return [str(period.shifted(-step * back)) for back in range(1, n + 1)]


def event_round(due_on: date, event_on: date) -> Round:
    """Return what an event on the local date `event_on` founds, due on `due_on`."""
    return Round(f"event:{event_on.isoformat()}", due_on)


def arisen_round(number: int, begun_on: date) -> Round:
    """Return the `number`-th round (from 1) of what has no term; its first report came then."""
    return Round(f"{_ARISEN}{number}", begun_on)


def number_of(label: str) -> int | None:
    """Return which round of what has no term `label` names, None where it names none."""
    return int(label.removeprefix(_ARISEN)) if label.startswith(_ARISEN) else None


def _periods(due: Due, kind: PeriodKind) -> Iterator[Period]:
    """Yield the periods that end from `due.first` to `due.last`."""
    assert due.first is not None and due.last is not None  # noqa: S101, PT018 - it recurs
    period = Period.containing(kind, due.first)
    while period is not None and period.last <= due.last:
        yield period
        period = period.shifted(1)


def _counted(due: Due, period: Period, calendar: WorkingCalendar | None) -> date:
    if calendar is None:
        return period.last + timedelta(days=due.days or 1)
    return within(period.last, due.days or 1, due.unit, calendar)


def in_words(duty: Duty, one: Round, due: str = "nộp") -> str:
    """Return a round as a person checks it: kỳ tháng 6/2024, nộp 17/6/2024, số liệu 15/5–14/6/2024.

    Who set the days of the figures is said where it was not the text. `due`: how the date is told.
    """
    about = f"kỳ {one.period.short}, " if one.period else ""
    house = "" if duty.figures_stated else f" ({_HOUSE})"
    figures = f", số liệu {one.figures}{house}" if one.figures else ""
    return f"{about}{due} {full_day(one.due_on)}{figures}"
