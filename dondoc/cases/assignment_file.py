"""A small table of a commune's villages: who is the officer of each, who is its head."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Reader
from dondoc.incoming.values import text
from models import Duty
from rules.errors import RuleError

COLUMNS = Columns(
    (
        Column("village", "thon tenthon ban todanpho thonban thontodanpho", text, required=True),
        Column(Duty.OFFICER, "canbo canbophutrach canbophutrachdiaban hotencanbo phutrach", text),
        Column("login", "taikhoan tendangnhap taikhoancanbo", text),
        Column("head", "truongthon totruong truongthontotruong truongban", text),
    ),
    quotes=False,
    instead="tệp này chỉ nhận thôn, cán bộ, tài khoản, trưởng thôn",
)


@dataclass(frozen=True)
class AssignmentRow:
    """One line: the village by name, and who has it; "" where nobody is named."""

    row: int
    village: str
    officer: str = ""
    login: str = ""
    head: str = ""


def read_assignments(path: Path, content: bytes | None = None) -> list[AssignmentRow]:
    """Read the table at `path`, CSV or XLSX.

    Raises:
        RuleError: naming every bad row with its number in the file.
    """
    table = read_table(path, content, columns=COLUMNS)
    reader = Reader(table, COLUMNS)
    rows = list(_rows(reader))
    if reader.problems:
        raise RuleError(reader.problems)
    return rows


def _rows(reader: Reader) -> Iterator[AssignmentRow]:
    for read in reader:
        values = {name: str(one or "").strip() for name, one in read.others().items()}
        yield AssignmentRow(row=read.number, **values)
