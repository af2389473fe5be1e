"""A person as who may see them reads them: the case number, where they live, what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.desk.persons import Opened
from dondoc.people.identity import NAMES
from dondoc.people.row import Birth, Personal
from language.dates import full_day
from language.text import upper_first
from models import Person, Village


@dataclass(frozen=True)
class Side:
    """One person, opened; `body`: the uid of where they live, `place` in words."""

    case: int
    body: str
    place: str
    personal: Personal


def sides(look: Look, opened: Opened) -> dict[int, Side]:
    """Return who was opened, by case number; none of whom nothing is left."""
    rows, villages = opened.rows, _villages(look, opened)
    return {
        case: Side(case, rows[case].body_uid, _place(look, rows[case], villages), personal)
        for case, personal in opened.personal.items()
    }


def _villages(look: Look, opened: Opened) -> Mapping[int, str]:
    ids = {row.village_id for row in opened.rows.values() if row.village_id is not None}
    query = select(Village).where(Village.id.in_(ids))
    return {row.id: row.name for row in look.session.scalars(query)}


def _place(look: Look, row: Person, villages: Mapping[int, str]) -> str:
    bodies = look.desk.bodies
    body = bodies.get(row.body_uid).name if row.body_uid in bodies else row.body_uid
    village = villages.get(row.village_id) if row.village_id is not None else None
    return f"{village}, {body}" if village else body


def said(side: Side) -> Iterator[tuple[str, str]]:
    """Yield what is known of a person, named, in the order in which papers say it; "" if not."""
    known = side.personal
    yield "Họ và tên", known.name
    yield "Ngày sinh", written(known.birth) if known.birth else ""
    yield "Giới tính", known.sex or ""
    for kind, name in NAMES.items():
        values = [number.value for number in known.numbers if number.kind == kind]
        yield upper_first(name), ", ".join(values)
    yield "Nơi ở", side.place
    yield "Quan hệ với chủ hộ", known.relation or ""
    yield "Dân tộc", known.ethnicity or ""
    yield "Điện thoại", ", ".join(known.phones)
    yield "Địa chỉ đã ghi", known.address or ""


def written(birth: Birth) -> str:
    """Return a day of birth as precisely as it is known, in an office's words."""
    if birth.on is None:
        return birth.written if birth.month else f"năm {birth.year}"
    doubt = " (có thể chỉ biết năm)" if birth.doubtful else ""
    return f"{full_day(birth.on)}{doubt}"
