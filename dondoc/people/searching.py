"""Who is meant by a name in any spelling, a year of birth or a number: case numbers, no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.people.name import plain
from dondoc.people.row import NUMBER_KINDS, Personal
from dondoc.people.safe import Safe
from models import Person, PersonMark, PersonState

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"(?:[A-Z]{2}\d?)?\d{8,15}")
# Rows that are read at a time, however many there are.
_BATCH = 1_000
_ROW = attrgetter("id", "sealed", "seal_key")


@dataclass(frozen=True)
class Wanted:
    """What was typed: the words of a name in plain letters, a year of birth, a number."""

    words: tuple[str, ...]
    year: int | None
    number: str

    def fits(self, personal: Personal) -> bool:
        """Say whether a person may be meant: each word begins one of the name, in its order."""
        if self.year is not None and (personal.birth is None or personal.birth.year != self.year):
            return False
        name = iter([plain(word) for word in personal.name.split()])
        return all(any(part.startswith(word) for part in name) for word in self.words)


def wanted(text: str) -> Wanted:
    """Return what a person has typed; raise Refused where nothing in it can be looked for."""
    number, year, words = "", None, list[str]()
    for one in text.replace(",", " ").split():
        said = one.upper().replace(".", "")
        if _NUMBER.fullmatch(said):
            number = said
        elif _YEAR.fullmatch(one):
            year = int(one)
        elif word := plain(one):
            words.append(word)
    if not (words or number):
        raise Refused("nêu họ tên (dấu và chữ hoa không cần đúng), thêm năm sinh, hoặc một số")
    return Wanted(tuple(words), year, number)


def matching(
    session: Session, safe: Safe, what: Wanted, *where: ColumnElement[bool], most: int
) -> list[int]:
    """Return the case numbers of whoever fits, in order; at most `most`.

    Args:
        where: what selects the persons that may be seen; nobody else is opened.
    """
    known = Person.state == PersonState.KNOWN.value
    query = select(Person.id, Person.sealed, Person.seal_key).where(known, *where)
    if what.number:
        digests = [safe.digest(kind, value) for kind, value in _readings(what.number)]
        marked = select(PersonMark.person_id).where(PersonMark.digest.in_(digests))
        query = query.where(Person.id.in_(marked))
    rows = session.execute(query.order_by(Person.id).execution_options(yield_per=_BATCH))
    fitting = (
        id_ for id_, sealed, key in map(_ROW, rows) if what.fits(safe.open_person(id_, sealed, key))
    )
    return list(islice(fitting, most))


def _readings(number: str) -> Iterator[tuple[str, str]]:
    for kind in NUMBER_KINDS:
        yield kind, number
    if len(number) > len("0812345678"):
        yield "bhxh", number[-10:]
