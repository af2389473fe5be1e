"""Villages assigned, households visited, people told: by the duties that ask for them."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from dondoc.cases.outreach import Outreach, outreach_of, standing
from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from dondoc.people.fact import Kind
from dondoc.people.ledger import facts_of
from models import Assignment, Village, Visit
from models import Duty as Role
from rules.meaning.duty import Duty
from rules.meaning.visiting import MetKind, WayKind

_PAGE = "/thon"


def bearing(asked: Asked, duty: Duty) -> frozenset[str]:
    """Return the bodies (uids) that bear `duty` on the day asked about and are visible."""
    declared = asked.declared.in_force
    on = min(max(asked.on, declared.from_), declared.until or date.max)
    uids = {body.uid for body in duty.bearers.resolve(asked.rulebook.bodies, on)}
    return frozenset(uids - asked.visible.hidden(asked.session, uids))


def assignments(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return in how many villages an officer is assigned, and in how many nobody is."""
    found = {}
    for duty in duties:
        bodies = bearing(asked, duty)
        given = _assigned(asked, bodies)
        villages = set(
            asked.session.scalars(select(Village.id).where(Village.body_uid.in_(bodies)))
        )
        if not given:
            continue
        has = Recorded(
            "thôn đã phân công cán bộ phụ trách",
            len(given),
            min(given.values()),
            max(given.values()),
            _PAGE,
        )
        left = len(villages - given.keys())
        lacks = Recorded("thôn chưa ai phụ trách", left, page=_PAGE)
        found[duty.id] = Found((has,), (lacks,) if left else (), done=not left)
    return found


def _assigned(asked: Asked, bodies: frozenset[str]) -> dict[int, date]:
    """Return the villages that an officer has, each with the local date since when."""
    query = (
        select(Assignment.village_id, func.min(Assignment.from_on))
        .where(
            Assignment.body_uid.in_(bodies),
            Assignment.role == Role.OFFICER.value,
            Assignment.given_at <= asked.as_of,
            or_(Assignment.ended_at.is_(None), Assignment.ended_at > asked.as_of),
            Assignment.from_on <= asked.on,
            or_(Assignment.until_on.is_(None), Assignment.until_on > asked.on),
        )
        .group_by(Assignment.village_id)
    )
    return {village: since for village, since in asked.session.execute(query)}  # noqa: C416


def visits(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many households were met at home; who met nobody has shown nothing yet."""
    visiting = asked.rulebook.visiting
    found = {}
    for duty in duties:
        query = select(Visit.household_id, Visit.occasion, Visit.visited_on, Visit.met).where(
            Visit.directive_id == asked.declared.id,
            *standing(asked.as_of),
            Visit.way.in_(sorted(visiting.of_way(WayKind.VISIT))),
            Visit.body_uid.in_(bearing(asked, duty)),
        )
        met: dict[object, list[date]] = {}
        nobody: set[object] = set()
        homes = visiting.of_met(MetKind.HOUSEHOLD)
        for household, occasion, day, whom in asked.session.execute(query):
            home = household if household is not None else occasion
            if whom in homes:
                met.setdefault(home, []).append(day)
            else:
                nobody.add(home)
        if met or nobody:
            found[duty.id] = _visited(met, nobody - met.keys())
    return found


def _visited(met: dict[object, list[date]], nobody: set[object]) -> Found:
    days = [day for each in met.values() for day in each]
    first, last = min(days, default=None), max(days, default=None)
    seen = Recorded("hộ đã đến và gặp", len(met), first, last, _PAGE)
    left = Recorded("hộ đã đến mà chưa gặp ai", len(nobody), page=_PAGE)
    return Found((seen,) if met else (), (left,) if nobody else ())


def informed(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many of the people a duty means were told, by any means that counts."""
    known = outreach_of(
        asked.session, None, asked.declared.id, asked.as_of, asked.rulebook.visiting
    )
    found = {}
    for duty in duties if known else ():
        people = set(listed(asked, duty))
        told = [one for person in people if (one := known.get(person)) and one.informed_on]
        if told:
            found[duty.id] = _told(told, len(people) - len(told))
    return found


def _told(told: Sequence[Outreach], left: int) -> Found:
    days = sorted(one.informed_on for one in told if one.informed_on)
    done = Recorded("người đã được tuyên truyền", len(told), days[0], days[-1], _PAGE)
    open_ = Recorded("người trong danh sách chưa ghi đã tuyên truyền", left, page=_PAGE)
    return Found((done,), (open_,) if left else (), done=not left)


def listed(asked: Asked, duty: Duty) -> Iterator[int]:
    """Yield the case numbers of whoever is listed where `duty` is borne, in the groups it means.

    It means the group of a target that the very same bodies bear; every group where none do.
    """
    targets = (one for one in asked.declared.duties.values() if one.target)
    groups = {one.target.group for one in targets if one.target and one.bearers == duty.bearers}
    bodies, mine = asked.rulebook.bodies.known_on(asked.on), bearing(asked, duty)
    facts = facts_of(asked.session, asked.declared.id, known_at=asked.as_of, kinds=[Kind.LISTED])
    for fact in facts:
        meant = fact.of in (groups or asked.declared.groups) and fact.holds(asked.on)
        if meant and bodies.current(fact.body, asked.on).uid in mine:
            yield fact.person
