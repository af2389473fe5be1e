"""The record of processing, filled from the lists, the table of rights and the log of views."""

from collections.abc import Iterator

from sqlalchemy import func, select

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.processing.content import Incidents, ListKept, Processing
from dondoc.visible import Sight
from models import Incident, Person, PersonAccess, PersonList, PersonState
from rules.meaning.right import Role
from rules.rulebook import Rulebook

_ROLES = {
    Role.BEARER: "của xã nơi người ấy ở",
    Role.VIA: "của nơi tổng hợp theo danh sách",
    Role.REACHED: "của nơi hồ sơ đã lên đến",
}


def processing_of(sources: Sources) -> Processing:
    """Return what is kept of people at the instant of `sources`; counts, no person."""
    session = sources.session
    people = select(func.count()).select_from(Person)
    followed = Person.state != PersonState.ERASED.value
    return Processing(
        office=sources.author,
        at=sources.now,
        lists=tuple(_lists(sources)),
        people=session.scalar(people.where(followed, Person.merged_into.is_(None))) or 0,
        erased=session.scalar(people.where(~followed)) or 0,
        sees=tuple(_sees(sources.rulebook)),
        accesses=session.scalar(select(func.count()).select_from(PersonAccess)) or 0,
        incidents=_incidents(sources),
    )


def _incidents(sources: Sources) -> Incidents:
    found, term = list(sources.session.scalars(select(Incident))), sources.rulebook.incidents
    told = [one.reported_at <= one.report_by for one in found if one.reported_at]
    waiting = sum(one.reported_at is None and one.closed_at is None for one in found)
    return Incidents(
        recorded=len(found),
        in_time=sum(told),
        late=len(told) - sum(told),
        waiting=waiting,
        unreported=len(found) - len(told) - waiting,
        still=sum(one.closed_at is None for one in found),
        hours=term.hours,
        to=term.to,
        basis=term.basis,
        assumed=term.assumed,
    )


def _lists(sources: Sources) -> Iterator[ListKept]:
    directives, bodies = sources.rulebook.directives, sources.rulebook.bodies
    for one in sources.session.scalars(select(PersonList).order_by(PersonList.id)):
        declared = directives.get(one.directive_id)
        group = declared.groups.get(one.group_id) if declared else None
        yield ListKept(
            number=one.id,
            directive=declared.cited_as if declared else one.directive_id,
            group=group.name if group else one.group_id,
            brought_by=bodies.get(one.body_uid).name if one.body_uid in bodies else one.body_uid,
            as_of=one.as_of,
            people=one.people,
            purpose=one.purpose,
            ground=one.ground,
            until=one.retain_until,
            held=one.held,
        )


def _sees(rulebook: Rulebook) -> Iterator[str]:
    """Yield which posts see persons, by the table of rights."""
    right = rulebook.rights.sights.get(Sight.PERSONS)
    kinds = rulebook.bodies.kinds
    for role, by_kind in right.may.items() if right else ():
        posts = [kinds[kind].posts[post] for kind, named in by_kind.items() for post in named]
        yield f"{', '.join(dict.fromkeys(posts))} {_ROLES.get(role, 'của mọi đơn vị')}"
