"""The columns of a contacts file, and how capacities may be called, in two languages."""

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.table import Cell
from dondoc.incoming.values import Bad, day, mail, person, phone, text
from dondoc.setup.channels import CHANNEL_NAMES
from language.text import folded
from models.contact import Capacity, ways_of

_CAPACITIES = {
    Capacity.HOLDER: "holder chinhthuc giuchucdanh",
    Capacity.ACTING: "acting quyen",
    Capacity.DEPUTY: "deputy thay thaythe nguoithay capphothay duocuyquyen uyquyen",
    Capacity.VACANT: "vacant khuyet trong",
}
_BY_CAPACITY = {alias: one for one, all_ in _CAPACITIES.items() for alias in all_.split()}


def _channels(cell: Cell) -> str:
    said = text(cell)
    for name, _ in ways_of(said, "?", "?"):
        if name not in CHANNEL_NAMES:
            raise Bad(f'không có kênh "{name}"', ", ".join(CHANNEL_NAMES))
    return said


def _capacity(cell: Cell) -> Capacity:
    said = text(cell)
    found = _BY_CAPACITY.get(folded(said)) if said else Capacity.HOLDER
    if found is None:
        raise Bad(f'không hiểu tư cách "{said}"', "trống, acting, deputy, vacant")
    return found


CONTACTS = Columns(
    (
        Column("body", "donvi tendonvi madonvi coquan", required=True),
        Column("post", "chucdanh chucvu vitri", required=True),
        Column("person", "name hoten hovaten hotennguoigiu canbo", person, required=True),
        Column("email", "mail thudientu diachiemail diachithudientu hopthu", mail, required=True),
        Column("phone", "telephone dienthoai sodienthoai sdt didong", phone),
        Column("channels", "channel kenh kenhgui kenhnhan kenhnhantin", _channels),
        Column("capacity", "actingordeputy tucach quyenhoacthay quyencapphothay", _capacity),
        Column("valid_from", "from tungay hieuluctu", day),
        Column("valid_to", "to denngay hieulucden", day),
    )
)
