"""A sheet of visits as a spreadsheet: case numbers and boxes, whole or not at all."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from dondoc.cases.boxes import told_of
from dondoc.cases.telling import Told
from dondoc.errors import Refused
from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Reader
from dondoc.incoming.table import Cell
from dondoc.incoming.values import day, text
from rules.errors import Problem, RuleError
from rules.meaning.visiting import Visiting


def _digit(cell: Cell) -> str:
    said = text(cell)
    return said.removesuffix(".0") if isinstance(cell, float) else said


COLUMNS = Columns(
    (
        Column("person", "hososo hoso sohoso", _digit, required=True),
        Column("on", "ngaytham ngay", day),
        Column("met", "gap gapai", _digit, required=True),
        Column("done", "lam dalam", _digit),
        Column("answer", "traloi", _digit),
        Column("reason", "lydo", _digit),
        Column("situation", "tinhtrang", _digit),
        Column("promised", "henngay hen ngayhen", day),
    ),
    # A file of people may have come here by mistake: nothing of it is repeated.
    quotes=False,
    instead="tệp này chỉ nhận phiếu thăm: số hồ sơ và các ô",
)
TITLES = (
    "Hồ sơ số",
    "Ngày thăm",
    "Gặp",
    "Làm",
    "Trả lời",
    "Lý do",
    "Tình trạng",
    "Hẹn ngày",
)


def read_visits(
    path: Path,
    words: Visiting,
    directive: str,
    went: Iterable[str],
    on: date | None,
    content: bytes | None = None,
) -> list[Told]:
    """Read the sheet at `path`; a line with no box ticked is no visit.

    The same file sent again tells the same visits, not new ones.

    Args:
        on: the local date of every line that names none.
    Raises:
        RuleError: naming every bad row with its number in the file.
    """
    content = path.read_bytes() if content is None else content
    digest = sha256(content).hexdigest()[:40]
    table = read_table(path, content, columns=COLUMNS)
    reader = Reader(table, COLUMNS)
    found: list[Told] = []
    problems: list[Problem] = []
    for read in reader:
        if read.wrong:
            continue
        values = read.others()
        boxes = {name: str(values[name] or "") for name in ("met", "done", "answer", "reason")}
        promised = values["promised"]
        boxes |= {
            "situation": str(values["situation"] or ""),
            "promised": promised.isoformat() if promised else "",
        }
        # Below the lines stands what the digits mean.
        if not any(boxes.values()):
            continue
        when = values["on"] or on
        try:
            case = _case(values["person"])
            if when is None:
                raise Refused("nêu ngày thăm ở dòng này, hoặc cho cả tệp (--on)")
            told = told_of(
                boxes,
                words,
                key=f"{digest}-{read.number}",
                person=case,
                directive=directive,
                on=when,
                went=went,
            )
        except Refused as refused:
            problems.append(table.problem(read.number, "", str(refused)))
            continue
        if told is not None:
            found.append(told)
    if reader.problems or problems:
        raise RuleError([*reader.problems, *problems])
    return found


def _case(said: str) -> int:
    if not (said.isascii() and said.isdigit() and 0 < len(said) < 10):
        raise Refused("không phải số hồ sơ: số in ở cột Hồ sơ số của phiếu")
    return int(said)
