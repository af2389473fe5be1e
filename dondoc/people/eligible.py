"""The villages whose people a group of a directive means: entered as dated, and who lives in none.

Which group asks for villages, and by which decision, its directive declares.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.census import Now
from dondoc.people.placing import village_key
from language.text import nfc
from models import EligibleVillage, Event, Person, Village
from models.trail import append
from rules.meaning.directive import Directive, Group


@dataclass(frozen=True)
class Stretch:
    """From the local date `since` up to the end of `until` (None: no end is known), by `source`."""

    since: date
    until: date | None
    source: str


@dataclass(frozen=True)
class Ground:
    """Of which directive and group, and who enters it (`uid/post`) at the instant `now` (aware)."""

    directive: str
    group: str
    by: str
    now: datetime


def entered(session: Session, directive: str, group: str) -> list[EligibleVillage]:
    """Return the list as it stands now, whatever its days, in the order in which it was entered."""
    query = select(EligibleVillage).where(
        EligibleVillage.directive_id == directive,
        EligibleVillage.group_id == group,
        EligibleVillage.struck_at.is_(None),
    )
    return list(session.scalars(query.order_by(EligibleVillage.id)))


def asking(session: Session, directive: Directive) -> list[Group]:
    """Return the groups that mean some villages alone, of which nobody has entered any."""
    groups = (one for one in directive.groups.values() if one.villages_by)
    return [one for one in groups if not entered(session, directive.id, one.id)]


def enter(
    session: Session, ground: Ground, body: str, names: Iterable[str], stretch: Stretch
) -> int:
    """Enter villages of a body (uid); return how many earlier lines that strikes.

    What stood of the same village on any of the same days gives way.
    """
    wanted = {village_key(name): nfc(" ".join(name.split())) for name in names}
    old = [
        row
        for row in entered(session, ground.directive, ground.group)
        if row.body_uid == body and village_key(row.name) in wanted and _meets(row, stretch)
    ]
    for row in old:
        row.struck_at, row.struck_by = ground.now, ground.by
    new = [
        EligibleVillage(
            directive_id=ground.directive,
            group_id=ground.group,
            body_uid=body,
            name=name,
            since=stretch.since,
            until=stretch.until,
            source=stretch.source,
            recorded_at=ground.now,
            recorded_by=ground.by,
        )
        for name in wanted.values()
    ]
    session.add_all(new)
    session.flush()
    said = {"by": ground.by, "directive": ground.directive, "group": ground.group, "body": body}
    events = [Event("village.struck", f"eligible_village:{row.id}", said) for row in old]
    begun = {**said, "since": stretch.since.isoformat()}
    events += [Event("village.entered", f"eligible_village:{row.id}", begun) for row in new]
    append(session, ground.now, events)
    return len(old)


def _meets(row: EligibleVillage, stretch: Stretch) -> bool:
    begun = stretch.until is None or row.since <= stretch.until
    return begun and (row.until is None or stretch.since <= row.until)


def living_there(
    session: Session, rows: Collection[EligibleVillage], on: date, now: Now
) -> set[int]:
    """Return who lives, as is known now, in a village that `rows` name for `on`: case numbers.

    Args:
        now: who stands in a body's place on `on`.
    """
    meant = {
        (now(row.body_uid), village_key(row.name))
        for row in rows
        if row.since <= on and (row.until is None or on <= row.until)
    }
    villages = [
        id_
        for id_, body, name in session.execute(select(Village.id, Village.body_uid, Village.name))
        if (now(body), village_key(name)) in meant
    ]
    return set(session.scalars(select(Person.id).where(Person.village_id.in_(villages))))
