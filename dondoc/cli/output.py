"""What commands print: one JSON document or lines for machines, tables for people."""

import re
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import orjson
import typer

from dondoc.cli.table import show_table as show_table
from dondoc.desk.reach import LARGEST as LARGEST
from dondoc.desk.reach import MOST_DAYS as MOST_DAYS
from dondoc.desk.reach import YEARS as YEARS
from language.dates import full_day, hour_of_day, read_day
from language.zone import ZONE, local

_UID = re.compile(r"[a-z0-9]+([-@][a-z0-9]+)*")
_POST = re.compile(r"[a-z]+(-[a-z]+)*")

JsonOption = typer.Option(False, "--json", help="In JSON cho máy đọc (UTF-8).")
NowOption = typer.Option(
    None, "--now", help="Thời điểm, ví dụ 2024-05-07T07:00 (mặc định: bây giờ)."
)

FutureOption = typer.Option(
    False, "--accept-future", help="Xác nhận --now dù ở sau đồng hồ của máy."
)


def emit(document: Any) -> None:
    """Print one JSON document."""
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")


def emit_list(documents: Iterable[Any]) -> None:
    """Print one JSON document, a list, while its parts are read: as `emit` prints it."""
    opened = False
    for one in documents:
        text = orjson.dumps(one, option=orjson.OPT_INDENT_2).decode()
        # No text within it holds a line break of its own: JSON writes it as an escape.
        indented = text.replace("\n", "\n  ")
        sys.stdout.write(f"{',' if opened else '['}\n  {indented}")
        opened = True
    sys.stdout.write("\n]\n" if opened else "[]\n")


def emit_lines(documents: Iterable[Any]) -> None:
    """Print JSON lines."""
    for document in documents:
        sys.stdout.write(orjson.dumps(document).decode() + "\n")


def say(text: str) -> None:
    """Print one line for a person, on stdout."""
    typer.echo(text)


def tell(text: str) -> None:
    """Print one line of progress or explanation, on stderr."""
    typer.echo(text, err=True)


def instant(at: datetime | None) -> str | None:
    """Return an instant as machines get it: ISO 8601 with +07:00."""
    return at.astimezone(ZONE).isoformat() if at else None


def day(on: date | None) -> str:
    """Return a date as an office writes it."""
    return full_day(on) if on else ""


def parse_instant(text: str | None) -> datetime | None:
    """Read an instant a person may have typed; see `read_instant`."""
    return None if text is None else read_instant(text)


def read_instant(text: str) -> datetime:
    """Read an instant a person typed; without a zone it is local.

    Raises:
        typer.BadParameter: it is no instant.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} không phải thời điểm, ví dụ 2024-05-07T07:00"
        ) from error
    _within_reach(at.date(), text)
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def parse_day(text: str) -> date:
    """Read a local date a person typed.

    Raises:
        typer.BadParameter: it is no date.
    """
    found = read_day(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} không phải ngày, ví dụ 2024-05-07 hoặc 07/5/2024")
    _within_reach(found, text)
    return found


def parse_month(text: str) -> date:
    """Read a month a person typed, 2024-06 or 06/2024, as its first local date.

    Raises:
        typer.BadParameter: it is none.
    """
    found = read_day(f"{text}-01") or read_day(f"01/{text}")
    if found is None:
        raise typer.BadParameter(f"{text!r} không phải tháng, ví dụ 2024-06 hoặc 06/2024")
    _within_reach(found, text)
    return found


def _within_reach(on: date, text: str) -> None:
    if on.year not in YEARS:
        span = f"{YEARS.start} đến {YEARS.stop - 1}"
        raise typer.BadParameter(f"{text!r}: năm {on.year} ở ngoài khoảng {span}")


def actor(text: str | None) -> str | None:
    """Read who acts or looks: a body's uid and a post, never a person (it goes into the trail).

    Whether there is such a body with such a post is for the desk to say.

    Raises:
        typer.BadParameter: it is not of that form.
    """
    if text is None:
        return None
    uid, _, post = text.rpartition("/")
    if not _UID.fullmatch(uid) or not _POST.fullmatch(post):
        what = "cần dạng đơn-vị/chức-danh, chữ thường không dấu, như khai ở rules/bodies"
        raise typer.BadParameter(f"{text!r}: {what}")
    return text


class Bar:
    """Progress on stderr; silent when stderr is no terminal."""

    def __init__(self, text: str) -> None:
        self._shown = _Shown(text) if sys.stderr.isatty() else None

    def __enter__(self) -> "Bar":
        if self._shown:
            self._shown.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._shown.progress.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` is done."""
        if self._shown:
            self._shown.progress.update(self._shown.task, completed=done, total=total)


class _Shown:
    """A bar on a terminal."""

    def __init__(self, text: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        self.progress = Progress(*columns, console=Console(stderr=True))
        self.task = self.progress.add_task(text, total=None)


AsOption = typer.Option(
    None,
    "--as",
    callback=actor,
    help="Ai làm việc này: ĐƠN_VỊ/CHỨC_DANH (mặc định: theo cấu hình).",
)
ViewerOption = typer.Option(
    None,
    "--as",
    callback=actor,
    help="Ai xem: ĐƠN_VỊ/CHỨC_DANH, chỉ thấy phần được xem (mặc định: theo cấu hình).",
)


def say_if_off(since: datetime | None) -> None:
    """Say since when (UTC) sending is off, where it is."""
    if since is not None:
        at = local(since)
        say(f"ĐÃ NGỪNG GỬI từ {hour_of_day(at)}; gửi lại: dondoc sending start --reason …")
