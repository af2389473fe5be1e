"""The villages of a commune and who has them today; nobody of the people who live there."""

from dataclasses import dataclass

from sqlalchemy import func, select

from dondoc.cases import assigning
from dondoc.desk.look import Look
from language.collation import vietnamese
from models import Duty, Person, PersonState, Village


@dataclass(frozen=True)
class Assigned:
    """One village (its number), of whom `people` are followed; "" for who there is none of.

    A deputy stands beside whoever they stand in for.
    """

    body: str
    id: int
    village: str
    people: int
    officer: str
    head: str


def assigned(look: Look) -> list[Assigned]:
    """Return every village with people on lists that whoever looks sees, body by body."""
    query = (
        select(Village, func.count())
        .join(Person, Person.village_id == Village.id)
        .where(Person.state == PersonState.KNOWN.value, *look.visible.where(Village.body_uid))
        .group_by(Village.id)
    )
    rows = [(village, people) for village, people in look.session.execute(query)]
    holders: dict[tuple[int, str], list[str]] = {}
    held = assigning.held(look.session, [one.id for one, _ in rows], look.desk.today)
    for one in held:
        holders.setdefault((one.village_id, one.role), []).append(one.holder)
    found = [
        Assigned(
            village.body_uid,
            village.id,
            village.name,
            people,
            *(
                ", ".join(holders.get((village.id, role.value), ()))
                for role in (Duty.OFFICER, Duty.HEAD)
            ),
        )
        for village, people in rows
    ]
    return sorted(found, key=lambda one: (one.body, vietnamese(one.village)))
