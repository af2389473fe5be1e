"""What a wording says of its own date, held against what is declared of it: the text is the master.

What a wording leaves unsaid it does not contradict.
"""

import re
from calendar import monthrange
from collections.abc import Iterator

from rules.files.source import folded
from rules.meaning.duty import Due

# (key below `due`, what is wrong, what is allowed)
_Mistake = tuple[str, str, str]

_ASIDE = re.compile(r"\s*\([^)]*\)")
_DATES = re.compile(
    r"(?<![0-9/.])([0-9]{1,2})(?:/|\s+tháng\s+)([0-9]{1,2})(?:(?:/|\s+năm\s+)([0-9]{4}))?(?![0-9/])"
)
_OFTEN = re.compile(r"(?:hàng|hằng|mỗi)\s+(ngày|tuần|tháng|quý|năm)\b|\bcủa\s+(tháng)$")
_PLACE = re.compile(
    r"tháng\s+(cuối|đầu)(?:\s+(?:cùng|tiên))?\s+(?:(?:của|thuộc)\s+)?(?:mỗi\s+)?quý"
)
_WEEKDAY = re.compile(r"\bthứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])\b|\b(chủ\s+nhật)\b")
_WHOLE = re.compile(
    r"trong\s+(?:tháng\s+([0-9]{1,2})|quý\s+(i{1,3}|iv))(?:\s*/\s*|\s+năm\s+)([0-9]{4})"
)
_HOURS = re.compile(
    r"(?:trong\s+(?:vòng|thời\s+hạn)\s+)?([0-9]{1,3})(?:\s*(?:giờ|h|[hg][0-9]{2})\b|:[0-9]{2}\b)"
)
_EVERY = {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_QUARTERS = ("i", "ii", "iii", "iv")


def contradictions(due: Due) -> Iterator[_Mistake]:
    """Yield where `due` declares another date, recurrence or term than its own wording says."""
    whole = folded(due.wording).casefold()
    words = _ASIDE.sub("", whole)
    # An hour in brackets is one all the same.
    yield from _hours(whole, due)
    yield from _often(words, due)
    yield from _dates(words, due)
    yield from _places(words, due)


def _dates(words: str, due: Due) -> Iterator[_Mistake]:
    named = list(dict.fromkeys((int(d), int(m), y) for d, m, y in _DATES.findall(words)))
    if len(named) > 1 and not re.search(r"\btừ\b", words):
        what = f"the wording names {len(named)} dates"
        yield "wording", what, "one duty for each date"
    elif named:
        day, month, year = named[-1]
        if due.every == "year" and (due.day, due.month) != (day, month):
            declared = f"day {due.day} of month {due.month}"
            yield "month", f"the wording says {day}/{month}, not {declared}", f"{month}, day: {day}"
        elif due.on and (due.on.day, due.on.month) != (day, month):
            yield "on", f"the wording says {day}/{month}, not {due.on}", f"{day}/{month}"
        elif due.on and year and due.on.year != int(year):
            yield "on", f"the wording says {year}, not {due.on}", year
    elif (whole := _WHOLE.search(words)) and due.on:
        year = int(whole[3])
        month = int(whole[1]) if whole[1] else 3 * (_QUARTERS.index(whole[2]) + 1)
        if 1 <= month <= 12:
            last = f"{year}-{month:02}-{monthrange(year, month)[1]}"
            if due.on.isoformat() != last:
                yield "on", f'"{whole[0]}" ends on {last}, not on {due.on}', last


def _often(words: str, due: Due) -> Iterator[_Mistake]:
    found = _OFTEN.search(words)
    said = found and (found[1] or found[2])
    if said == "ngày":
        yield "wording", "days that recur are not followed", "week, month, quarter, half-year, year"
    elif said and due.every and due.every != _EVERY[said]:
        yield "every", f'the wording says "{found[0] if found else said}"', _EVERY[said]


def _places(words: str, due: Due) -> Iterator[_Mistake]:
    if due.every == "week" and due.weekday and (found := _WEEKDAY.search(words)):
        named = found[1] or ""
        number = int(named) - 1 if named.isdigit() else 7
        number = _WEEKDAYS.index(named) + 1 if named in _WEEKDAYS else number
        if number != due.weekday:
            said = _NAMES[number - 1]
            yield "weekday", f'the wording says "{found[0]}"', said
    if due.every == "quarter" and due.month and (placed := _PLACE.search(words)):
        wanted = (1, -2) if placed[1] == "đầu" else (3, -1)
        if due.month not in wanted:
            word = "first" if placed[1] == "đầu" else "last"
            yield "month", f'the wording says "{placed[0]}"', word


def _hours(words: str, due: Due) -> Iterator[_Mistake]:
    found = _HOURS.search(words)
    if found is None or (not due.dated and due.after is None):
        return
    hours = int(found[1])
    if due.days and found[0].startswith("trong"):
        days = max(1, -(-hours // 24))
        if due.days != days or due.unit != "days":
            yield "days", f"the wording says {found[0]}, not {due.days} {due.unit}", f"{days}, days"
    if due.assumed is None:
        what = f'the hour in "{found[0]}" is not followed: a term ends with its day'
        yield "wording", what, "with `assumed`: that the office counts by days"
