"""A commune's part of a list, opened to who may see it: to be handed down, never by mail."""

from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons
from dondoc.documents.writers.sheet import Column, Sheet, Value
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people.printing import on_list
from dondoc.people.receiving import list_of
from dondoc.people.row import Personal
from language.dates import full_day
from models import Access, Person, Village

_COLUMNS = (
    Column("Hồ sơ số", 10),
    Column("Thôn", 20),
    Column("Họ và tên", 28),
    Column("Ngày sinh", 12),
    Column("Giới tính", 9),
    Column("Mã số BHXH", 14),
    Column("Số thẻ BHYT", 18),
    Column("CCCD/CMND", 15),
    Column("Điện thoại", 24),
    Column("Quan hệ với chủ hộ", 18),
    Column("Dân tộc", 12),
    Column("Địa chỉ", 40),
)


@dataclass(frozen=True)
class Part:
    """The part of the list numbered `list` of one commune (uid), as a table of values."""

    list: int
    body: str
    people: int
    sheet: Sheet


def part_of(look: Look, list_: int, body: str) -> Part:
    """Open a commune's part of a list to whoever looks; each person is logged as exported.

    Args:
        look: at `Sight.PERSONS`; body: uid or name.
    Raises:
        Refused: no such list, nobody of that commune in it, or one of them is hidden.
    """
    uid = body_uid(look.desk.bodies, body, look.desk.today)
    rows = on_list(look.session, list_of(look.session, list_).id, uid)
    if not rows:
        raise Refused(f"danh sách số {list_} không có ai của đơn vị này trong phần được xem")
    opened = open_persons(look, [row.id for row in rows], Access.EXPORT)
    named = select(Village).where(Village.body_uid == uid)
    villages = {one.id: one.name for one in look.session.scalars(named)}
    values = [_values(row, opened.personal[row.id], villages) for row in rows]
    values.sort(key=lambda one: (str(one[1]), str(one[2])))
    as_of = full_day(list_of(look.session, list_).as_of)
    title = f"Danh sách số {list_}, tính đến {as_of}"
    return Part(list_, uid, len(rows), Sheet("danh-sach", title, _COLUMNS, tuple(values)))


def _values(row: Person, said: Personal, villages: dict[int, str]) -> tuple[Value, ...]:
    return (
        row.id,
        villages.get(row.village_id, "") if row.village_id else "",
        said.name,
        said.birth.written if said.birth else "",
        said.sex or "",
        said.number("bhxh") or "",
        said.number("card") or "",
        said.number("cccd") or said.number("cmnd") or "",
        ", ".join(said.phones),
        said.relation or "",
        said.ethnicity or "",
        said.address or "",
    )
