"""The words of a file of counts: how columns and kinds may be called, in two languages."""

from language.text import folded
from models import CountKind

COLUMNS = ("directive", "body", "group", "kind", "people", "as_of", "source")
KINDS = {
    CountKind.POPULATION: "toàn bộ thuộc diện",
    CountKind.LISTED: "danh sách đã giao",
    CountKind.CONFIRMED: "danh sách sau khi trừ trường hợp đã xác nhận",
    CountKind.CARDS: "có thẻ theo dữ liệu thẻ",
}
_HEADERS = {
    "directive": "directive vanban mavanban",
    "body": "body donvi tendonvi madonvi coquan",
    "group": "group nhom manhom tennhom nhomnguoi doituong nhomdoituong",
    "kind": "kind loai loaiso loaisolieu chitieu",
    "people": "people songuoi soluong so",
    "as_of": "asof ngay denngay tinhdenngay solieudenngay solieutinhdenngay ngaychot",
    "source": "source nguon nguonsolieu noigiao cancu vanbangiao",
    # Read over.
    "": "stt tt no ghichu note notes",
}
_ALIASES = {
    CountKind.POPULATION: "population toanbo thuocdien danso tongso",
    CountKind.LISTED: "listed danhsach dagiao giao",
    CountKind.CONFIRMED: "confirmed daxacnhan xacnhan saukhitru danhsachdaxacnhan",
    CountKind.CARDS: "cards cothe the danhsachthe dulieuthe theodulieuthe",
}
_BY_HEADER = {alias: name for name, all_ in _HEADERS.items() for alias in all_.split()}
_BY_KIND = {alias: kind for kind, all_ in _ALIASES.items() for alias in all_.split()} | {
    folded(name): kind for kind, name in KINDS.items()
}


def column_of(heading: str) -> str | None:
    """Return the column a heading means, "" for one that is read over, None for no known one."""
    return _BY_HEADER.get(folded(heading))


def kind_of(text: str) -> CountKind | None:
    """Return the kind a cell means, None where it means none; marks and capitals do not matter."""
    return _BY_KIND.get(folded(text))
