"""Figures from a file: JSON or the XLSX form; every refusal names its place."""

from dataclasses import dataclass, field
from pathlib import Path

from dondoc.errors import Refused
from dondoc.reports.attach import read_limited
from dondoc.reports.figures_json import read_json, said_in_json
from dondoc.reports.figures_sheet import read_xlsx, said_in_xlsx
from dondoc.reports.template import FormOf
from language.dates import read_day
from rules.meaning.figures import Filled
from rules.meaning.form import Form

MOST_BYTES = 5_000_000
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sent:
    """A file that was sent, and lies on no disk: its name and bytes."""

    name: str
    content: bytes = field(repr=False)


def read_figures(file: Path | Sent, whose: FormOf, form: Form) -> Filled:
    """Read the figures in `file` for the report `whose`; what it holds decides, not its name.

    Raises:
        Refused: it is no such file, or the form of another report.
        FiguresRefused: cells that cannot be read, each with its address.
    """
    name, content = _opened(file)
    return read_content(name, content, whose, form)


def whose_form(file: Path | Sent) -> FormOf:
    """Return whose report `file` says it is, by its own mark.

    Raises:
        Refused: it is no figures file, or does not say.
    """
    name, content = _opened(file)
    said = said_in_xlsx if _is_xlsx(name, content) else said_in_json
    directive, duty, bearer, due = said(name, content)
    due_on = read_day(due)
    if due_on is None and due:
        raise Refused(f"{name}: dấu nhận dạng của mẫu đã bị sửa")
    return FormOf(directive, duty, bearer, due_on)


def _opened(file: Path | Sent) -> tuple[str, bytes]:
    if isinstance(file, Path):
        return file.name, read_limited(file, MOST_BYTES)
    if len(file.content) > MOST_BYTES:
        raise Refused(f"{file.name}: tệp quá lớn, nhiều nhất {MOST_BYTES // 1_000_000} MB")
    return file.name, file.content


def read_content(name: str, content: bytes, whose: FormOf, form: Form) -> Filled:
    """Read `content` that came under the file name `name`; raise as `read_figures` does."""
    read = read_xlsx if _is_xlsx(name, content) else read_json
    return read(name, content, whose, form).read(form)


def _is_xlsx(name: str, content: bytes) -> bool:
    """Tell an XLSX file from JSON; raise Refused where it is neither."""
    if not content.strip():
        raise Refused(f"{name}: tệp trống")
    if content.startswith(_ZIP):
        return True
    if content.startswith(_OLD_EXCEL):
        raise Refused(f"{name}: tệp Excel kiểu cũ (hoặc có mật khẩu); lưu lại thành .xlsx")
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise Refused(f"{name}: không phải mẫu báo cáo XLSX, cũng không phải JSON")
    return False
