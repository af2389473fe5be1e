"""The state cell: one letter and its words for how a report of a round stands, everywhere alike.

The letter speaks before the colour: what is well is quiet, what needs a person is dark.
"""

from datetime import date, datetime
from typing import NamedTuple

from dondoc.consolidation.round import Lack, Line
from language.dates import short_day
from language.zone import local_date
from models.standing import has_passed, has_term, on_time


class Cell(NamedTuple):
    """A letter, and what it says in words."""

    letter: str
    words: str


# Letters in the order in which a person looks at them, the most pressing first.
URGENCY = "QHTCNMĐ"
KEY = (
    Cell("Đ", "đúng hạn"),
    Cell("M", "nộp muộn"),
    Cell("T", "trả lại"),
    Cell("C", "chưa, còn hạn"),
    Cell("H", "quá hạn, đã hẹn"),
    Cell("Q", "quá hạn"),
)


def cell_of(line: Line, now: datetime) -> Cell:
    """Return how one body of a round stands at the instant `now` (aware)."""
    dates = line.dates
    if line.lack is Lack.RETURNED:
        return Cell("T", f"trả lại ngày {short_day(line.since)}")
    if dates.received_at is not None:
        return received(dates.received_at, dates.late_from)
    if not has_passed(dates.late_from, now):
        return Cell("C", "chưa ghi nhận, còn hạn")
    return overdue(line.last_word.promised_on, local_date(now))


def received(received_at: datetime, late_from: datetime) -> Cell:
    """Return how a report stands that has come; without a term none is late."""
    day = short_day(local_date(received_at))
    if not has_term(late_from):
        return Cell("Đ", f"đã gửi ngày {day}")
    in_time = on_time(received_at, late_from)
    return Cell("Đ", f"đúng hạn, {day}") if in_time else Cell("M", f"nộp muộn, {day}")


def overdue(promised_on: date | None, today: date) -> Cell:
    """Return how a late one stands; a promise holds until its day is over."""
    if promised_on is not None and promised_on >= today:
        return Cell("H", f"quá hạn, hẹn {short_day(promised_on)}")
    return Cell("Q", "quá hạn, chưa ghi nhận")
