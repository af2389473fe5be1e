"""Persons shown: the one way in which anybody comes to read what is sealed of a person.

Whoever may see them is logged first, in a transaction of its own; what cannot be logged, and who is
signed in without the second factor, is shown nothing. A number that is hidden and one that there is
not are refused alike: nobody learns by guessing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.errors import NotAllowed, Refused
from dondoc.people.access import Showing, log
from dondoc.people.row import Personal
from dondoc.people.safe import Safe, open_safe
from dondoc.visible import Sight
from models import Access, Login, Person, PersonState, Purpose, Village

# As many parameters as every SQLite takes.
_AT_ONCE = 500


@dataclass(frozen=True)
class Opened:
    """The persons (by case number) that were logged and may be read now.

    `erased`: whose time was over; nothing personal is left of them.
    """

    rows: Mapping[int, Person]
    personal: Mapping[int, Personal]
    erased: frozenset[int]
    _safe: Safe | None

    def about(self, person: int, sealed: bytes, key: int, about: str) -> bytes:
        """Return what another row has sealed of a `person` that was opened.

        Args:
            about: what it was sealed for, as the safe knows it.
        """
        if person not in self.rows or self._safe is None:
            raise AssertionError(f"person {person} was not logged")
        return self._safe.open(sealed, key, about)


def open_persons(
    look: Look, persons: Collection[int], what: Access, why: Purpose = Purpose.DUTY
) -> Opened:
    """Open the `persons` (case numbers) to whoever looks, once it is logged that they are.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks: the log is written beside it.
        persons: none of them where a search found nobody; that is logged too.
    Raises:
        NotAllowed: signed in without the second factor.
        Refused: one of them is hidden or does not exist.
        NotLogged: it could not be logged.
        NotPossible: the keys are not at hand, or what is stored was changed.
    """
    if look.right.name != Sight.PERSONS or look.who is None:
        raise AssertionError("persons are shown to who looks at persons")
    _refuse_without_second(look)
    rows = _rows(look, sorted(set(persons)))
    if hidden := sorted(set(persons) - rows.keys()):
        numbers = ", ".join(map(str, hidden[:3]))
        raise Refused(f"không có hồ sơ số {numbers} trong phần được xem")
    readable = [row for row in rows.values() if row.state != PersonState.ERASED]
    # Before it is logged: what cannot be opened was not seen.
    safe = open_safe(look.session, look.desk.state) if readable else None
    showing = Showing(str(look.who), what, why, tuple(rows), look.desk.login)
    look.desk.logged.append(log(look.session.get_bind().engine, showing, look.desk.now))
    personal = {
        row.id: safe.open_person(row.id, row.sealed, row.seal_key) for row in readable if safe
    }
    return Opened(rows, personal, frozenset(rows.keys() - personal.keys()), safe)


def villages_of(look: Look, rows: Iterable[Person]) -> dict[int, str]:
    """Return what the villages of these persons are called, by number, in one statement."""
    homes = {row.village_id for row in rows} - {None}
    query = select(Village.id, Village.name).where(Village.id.in_(homes))
    return {id_: name for id_, name in look.session.execute(query)}  # noqa: C416 - rows


def log_numbers(look: Look, persons: Collection[int], why: Purpose) -> None:
    """Log that whoever looks is shown something of `persons` by their case numbers alone.

    Raises:
        NotAllowed, NotLogged: as `open_persons`.
    """
    if look.who is None:
        raise AssertionError("case numbers are shown to who is named")
    _refuse_without_second(look)
    showing = Showing(str(look.who), Access.VIEW, why, tuple(persons), look.desk.login)
    look.desk.logged.append(log(look.session.get_bind().engine, showing, look.desk.now))


def _rows(look: Look, persons: list[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for at in range(0, len(persons), _AT_ONCE):
        some = Person.id.in_(persons[at : at + _AT_ONCE])
        query = select(Person).where(some, *look.visible.persons()).order_by(Person.id)
        found.update((row.id, row) for row in look.session.scalars(query))
    return found


def _refuse_without_second(look: Look) -> None:
    if look.desk.login is None:
        return
    login = look.session.get(Login, look.desk.login)
    if login is None or login.second is None:
        raise NotAllowed(
            "ai xem hồ sơ từng người phải có mã thứ hai trên điện thoại: đăng xuất, đăng nhập lại "
            "rồi đặt mã"
        )
