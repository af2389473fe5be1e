"""Persons found by a name in any spelling, a year or a number; whoever looks is logged."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons, villages_of
from dondoc.named import body_uid
from dondoc.people.safe import open_safe
from dondoc.people.searching import matching, wanted
from models import Access, Person, Purpose

# A search that means more people than this means nobody yet.
MOST = 50


@dataclass(frozen=True)
class Found:
    """One person: the case number, and what tells whether it is who was meant."""

    case: int
    name: str
    born: str
    sex: str
    body: str
    village: str


@dataclass(frozen=True)
class Answer:
    """Whoever was found; `more`: others fit as well."""

    found: tuple[Found, ...]
    more: bool


def find_persons(look: Look, text: str, body: str | None = None) -> Answer:
    """Return who is meant by `text`, of those who may be seen.

    Args:
        body: the commune (uid or name) to look in; None: wherever.
    Raises:
        Refused: nothing in `text` can be looked for, or there is no such commune.
        NotAllowed, NotLogged, NotPossible: as `open_persons`.
    """
    what, where = wanted(text), list[ColumnElement[bool]](look.visible.persons())
    if body:
        where.append(Person.body_uid == body_uid(look.desk.bodies, body, look.desk.today))
    safe = open_safe(look.session, look.desk.state)
    numbers = matching(look.session, safe, what, *where, most=MOST + 1)
    opened = open_persons(look, numbers[:MOST], Access.SEARCH, Purpose.DUTY)
    villages = villages_of(look, opened.rows.values())
    found = tuple(
        Found(
            case=id_,
            name=personal.name,
            born=personal.birth.written if personal.birth else "",
            sex=personal.sex or "",
            body=opened.rows[id_].body_uid,
            village=villages.get(opened.rows[id_].village_id or 0, ""),
        )
        for id_, personal in opened.personal.items()
    )
    return Answer(found, len(numbers) > MOST)
