"""The words of a contacts file: how columns and capacities may be called, in two languages."""

from dondoc.contacts.file import Table
from dondoc.contacts.row import COLUMNS, REQUIRED
from language.text import folded
from models.contact import Capacity
from rules.errors import Problem

_HEADERS = {
    "body": "body donvi tendonvi madonvi coquan",
    "post": "post chucdanh chucvu vitri",
    "person": "person name hoten hovaten hotennguoigiu canbo",
    "email": "email mail thudientu diachiemail diachithudientu hopthu",
    "phone": "phone telephone dienthoai sodienthoai sdt didong",
    "channels": "channels channel kenh kenhgui kenhnhan kenhnhantin",
    "capacity": "capacity actingordeputy tucach quyenhoacthay quyencapphothay",
    "valid_from": "validfrom from tungay hieuluctu",
    "valid_to": "validto to denngay hieulucden",
    # Kept and given back, never read.
    "": "stt tt no ghichu note notes",
}
_CAPACITIES = {
    Capacity.HOLDER: "holder chinhthuc giuchucdanh",
    Capacity.ACTING: "acting quyen",
    Capacity.DEPUTY: "deputy thay thaythe nguoithay capphothay duocuyquyen uyquyen",
    Capacity.VACANT: "vacant khuyet trong",
}


_BY_HEADER = {alias: name for name, all_ in _HEADERS.items() for alias in all_.split()}
BY_CAPACITY = {alias: one for one, all_ in _CAPACITIES.items() for alias in all_.split()}


def columns_of(table: Table) -> tuple[dict[str, int], list[Problem]]:
    """Return where each column of ours stands, and what is wrong with the header."""
    found: dict[str, int] = {}
    problems = []
    for place, name in enumerate(table.form.header):
        column = _BY_HEADER.get(folded(name))
        if column is None:
            what = f'không hiểu cột "{name}"' if name else f"cột thứ {place + 1} không có tên"
            problems.append(table.problem(table.header_row, name, what, ", ".join(COLUMNS)))
        elif column and column in found:
            what = f'trùng với cột "{table.form.header[found[column]]}"'
            problems.append(table.problem(table.header_row, name, what))
        elif column:
            found[column] = place
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        what = f"thiếu cột: {', '.join(missing)}"
        problems.append(table.problem(table.header_row, "", what, ", ".join(COLUMNS)))
    return found, problems
