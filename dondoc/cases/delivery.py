"""Visits as devices deliver them: read from what was sent, kept where nobody may enter them yet."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cases.telling import MOST_WORDS, Told
from dondoc.errors import NotPossible
from dondoc.people.safe import Safe
from models import Device, Event, Held, HeldVisit, Person
from models.trail import append

# One delivery; and what waits of one device: whoever found it floods nobody.
AT_ONCE, MOST_WAITING = 50, 300
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$")]
_Day = Annotated[date, Field(strict=False)]


class Sent(BaseModel):
    """One visit as it was written on a device: shapes alone; what it means the desk says."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    key: Key
    occasion: Key
    person: Annotated[int, Field(gt=0, lt=2**31)]
    directive: _Code
    on: _Day
    way: _Code
    met: _Code
    went: Annotated[list[_Code], Field(max_length=10)]
    informed: bool
    mobilised: bool
    answer: _Code
    reason: _Code | None
    situation: _Code
    promised_on: _Day | None
    words: Annotated[str, Field(max_length=MOST_WORDS)]
    device_at: Annotated[AwareDatetime, Field(strict=False)]

    def told(self, device: int) -> Told:
        """Return it as the desk is told, of the device with that number."""
        said = self.model_dump()
        return Told(**{**said, "went": tuple(self.went), "device": str(device)})


class Delivery(BaseModel):
    """What a device sends at once. `asked`: the keys of visits about which it waits for an answer.

    `visits`: each is read for itself, so that one that cannot be read keeps back no other.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    visits: Annotated[list[dict[str, object]], Field(max_length=AT_ONCE)]
    asked: Annotated[list[Key], Field(max_length=AT_ONCE)]


_KEY = TypeAdapter(Key)


def read(visit: dict[str, object]) -> Sent | str:
    """Return a visit as it was sent, or what of it could not be read, in words."""
    try:
        return Sent.model_validate(visit)
    except ValidationError as wrong:
        places = sorted({str(one["loc"][0]) for one in wrong.errors()})
        return f"các mục {', '.join(places)} không đúng dạng"


def key_of(visit: dict[str, object]) -> str | None:
    """Return the key of a visit, though the rest cannot be read; None where that is none."""
    try:
        return _KEY.validate_python(visit.get("key"))
    except ValidationError:
        return None


def held_of(session: Session, keys: Collection[str]) -> dict[str, HeldVisit]:
    """Return those with one of these keys that wait or were settled, by key."""
    query = select(HeldVisit).where(HeldVisit.uuid.in_(sorted(keys)))
    return {row.uuid: row for row in session.scalars(query)}


def hold(
    session: Session, device: Device, sent: Iterable[Sent], why: Held, safe: Safe, now: datetime
) -> list[HeldVisit]:
    """Keep visits that a device delivered until a person has looked at each.

    Args:
        sent: those whose key nobody has yet; now: the instant (aware).
    Raises:
        NotPossible: too many of that device wait.
    """
    visits = list(sent)
    waits = select(func.count()).where(
        HeldVisit.device_id == device.id, HeldVisit.settled_at.is_(None)
    )
    if (session.scalar(waits) or 0) + len(visits) > MOST_WAITING:
        raise NotPossible(f"đã có {MOST_WAITING} lần thăm của máy này chờ xem; xem bớt đã")
    persons = {one.person for one in visits}
    there = set(session.scalars(select(Person.id).where(Person.id.in_(sorted(persons)))))
    rows = [
        HeldVisit(
            uuid=one.key,
            device_id=device.id,
            body_uid=device.body_uid,
            person_id=one.person if one.person in there else None,
            why=why.value,
            device_at=one.device_at,
            received_at=now,
        )
        for one in visits
    ]
    session.add_all(rows)
    session.flush()
    for one, row in zip(visits, rows, strict=True):
        row.sealed = safe.close(one.model_dump_json().encode(), about(row.id))
        row.seal_key = safe.newest
    data = {"device": device.id, "why": why.value}
    append(session, now, [Event("visit.held", about(row.id), data) for row in rows])
    session.flush()
    return rows


def about(held: int) -> str:
    """Return what the visit that waits under this number is sealed for."""
    return f"held_visit:{held}"
