"""Two persons side by side, as who judges whether they are one reads them.

Whoever looks is logged with all that one page shows, before anything of it is read.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons
from dondoc.looking.doubles import Pair
from dondoc.people.entry import entry_of
from dondoc.people.identity import NAMES
from dondoc.people.row import Birth, Personal
from dondoc.people.score import weigh
from language.dates import full_day
from language.text import upper_first
from models import Access, Person, Purpose, Village
from rules.meaning.body import BodyRegistry


@dataclass(frozen=True)
class Side:
    """A person as they stand on one side: the case number, where they live, what is known."""

    case: int
    body: str
    place: str
    personal: Personal


@dataclass(frozen=True)
class Line:
    """One thing that is known of both, in words; `differs`: both are known and are not alike."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Return whether both are known and differ."""
        return bool(self.one and self.other and self.one.casefold() != self.other.casefold())


@dataclass(frozen=True)
class Beside:
    """A pair with both sides, or only the one who is visible: then `other` is None.

    `about`: who that one is, in a line.
    """

    pair: Pair
    one: Side
    other: Side | None
    lines: tuple[Line, ...]
    findings: tuple[str, ...]
    about: str


def beside(look: Look, pairs: Sequence[Pair], bodies: BodyRegistry) -> list[Beside]:
    """Return `pairs` side by side; none of them opens nobody.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        NotAllowed, Refused, NotLogged, NotPossible: as `open_persons`.
    """
    if not pairs:
        return []
    ids = {case for pair in pairs for case in (pair.one, pair.other) if case is not None}
    opened = open_persons(look, ids, Access.VIEW, Purpose.DOUBLES)
    villages = _villages(look.session, opened.rows.values())
    sides = {
        case: Side(
            case,
            opened.rows[case].body_uid,
            _place(bodies, opened.rows[case], villages),
            personal,
        )
        for case, personal in opened.personal.items()
    }
    return [
        _beside(pair, sides[pair.one], sides.get(pair.other) if pair.other else None)
        for pair in pairs
        if pair.one in sides
    ]


def _villages(session: Session, rows: Collection[Person]) -> dict[int, str]:
    ids = {row.village_id for row in rows if row.village_id is not None}
    query = select(Village).where(Village.id.in_(ids))
    return {row.id: row.name for row in session.scalars(query)}


def _place(bodies: BodyRegistry, row: Person, villages: dict[int, str]) -> str:
    body = bodies.get(row.body_uid).name if row.body_uid in bodies else row.body_uid
    village = villages.get(row.village_id) if row.village_id is not None else None
    return f"{village}, {body}" if village else body


def _beside(pair: Pair, one: Side, other: Side | None) -> Beside:
    if other is None:
        return Beside(pair, one, None, (), (), _about(one))
    weighed = weigh(*(entry_of(side.personal, side.body, side.place) for side in (one, other)))
    return Beside(pair, one, other, tuple(_lines(one, other)), weighed.findings, _about(one))


def _about(side: Side) -> str:
    birth = side.personal.birth
    born = [written(birth)] if birth else []
    return "; ".join((side.personal.name, *born, side.place))


def _lines(one: Side, other: Side) -> Iterator[Line]:
    """Yield what is known of either, in the order in which papers say it."""
    mine, theirs = dict(_said(one)), dict(_said(other))
    for name in mine:
        if mine[name] or theirs[name]:
            yield Line(name, mine[name], theirs[name])


def _said(side: Side) -> Iterator[tuple[str, str]]:
    said = side.personal
    yield "Họ và tên", said.name
    yield "Ngày sinh", written(said.birth) if said.birth else ""
    yield "Giới tính", said.sex or ""
    for kind, name in NAMES.items():
        values = [number.value for number in said.numbers if number.kind == kind]
        yield upper_first(name), ", ".join(values)
    yield "Nơi ở", side.place
    yield "Quan hệ với chủ hộ", said.relation or ""
    yield "Dân tộc", said.ethnicity or ""
    yield "Điện thoại", ", ".join(said.phones)
    yield "Địa chỉ đã ghi", said.address or ""


def written(birth: Birth) -> str:
    """Return a day of birth as precisely as it is known, in an office's words."""
    if birth.on is None:
        return f"{birth.month:02}/{birth.year}" if birth.month else f"năm {birth.year}"
    doubt = " (có thể chỉ biết năm)" if birth.doubtful else ""
    return f"{full_day(birth.on)}{doubt}"
