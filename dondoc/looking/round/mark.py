"""The mark of an obligation in a grid: one letter and its words, from how it stands.

How it stands is decided in `models.standing`; what became of the report is its own state. This
table only names what the two come to, so that grids, lists and counters show the same.
"""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.obligations.standing import Standing
from dondoc.reports.filed import is_returned
from language.zone import local_date
from models import Report, ReportState
from models.standing import has_term


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """`letter` says it where there is no colour, `name` in words; `id` names its look.

    `pressing`: somebody has to do something now: the bearer, or who receives it.
    """

    id: str
    letter: str
    name: str
    pressing: bool = False


ON_TIME = Mark("on-time", "Đ", "đúng hạn")
LATE = Mark("late", "M", "nộp muộn")
CAME = Mark("came", "Đ", "đã nhận")
WAITING = Mark("waiting", "N", "chờ tiếp nhận", pressing=True)
WAITING_LATE = Mark("waiting-late", "M", "nộp muộn, chờ tiếp nhận", pressing=True)
RETURNED = Mark("returned", "T", "trả lại", pressing=True)
IN_TIME = Mark("in-time", "C", "chưa nộp, còn hạn")
PAUSED = Mark("paused", "D", "tạm dừng")
PROMISED = Mark("promised", "H", "quá hạn, đã hẹn", pressing=True)
OVERDUE = Mark("overdue", "Q", "chưa ghi nhận, quá hạn", pressing=True)
UNKNOWN = Mark("unknown", "–", "không rõ")
MARKS = (
    ON_TIME,
    LATE,
    WAITING,
    WAITING_LATE,
    RETURNED,
    IN_TIME,
    PAUSED,
    PROMISED,
    OVERDUE,
    CAME,
    UNKNOWN,
)


def mark_of(
    one: Standing, report: Report | None, as_of: datetime, promised_on: date | None = None
) -> Mark:
    """Return the mark of `one` at the instant `as_of` (aware).

    Args:
        report: the one that counted then.
        promised_on: the local date its bearer last promised, which holds until it has passed.
    """
    if report is not None and is_returned(report, as_of):
        return RETURNED
    if one.received_at is not None:
        return _filed(one, report, as_of)
    if one.paused:
        return PAUSED
    if one.way == "open_overdue":
        holds = promised_on is not None and promised_on >= local_date(as_of)
        return PROMISED if holds else OVERDUE
    return IN_TIME if one.way == "open_in_time" else UNKNOWN


def _filed(one: Standing, report: Report | None, as_of: datetime) -> Mark:
    taken = report is None or _accepted(report, as_of)
    if not has_term(one.late_from):
        return CAME if taken else WAITING
    if one.way == "done_late":
        return LATE if taken else WAITING_LATE
    return ON_TIME if taken else WAITING


def _accepted(report: Report, as_of: datetime) -> bool:
    """Say whether its receiver had taken it by then, or a signature holds its figures."""
    if report.frozen_by is not None:
        return True
    decided = report.decided_at is not None and report.decided_at <= as_of
    return report.state == ReportState.ACCEPTED and decided
