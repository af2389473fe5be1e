"""One row of the address book: its columns, and who holds which post as they say it."""

from dataclasses import dataclass, field, fields
from datetime import date

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


@dataclass(frozen=True)
class ContactRow:
    """Who holds a post: one row of the contacts file.

    `channels`: as `models.contact.ways_of` reads it. `row`: its number in the file (0: in none).
    `written`: the cells as they stood there.
    """

    body: str
    post: str
    person: str | None
    email: str | None
    phone: str | None = None
    channels: str = ""
    capacity: str = Capacity.HOLDER.value
    valid_from: date | None = None
    valid_to: date | None = None
    row: int = field(default=0, compare=False)
    written: tuple[Cell, ...] | None = field(default=None, compare=False)

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Return (channel, address) in this person's own order."""
        return ways_of(self.channels, self.email, self.phone)

    def cells(self) -> tuple[Cell, ...]:
        """Return the row in the columns of `CONTACTS`, as the application itself would write it."""
        holds = self.capacity == Capacity.HOLDER
        said = {name: getattr(self, name) for name in CONTACTS.names}
        return tuple(map(_cell, (said | ({"capacity": ""} if holds else {})).values()))


def _cell(value: object) -> Cell:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


# What a change of a contact may consist of; another person is another contact.
FIELDS = tuple(
    one.name
    for one in fields(ContactRow)
    if one.compare and one.name not in ("body", "post", "person")
)
