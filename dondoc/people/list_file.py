"""A list of people as a table of declared columns (CSV or XLSX): every row, with what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Read, Reader
from dondoc.incoming.table import Cell
from dondoc.incoming.values import Bad, day, text
from dondoc.incoming.workbook import Limits
from dondoc.people.row import Birth, Finding, ListRow, Number, NumberKind, Personal, Sex
from language.text import folded, nfc

LIMITS = Limits(25_000_000, 400_000_000, 6_000_000)
_SEXES: dict[str, Sex] = {"nam": "nam", "m": "nam", "nu": "nữ", "f": "nữ"}


def _name(cell: Cell) -> str:
    said = nfc(text(cell))
    if not any(map(str.isalpha, said)):
        raise Bad("chưa ghi họ tên")
    return said


def _birth(cell: Cell) -> Birth | None:
    said = text(cell)
    if len(said) == len("1984") and said.isdigit():
        return Birth(int(said))
    on = day(cell)
    return Birth(on.year, on.month, on.day) if on else None


def _sex(cell: Cell) -> Sex | None:
    said = folded(text(cell))
    if said and said not in _SEXES:
        raise Bad("không hiểu giới tính", "Nam hoặc Nữ")
    return _SEXES.get(said)


PEOPLE = Columns(
    (
        Column("name", "hovaten hoten ten", _name, required=True),
        Column("birth", "ngaysinh namsinh ngaythangnamsinh", _birth),
        Column("sex", "gioitinh", _sex),
        Column("bhxh", "masobhxh mabhxh sosobhxh"),
        Column("card", "sothebhyt mathe mathebhyt sothe"),
        Column("cccd", "socccd cccd sodinhdanh cmnd socmnd cccdcmnd cancuoc"),
        Column("phone", "dienthoai sdt sodienthoai"),
        Column("commune", "xa xathitran xaphuong"),
        Column("village", "thon thonban bantodanpho diaban"),
        Column("address", "diachi noio"),
        Column("ethnicity", "dantoc"),
        Column("household", "soho masoho"),
        Column("relation", "quanhe quanhevoichuho"),
        Column("card_from", "tungay tungaythecu giatritu", day),
        Column("card_until", "denngay denngaythecu giatriden", day),
        Column("category", "doituong madoituong"),
    ),
    # Nothing that stands in it is repeated.
    quotes=False,
    instead="tệp này nhận danh sách người",
)


@dataclass(frozen=True)
class ListFile:
    """A file of people: its rows, those that fail among them, and its digest."""

    rows: tuple[ListRow, ...]
    sha256: str


def read_list(path: Path, content: bytes | None = None) -> ListFile:
    """Read the list at `path`; what it holds decides, not what it is called.

    Raises:
        RuleError: it cannot be read, is no such table, or its header is not understood.
    """
    content = path.read_bytes() if content is None else content
    table = read_table(path, content, columns=PEOPLE, limits=LIMITS)
    reader = Reader(table, PEOPLE)
    return ListFile(tuple(map(_row, reader)), sha256(content).hexdigest())


def _row(read: Read) -> ListRow:
    said = {column.name: read.values.get(column.name) for column in PEOPLE}
    wrong = [one for one in read.reader.problems if one.line == read.number] if read.wrong else []
    return ListRow(
        line=read.number,
        sheet="",
        personal=Personal(
            name=said["name"] or "",
            birth=said["birth"],
            sex=said["sex"],
            numbers=tuple(_numbers(said)),
            phones=tuple(filter(None, [said["phone"]])),
            address=said["address"] or None,
            ethnicity=said["ethnicity"] or None,
            relation=said["relation"] or None,
        ),
        village=said["village"] or None,
        commune=said["commune"] or None,
        household=said["household"] or None,
        card_from=said["card_from"],
        card_until=said["card_until"],
        category=said["category"] or None,
        findings=tuple(Finding("cell", one.path, one.what, grave=True) for one in wrong),
    )


def _numbers(said: dict[str, Any]) -> Iterator[Number]:
    kinds: tuple[NumberKind, ...] = ("bhxh", "card", "cccd")
    for kind in kinds:
        if value := "".join(str(said[kind] or "").split()).removeprefix("'"):
            short = kind == "cccd" and len(value) == len("123456789")
            yield Number("cmnd" if short else kind, value.upper())
