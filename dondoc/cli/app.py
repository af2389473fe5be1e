"""dondoc: the commands, and one place that turns errors into a line and an exit code."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from io import TextIOWrapper
from pathlib import Path
from traceback import extract_tb
from typing import Any

import typer
from sqlalchemy.exc import DatabaseError

from dondoc.cli import (
    accounts,
    backups,
    consolidation,
    contacts,
    context,
    counts,
    decided,
    decisions,
    directives,
    documents,
    doubts,
    filed,
    issuing,
    notices,
    office,
    recording,
    reports,
    returned,
    rules,
    run,
    signing,
    simulation,
    status,
    sweeping,
    ticking,
    trail,
)
from dondoc.cli.output import say, tell
from dondoc.errors import NotPossible, Refused, in_one_line, why
from models.clock import ClockError
from rules.errors import RuleError
from rules.meaning.calendar import OutsideCalendar

_REPORTS = "Báo cáo của các đơn vị: ghi nhận, chấp nhận, trả lại, xem, hủy ghi nhầm."
# What the exit codes promise (docs/cli.md).
FOUND_OR_REFUSED, NOT_CARRIED_OUT = 1, 3

app = typer.Typer(
    name="dondoc",
    help="Đôn Đốc: từ câu chữ của văn bản đến nghĩa vụ, nhắc việc, đôn đốc và dấu vết.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        say(f"Đôn Đốc {metadata.version('dondoc')}")
        raise typer.Exit


@app.callback()
def _before(
    config: Path | None = typer.Option(
        None, "--config", help="Tệp cấu hình (mặc định ./config.yaml).", show_default=False
    ),
    version: bool = typer.Option(
        False, "--version", help="In phiên bản rồi thôi.", is_eager=True, callback=_say_version
    ),
) -> None:
    context.choose(config)


for part in (rules, simulation, office, status, decisions, run, ticking, backups):
    part.add_to(app)
recording.add_to(reports.app)
returned.add_to(reports.app)
filed.add_to(app, reports.app)
consolidation.add_to(app)
counts.add_to(app)
signing.add_to(app)
issuing.add_to(app)
app.add_typer(decided.app, name="decision", help="Quyết định về hạn: xem, rút lại.")
app.add_typer(sweeping.app, name="sweep")
app.add_typer(directives.app, name="directive", help="Văn bản: ngừng theo dõi, theo dõi lại.")
app.add_typer(reports.app, name="report", help=_REPORTS)
app.add_typer(documents.app, name="document", help="Tài liệu theo thể thức: DOCX, PDF, XLSX, CSV.")
app.add_typer(notices.app, name="notice", help="Từng thông báo: xem, cho gửi.")
notices.add_to(app)
doubts.add_to(notices.app)
app.add_typer(accounts.app, name="account", help="Kênh gửi: xem, dùng lại sau khi tạm dừng.")
app.add_typer(contacts.app, name="contacts", help="Danh bạ: nhập, xuất.")
app.add_typer(trail.app, name="audit", help="Dấu vết: kiểm tra chuỗi.")


def main() -> None:
    """Run the command line; exit 0 done, 1 found or refused, 2 wrong usage, 3 not carried out."""
    _speak_utf8()
    try:
        _refuse_what_is_no_text(sys.argv)
        command()()
    except RuleError as error:
        for problem in error.problems:
            tell(str(problem))
        sys.exit(FOUND_OR_REFUSED)
    except Refused as error:
        tell(f"Không nhận: {error}")
        sys.exit(FOUND_OR_REFUSED)
    except (NotPossible, ClockError) as error:
        tell(f"Không thực hiện được: {error}")
        sys.exit(NOT_CARRIED_OUT)
    except DatabaseError as error:
        tell(f"Không thực hiện được: {in_one_line(error)}")
        sys.exit(NOT_CARRIED_OUT)
    except BrokenPipeError:
        # The reader has seen enough (`| head`).
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell(f"Không thực hiện được: {where}{why(error)}")
        sys.exit(NOT_CARRIED_OUT)
    except OutsideCalendar:
        tell(
            "Không nhận: có ngày ở ngoài lịch làm việc đã khai; sửa ngày ấy, hoặc thêm năm vào mục "
            "years của rules/calendars"
        )
        sys.exit(FOUND_OR_REFUSED)
    except Exception as error:
        if os.environ.get("DONDOC_DEBUG"):
            raise
        tell(f"Không thực hiện được: {_unforeseen(error)}")
        sys.exit(NOT_CARRIED_OUT)


def _refuse_what_is_no_text(arguments: Sequence[str]) -> None:
    for argument in arguments:
        # Bytes that are no UTF-8 come as lone surrogates, which nothing can write down.
        if any("\ud800" <= sign <= "\udfff" for sign in argument):
            raise Refused("dòng lệnh có chỗ không phải chữ UTF-8: gõ lại, hoặc đổi tên tệp ấy")


def _speak_utf8() -> None:
    """Write UTF-8 as promised, whatever the terminal says of itself."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _unforeseen(error: Exception) -> str:
    """Return what a person can pass on: what broke and where, never what was being worked on."""
    place = extract_tb(error.__traceback__)[-1]
    return (
        f"lỗi ngoài dự kiến {type(error).__name__} ở {Path(place.filename).name}:{place.lineno}; "
        "không có gì bị ghi dở. Báo người phụ trách kỹ thuật kèm dòng này; xem chi tiết: chạy lại "
        "với DONDOC_DEBUG=1"
    )


@cache
def command() -> Any:
    """Return the whole command tree."""
    return typer.main.get_command(app)
