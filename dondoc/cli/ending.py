"""How a command ends that went wrong: one line that says what is wrong, and an exit code.

Loaded only then. The codes are a promise (docs/cli.md).
"""

import sys
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

from sqlalchemy.exc import DatabaseError

from dondoc.cli.chosen import settings
from dondoc.cli.output import tell
from dondoc.errors import NotPossible, Refused, in_one_line, why
from dondoc.setup.disk import refusal
from models.clock import ClockError
from rules.errors import RuleError
from rules.meaning.calendar import OutsideCalendar

FOUND_OR_REFUSED, NOT_CARRIED_OUT = 1, 3


def ended_by(error: Exception) -> int | None:
    """Tell what went wrong and return the exit code; None for what nobody foresaw."""
    match error:
        case RuleError():
            for problem in error.problems:
                tell(str(problem))
            return FOUND_OR_REFUSED
        case Refused():
            tell(f"Không nhận: {error}")
            return FOUND_OR_REFUSED
        case NotPossible() | ClockError():
            tell(f"Không thực hiện được: {error}")
        case DatabaseError():
            tell(f"Không thực hiện được: {_disk() or in_one_line(error)}")
        case BrokenPipeError():
            # The reader has seen enough (`| head`).
            sys.stderr.close()
            return 0
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            tell(f"Không thực hiện được: {where}{why(error)}")
        case OutsideCalendar():
            tell(
                "Không nhận: có ngày ở ngoài lịch làm việc đã khai; sửa ngày ấy, hoặc thêm năm vào "
                "mục years của rules/calendars"
            )
            return FOUND_OR_REFUSED
        case _:
            return None
    return NOT_CARRIED_OUT


def _disk() -> str | None:
    """Return what a database that gives an error may come from: a disk that takes nothing."""
    with suppress(Exception):
        return refusal(settings().state_folder)
    return None


def unforeseen(error: Exception) -> int:
    """Tell what a person can pass on: what broke and where, never what was being worked on."""
    place = extract_tb(error.__traceback__)[-1]
    tell(
        f"Không thực hiện được: lỗi ngoài dự kiến {type(error).__name__} ở "
        f"{Path(place.filename).name}:{place.lineno}; không có gì bị ghi dở. Báo người phụ trách "
        "kỹ thuật kèm dòng này; xem chi tiết: chạy lại với DONDOC_DEBUG=1"
    )
    return NOT_CARRIED_OUT
