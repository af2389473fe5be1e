"""What was decided on cases and is still to be done: in counts, and one by one with who does it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.cases.assigning import held
from dondoc.cases.cases import reporting_duty
from dondoc.cases.decided import Decided, decided
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from models import Duty, Person, Purpose, Village
from rules.meaning.case import Becomes
from rules.meaning.directive import Directive


@dataclass(frozen=True)
class ToDo:
    """One decision to carry out: of which village (its number and name), and whose it is."""

    directive: Directive
    decided: Decided
    village: int | None
    village_name: str
    officer: str


def number_to_do(look: Look, becomes: Becomes | None = None) -> int:
    """Return how many decisions the body of who looks has still to carry out; nobody is shown.

    Args:
        becomes: only those that ask for this; None: all.
    """
    return sum(becomes in (None, one.becomes) for _, one in _open(look))


def to_do(look: Look) -> list[ToDo]:
    """Return them by case number, of those who are visible; each number shown is logged.

    Args:
        look: at `Sight.PERSONS`.
    """
    found = list(_open(look))
    numbers = {one.person for _, one in found}
    if not numbers:
        return []
    query = select(Person.id, Person.village_id).where(
        Person.id.in_(sorted(numbers)), *look.visible.persons()
    )
    lives = {person: village for person, village in look.session.execute(query)}  # noqa: C416
    log_numbers(look, sorted(lives), Purpose.DUTY)
    villages = {village for village in lives.values() if village}
    called = select(Village.id, Village.name).where(Village.id.in_(sorted(villages)))
    names = {number: name for number, name in look.session.execute(called)}  # noqa: C416
    officers = {
        row.village_id: row.holder
        for row in held(look.session, villages, look.desk.today)
        if row.role == Duty.OFFICER
    }
    return [
        ToDo(
            declared,
            one,
            village := lives[one.person],
            names.get(village or 0, ""),
            officers.get(village or 0, ""),
        )
        for declared, one in found
        if one.person in lives
    ]


def _open(look: Look) -> Iterator[tuple[Directive, Decided]]:
    if look.who is None:
        return
    rulebook, own = look.desk.rulebook, look.who.body.uid
    for declared in rulebook.directives.values():
        if reporting_duty(declared) is not None:
            found = decided(look.session, rulebook, declared, look.desk.now, [own])
            yield from ((declared, one) for one in found if one.open)
