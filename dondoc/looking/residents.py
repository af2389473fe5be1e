"""The people of the lists, village by village, for whoever may see them; each view is logged."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons, villages_of
from language.collation import vietnamese
from models import Access, Person, PersonState, Village

# So many are opened at a time: each who is shown is logged.
AT_ONCE = 100


@dataclass(frozen=True)
class Home:
    """A village of a body (uid), and how many of its people whoever looks may see.

    `village` 0: who is in the lists without a village.
    """

    body: str
    village: int
    name: str
    people: int


@dataclass(frozen=True)
class Resident:
    """One person by case number; `name` "": their time was over."""

    case: int
    name: str
    born: str
    village: str


@dataclass(frozen=True)
class Residents:
    """One page of people; `more`: others come after it."""

    shown: Sequence[Resident]
    more: bool


def homes(look: Look) -> list[Home]:
    """Return every village with people whoever looks may see, body by body; nobody is opened."""
    query = (
        select(Person.body_uid, func.coalesce(Person.village_id, 0), Village.name, func.count())
        .outerjoin(Village, Village.id == Person.village_id)
        .where(Person.state == PersonState.KNOWN.value, *look.visible.persons())
        .group_by(Person.body_uid, Person.village_id, Village.name)
    )
    found = [Home(*row) for row in look.session.execute(query)]
    return sorted(found, key=lambda one: (one.body, one.village == 0, vietnamese(one.name or "")))


def residents(look: Look, body: str, village: int | None, page: int) -> Residents:
    """Return one page (from 1) of the people of `body` (uid), of one `village`; None: of all.

    Raises:
        NotAllowed, NotLogged, NotPossible: as `open_persons`.
    """
    where = [Person.state == PersonState.KNOWN.value, Person.body_uid == body]
    if village is not None:
        where.append(Person.village_id == village if village else Person.village_id.is_(None))
    query = select(Person.id).where(*where, *look.visible.persons()).order_by(Person.id)
    after = (page - 1) * AT_ONCE
    cases = list(look.session.scalars(query.offset(after).limit(AT_ONCE + 1)))
    opened = open_persons(look, cases[:AT_ONCE], Access.VIEW)
    villages = villages_of(look, opened.rows.values())
    shown = [
        Resident(
            case=id_,
            name=personal.name,
            born=str(personal.birth.year) if personal.birth else "",
            village=villages.get(opened.rows[id_].village_id or 0, ""),
        )
        for id_, personal in opened.personal.items()
    ]
    return Residents(shown, len(cases) > AT_ONCE)
