"""What a cell says of a day of birth, with the precision it was written in; what is odd of it."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from dondoc.incoming.table import Cell
from dondoc.people.row import Birth, Finding

COLUMN = "birth"
DOUBTFUL = Finding("birth-january", COLUMN, "ngày 01/01: có thể chỉ biết năm sinh")
NO_SUCH_DAY = Finding("birth-no-day", COLUMN, "ngày sinh không có trong lịch")
TURNED = Finding("birth-turned", COLUMN, "tháng lớn hơn 12: ngày và tháng có thể đảo chỗ")
TWO_DIGITS = Finding("birth-century", COLUMN, "năm sinh chỉ có hai chữ số, không rõ thế kỷ")
UNREAD = Finding("birth-unread", COLUMN, "không đọc được ngày sinh")
IMPOSSIBLE = Finding("birth-impossible", COLUMN, "năm sinh không thể có")
SERIAL = Finding("birth-serial", COLUMN, "ngày sinh là một số, hiểu là ngày của bảng tính")
BY_AGE = Finding("birth-by-age", COLUMN, "năm sinh tính từ tuổi")
IN_NAME = Finding("birth-in-name", COLUMN, "năm sinh ghi cùng họ tên")

_DAY = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d.*)?")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4})?")
_YEAR = re.compile(r"(?:năm|sn|nam)?\s*(\d{4})", re.IGNORECASE)
_FIRST = 1890
# What a spreadsheet counts its days from, and the numbers that are days of people alive.
_BASE, _SERIALS = date(1899, 12, 30), range(7_000, 60_000)
_ZERO_DAYS = {"0", "00"}


class Born(NamedTuple):
    """What was read, and what is odd of it."""

    birth: Birth | None
    findings: tuple[Finding, ...] = ()


NOT_SAID = Born(None)


def born(cell: Cell, as_of: date | None) -> Born:
    """Return the day of birth that `cell` says, as precisely as it does.

    Args:
        as_of: the local date of the list; nobody on it was born later.
    """
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day, as_of)
    if isinstance(cell, float | int):
        return _number(cell, as_of)
    said = " ".join(cell.split()).strip("'. ")
    return _text(said, as_of) if said and any(map(str.isdigit, said)) else _none(said)


def _none(said: str) -> Born:
    return Born(None, (UNREAD,)) if any(map(str.isalpha, said)) else NOT_SAID


def _text(said: str, as_of: date | None) -> Born:
    if found := _DAY.fullmatch(said):
        if len(found[3]) == 2:
            return Born(None, (TWO_DIGITS,))
        return of_parts(found[3], found[2], found[1], as_of)
    if found := _YEAR.fullmatch(said):
        return _checked(int(found[1]), None, None, as_of)
    if found := _ISO.fullmatch(said) or _PACKED.fullmatch(said):
        return of_parts(found[1], found[2], found[3], as_of)
    if found := _MONTH.fullmatch(said):
        return of_parts(found[2], found[1], "", as_of)
    return _number(int(said), as_of) if said.isdecimal() else Born(None, (UNREAD,))


def _number(said: float, as_of: date | None) -> Born:
    if said != int(said):
        return Born(None, (UNREAD,))
    whole = int(said)
    if 0 <= whole <= 99:
        return Born(None, (TWO_DIGITS,)) if whole else NOT_SAID
    if whole in _SERIALS:
        day = _BASE + timedelta(days=whole)
        birth, findings = _checked(day.year, day.month, day.day, as_of)
        return Born(birth, (SERIAL, *findings))
    if 1_000 <= whole <= 9_999:
        return _checked(whole, None, None, as_of)
    if 7 <= len(str(whole)) <= 8:
        return _run_together(str(whole), as_of)
    return Born(None, (UNREAD,))


def _run_together(digits: str, as_of: date | None) -> Born:
    """Read yyyymmdd, or ddmmyyyy whose first zero may be lost, whichever of both is a day."""
    ways = [(digits[:4], digits[4:6], digits[6:])] if len(digits) == 8 else []
    padded = digits.zfill(8)
    ways.append((padded[4:], padded[2:4], padded[:2]))
    found = {born for way in ways if (born := of_parts(*way, as_of)).birth and _whole(born)}
    return found.pop() if len(found) == 1 else Born(None, (UNREAD,))


def _whole(found: Born) -> bool:
    return not {NO_SUCH_DAY, TURNED} & set(found.findings)


def of_parts(year: str, month: str, day: str, as_of: date | None) -> Born:
    """Return the day of birth of its parts in digits; one that is empty or zero is not known."""
    if not year.isdecimal() or int(year) < 100:
        return Born(None, (TWO_DIGITS if year.isdecimal() and int(year) else UNREAD,))
    known_month = int(month) if month.isdecimal() and int(month) else None
    known_day = int(day) if day.isdecimal() and int(day) and known_month else None
    return _checked(int(year), known_month, known_day, as_of)


def _checked(year: int, month: int | None, day: int | None, as_of: date | None) -> Born:
    if year < _FIRST or (as_of and (year, month or 1, day or 1) > as_of.timetuple()[:3]):
        return Born(None, (IMPOSSIBLE,))
    if month is not None and month > 12:
        turned = day is not None and day <= 12
        return Born(Birth(year), (TURNED,) if turned else (NO_SUCH_DAY,))
    birth = Birth(year, month, day)
    if day is None:
        return Born(birth)
    if birth.on is None:
        return Born(Birth(year, month), (NO_SUCH_DAY,))
    return Born(birth, (DOUBTFUL,)) if birth.doubtful else Born(birth)


def by_age(cell: Cell, as_of: date | None) -> Born:
    """Return the year of birth that an age on the list's day comes to: one of two."""
    said = str(cell).strip()
    if as_of is None or not said.isdecimal() or not 0 <= int(said) <= 120:
        return Born(None, (UNREAD,)) if said else NOT_SAID
    return Born(Birth(as_of.year - int(said)), (BY_AGE,))
