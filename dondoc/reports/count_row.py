"""One row of a file of counts: its columns, how kinds of counts may be called, and its values."""

from dataclasses import dataclass, fields
from datetime import date

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.table import Cell
from dondoc.incoming.values import Bad, day, people, text
from language.text import folded
from models import CountKind

KINDS = {
    CountKind.POPULATION: "toàn bộ thuộc diện",
    CountKind.LISTED: "danh sách đã giao",
    CountKind.CONFIRMED: "danh sách sau khi trừ trường hợp đã xác nhận",
    CountKind.CARDS: "có thẻ theo dữ liệu thẻ",
}
_ALIASES = {
    CountKind.POPULATION: "population toanbo thuocdien danso tongso",
    CountKind.LISTED: "listed danhsach dagiao giao",
    CountKind.CONFIRMED: "confirmed daxacnhan xacnhan saukhitru danhsachdaxacnhan",
    CountKind.CARDS: "cards cothe the danhsachthe dulieuthe theodulieuthe",
}
_BY_KIND = {alias: kind for kind, all_ in _ALIASES.items() for alias in all_.split()} | {
    folded(name): kind for kind, name in KINDS.items()
}
_LONGEST = 300


def _kind(cell: Cell) -> CountKind:
    found = _BY_KIND.get(folded(text(cell)))
    if found is None:
        raise Bad("không hiểu loại số", ", ".join(f"{k} ({KINDS[k]})" for k in CountKind))
    return found


def _people(cell: Cell) -> int:
    try:
        found = people(cell)
    except Bad:
        found = None
    if not isinstance(found, int) or found < 0:
        raise Bad("không phải số người", "số nguyên từ 0")
    return found


def _source(cell: Cell) -> str:
    said = text(cell)
    if not said:
        raise Bad("chưa ghi nơi giao số liệu", "ví dụ: cơ quan BHXH, công văn số 45")
    if len(said) > _LONGEST:
        raise Bad(f"dài quá {_LONGEST} ký tự")
    return said


COUNTS = Columns(
    (
        Column("directive", "vanban mavanban"),
        Column("body", "donvi tendonvi madonvi coquan", required=True),
        Column("group", "nhom manhom tennhom nhomnguoi doituong nhomdoituong", required=True),
        Column("kind", "loai loaiso loaisolieu chitieu", _kind, required=True),
        Column("people", "songuoi soluong so", _people, required=True),
        Column(
            "as_of",
            "ngay denngay tinhdenngay solieudenngay solieutinhdenngay ngaychot",
            day,
            required=True,
        ),
        Column("source", "nguon nguonsolieu noigiao cancu vanbangiao", _source, required=True),
    ),
    # A file of people may have come here by mistake: nothing of it is repeated.
    quotes=False,
    instead="tệp này chỉ nhận số đếm theo đơn vị",
)


@dataclass(frozen=True)
class CountRow:
    """One count: `people` of a body's group as of a local date. `row`: its number in the file.

    `directive` None: of the group under every directive that names it.
    """

    row: int
    directive: str | None
    body: str
    group: str
    kind: CountKind
    people: int
    as_of: date
    source: str

    def stored(self) -> dict[str, object]:
        """Return it by the columns of `models.ListCount`, in which some have longer names."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "row"}
        return {_STORED.get(name, name): _plain(value) for name, value in said.items()}


_STORED = {"directive": "directive_id", "body": "body_uid", "group": "group_id"}


def _plain(value: object) -> object:
    return value.value if isinstance(value, CountKind) else value
