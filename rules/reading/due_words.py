"""A due held against its own wording: what the text leaves unsaid is no mistake."""

import re
from collections.abc import Iterator

from rules.meaning.deadline import Sense
from rules.meaning.declared_period import DueIn
from rules.meaning.duty import Due
from rules.meaning.period import PeriodKind
from rules.meaning.recurrence import due_dates
from rules.reading.wording import Wording, read

# (key below `due`, what is wrong, what is allowed)
_Mistake = tuple[str, str, str]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLACES = {"first": (1, -2), "last": (3, -1)}
_HOURS_A_DAY = 24


def contradictions(due: Due) -> Iterator[_Mistake]:
    """Yield where `due` declares another sense, date, recurrence or term than its wording says."""
    said = read(due.wording)
    yield from _sense(said, due)
    yield from _hours(said, due)
    yield from _often(said, due)
    yield from _dates(said, due)
    yield from _places(said, due)
    yield from _season(said, due)
    yield from _term(said, due)
    yield from _not_followed(said, due)


def stated(wording: str, kind: PeriodKind) -> tuple[DueIn, str] | None:
    """Return where a due date lies seen from its period, and the words of `wording` that say it.

    None where the wording leaves it open, as a bare "ngày 05 hàng tháng" does.

    Args:
        kind: how long the period is: "của năm báo cáo" says nothing of a half-year's.
    """
    said = read(wording)
    if said.due is None or (said.due is DueIn.ITSELF and said.kind not in (None, kind)):
        return None
    return said.due, said.said["due"]


def _sense(said: Wording, due: Due) -> Iterator[_Mistake]:
    if said.sense not in set(Sense) or said.sense == due.sense:
        return
    # "Chậm nhất 15 ngày kể từ ngày kết thúc tháng": days from a period's end are both.
    if not (due.counted and {said.sense, due.sense} == {Sense.BY, Sense.WITHIN}):
        what = f'"{said.said["sense"]}" does not mean "{due.sense}"'
        yield "sense", what, str(said.sense)


def _dates(said: Wording, due: Due) -> Iterator[_Mistake]:
    named = {(one.day, one.month) for one in (said, *said.also) if one.day is not None}
    if len(named) > 1:
        what = f"the wording names {len(named)} dates"
        yield "wording", what, "one duty for each date"
    elif isinstance(said.month, int):
        yield from _date(said, due)
    elif said.day is not None and due.day is not None and due.day != said.day:
        day = said.said["day"]
        number = re.search(r"[0-9]+", day)
        words = f"ngày {number[0]}" if number else day
        yield "day", f"the wording says {words}, not {due.day}", number[0] if number else "31"


def _date(said: Wording, due: Due) -> Iterator[_Mistake]:
    words = f"{said.day}/{said.month}" + (f"/{said.year}" if said.year else "")
    if due.every == "year" and (due.day, due.month) != (said.day, said.month):
        declared = f"day {due.day} of month {due.month}"
        yield "month", f"the wording says {words}, not {declared}", f"{said.month}, day: {said.day}"
    elif due.on and (due.on.day, due.on.month, said.year or due.on.year) != (
        said.day,
        said.month,
        due.on.year,
    ):
        yield "on", f"the wording says {words}, not {due.on}", _meant(said, words)


def _meant(said: Wording, words: str) -> str:
    return said.on.isoformat() if said.on else words


def _often(said: Wording, due: Due) -> Iterator[_Mistake]:
    if said.every == "day":
        yield "wording", "days that recur are not followed", "week, month, quarter, half-year, year"
    elif said.every and due.every and due.every != said.every and not due.counted:
        yield "every", f'the wording says "{said.said["every"]}"', said.every


def _places(said: Wording, due: Due) -> Iterator[_Mistake]:
    if due.every == "week" and due.weekday and said.weekday and due.weekday != said.weekday:
        yield "weekday", f'the wording says "{said.said["weekday"]}"', _WEEKDAYS[said.weekday - 1]
    placed = said.month if isinstance(said.month, str) else None
    if due.every == "quarter" and due.month and placed and due.month not in _PLACES[placed]:
        yield "month", f'the wording says "{said.said["month"]}"', placed


def _season(said: Wording, due: Due) -> Iterator[_Mistake]:
    if said.quarter and due.every == "quarter":
        yield "every", f'"{said.said["quarter"]}" is one quarter of each year', "year"
    if not said.months or due.counted or not (due.every and due.first and due.last):
        return
    outside = next((day for day in due_dates(due) if day.month not in said.months), None)
    if outside is not None:
        what = f'the wording says "{said.said["months"]}"; {outside} lies outside'
        yield "months", what, f"[{', '.join(map(str, said.months))}]"


def _term(said: Wording, due: Due) -> Iterator[_Mistake]:
    if said.days is None or due.days is None or said.unit == "hours":
        return
    words = said.said["days"]
    if said.days != due.days:
        yield "days", f"the wording says {words}, not {due.days}", str(said.days)
    elif said.unit != due.unit:
        yield "unit", f"the wording says {words}", str(said.unit)


def _hours(said: Wording, due: Due) -> Iterator[_Mistake]:
    if not due.dated and due.after is None:
        return
    if said.unit == "hours":
        yield from _hours_counted(said, due)
        return
    stated = due.at.isoformat("minutes") if due.at else None
    if stated is None and said.at and due.assumed is None:
        what = f'the wording says "{said.said["at"]}"'
        yield "at", what, f'"{said.at[0]}", or `assumed`: that the office counts by days'
    elif stated is not None and stated not in said.at:
        what = f"the wording names {', '.join(said.at) or 'no hour'}, not {stated}"
        yield "at", what, " or ".join(said.at) or "no `at`"


def _hours_counted(said: Wording, due: Due) -> Iterator[_Mistake]:
    words = said.said["days"]
    if said.days and due.days:
        days = max(1, -(-said.days // _HOURS_A_DAY))
        if (due.days, due.unit) != (days, "days"):
            what = f"the wording says {words}, not {due.days} {due.unit}"
            yield "days", what, f"{days}, days"
    if due.assumed is None:
        what = f'the hours of "{words}" are not followed: a term ends with its day'
        yield "wording", what, "with `assumed`: that the office counts by days"


def _not_followed(said: Wording, due: Due) -> Iterator[_Mistake]:
    if said.direction == "before" and due.after is not None:
        what = f'"{said.said["after"]}" counts backwards from an event, which is not followed'
        yield "after", what, "the day itself as `on`, with `assumed`: how it was counted"
    unread = next((words for words in said.unread if re.search(r"[0-9]", words)), None)
    if unread and due.dated and due.assumed is None:
        what = f'"{unread}" is not understood'
        yield "wording", what, "with `assumed`: how these words were taken"
