"""Who lives with whom: what a change of a household makes, and what was so before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from models import Household, Person, PersonChange
from rules.meaning.reason import Reason, Subject


@dataclass(frozen=True)
class Homes:
    """What a change of households makes: who (case numbers) live together from then on.

    `members`: who goes along with the person; `joins`: somebody of the household they join, None
    for a household of their own; `head`: whoever is at the head of the household afterwards.
    """

    members: tuple[int, ...] = ()
    joins: int | None = None
    head: int | None = None

    @property
    def said(self) -> dict[str, Any]:
        """Return it as a change keeps it; see `homes_of`."""
        return {"members": list(self.members), "joins": self.joins, "head": self.head}


def homes_of(change: PersonChange) -> Homes:
    """Return what `change` makes of households."""
    said = change.before or {}
    return Homes(tuple(said.get("members", ())), said.get("joins"), said.get("head"))


def refuse(session: Session, reason: Reason, number: int, homes: Homes) -> None:
    """Raise Refused where a household would be left without a head, or nobody says which it is."""
    person = session.get_one(Person, number)
    if reason.about is Subject.HOUSEHOLD and not (homes.head or homes.joins):
        raise Refused("thay đổi hộ: nêu chủ hộ mới (--head) hoặc người của hộ nhập vào (--join)")
    named = [one for one in (homes.head, homes.joins, *homes.members) if one is not None]
    for one in named:
        other = session.get(Person, one)
        if other is None or other.body_uid != person.body_uid:
            raise Refused(f"không có hồ sơ số {one} ở cùng đơn vị với người này")
    if reason.moves != "out" or reason.about not in (Subject.DEATH, Subject.RESIDENCE):
        return
    left = _left_behind(session, person, homes)
    if left and _heads(session, person) and homes.head not in left:
        raise Refused("người này là chủ hộ và trong hộ còn người khác: nêu chủ hộ mới (--head)")


def _heads(session: Session, person: Person) -> Household | None:
    home = session.get(Household, person.household_id) if person.household_id else None
    return home if home is not None and home.head_id == person.id else None


def _left_behind(session: Session, person: Person, homes: Homes) -> set[int]:
    if person.household_id is None:
        return set()
    query = select(Person.id).where(Person.household_id == person.household_id)
    return set(session.scalars(query)) - {person.id, *homes.members}


def move(session: Session, change: PersonChange) -> dict[str, object]:
    """Move the person's row and their household's; return what was so before."""
    homes, person = homes_of(change), session.get_one(Person, change.person_id)
    was: dict[str, object] = {}
    along = [person, *(session.get_one(Person, number) for number in homes.members)]
    if change.kind == Subject.HOUSEHOLD:
        was["homes"] = {str(one.id): one.household_id for one in along}
        home = _home(session, homes, person, change)
        if homes.joins is not None or homes.members:
            for one in along:
                one.household_id = home.id
        was |= _headed(home, homes.head)
        return was
    headed = _heads(session, person)
    if headed is not None and homes.head is not None:
        was |= _headed(headed, homes.head)
    if change.to_body_uid is not None:
        was["place"] = [person.body_uid, person.village_id, person.household_id]
        person.body_uid, person.village_id, person.household_id = change.to_body_uid, None, None
    return was


def _home(session: Session, homes: Homes, person: Person, change: PersonChange) -> Household:
    """Return the household in which they live from then on, made where it is a new one."""
    number = person.household_id
    if homes.joins is not None:
        number = session.get_one(Person, homes.joins).household_id
    if number is not None and (homes.joins is not None or not homes.members):
        return session.get_one(Household, number)
    made = Household(
        body_uid=person.body_uid,
        village_id=person.village_id,
        head_id=None,
        recorded_at=change.applied_at,
        recorded_by=change.decided_by,
    )
    session.add(made)
    session.flush()
    return made


def _headed(home: Household, head: int | None) -> dict[str, object]:
    if head is None or home.head_id == head:
        return {}
    before, home.head_id = home.head_id, head
    return {"head": [home.id, before]}


def restore(session: Session, change: PersonChange) -> None:
    """Put the rows of the person and their households back as they were before `change`."""
    was = (change.before or {}).get("was", {})
    for number, home in was.get("homes", {}).items():
        session.get_one(Person, int(number)).household_id = home
    if "head" in was:
        home, head = was["head"]
        session.get_one(Household, home).head_id = head
    if "place" in was:
        person = session.get_one(Person, change.person_id)
        person.body_uid, person.village_id, person.household_id = was["place"]
