"""Whom a village's officer still has to see: counts by village, and a village's households.

Counts need nobody opened; whoever is named was logged first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from dondoc.cases import assigning
from dondoc.cases.outreach import NO_OUTREACH, Outreach, outreach_of
from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons
from dondoc.people.census import Persons, censuses
from dondoc.people.ledger import facts_of
from language.collation import vietnamese
from models import Access, Duty, Person, PersonState, Village, VisitQuestion
from rules.meaning.directive import Directive

# The village of whoever has none in the lists.
NO_VILLAGE = 0


@dataclass(frozen=True)
class Standing:
    """One village under a directive, in counts.

    `remaining`: people still to be covered; `waits`: of these, who was never met at home or
    informed; `due`: whose promised day has come; `nobody`: to whom somebody went and met nobody;
    `doubted`: whose visits contradict. `households`: those of the people handed down, of which
    `visited` were visited; `homeless`: people of whom no household is known. `people`: all who
    stand on the list, `informed`, `mobilised`: of them; `answers`, `situations`: their latest, by
    code of `rules/people/tham.yaml`.
    """

    body: str
    village: int
    name: str
    remaining: int
    waits: int
    due: int
    nobody: int
    doubted: int
    households: int
    visited: int
    homeless: int
    officer: str = ""
    head: str = ""
    people: int = 0
    informed: int = 0
    mobilised: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    situations: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """One person by case number, opened; how far it has come with them."""

    case: int
    name: str
    born: str
    outreach: Outreach
    due: bool


@dataclass(frozen=True)
class Home:
    """Who is still to be covered of one household (its number; None: none is known)."""

    household: int | None
    members: tuple[Member, ...]


@dataclass
class _Ground:
    """What is known of whoever is visible under one directive on a day."""

    persons: dict[int, Person] = field(default_factory=dict)
    listed: Persons = frozenset()
    remaining: Persons = frozenset()
    outreach: Mapping[int, Outreach] = field(default_factory=dict)


def directives(look: Look) -> list[Directive]:
    """Return the directives that mean groups of people: those in force today first, newest first.

    One that only a later day will bring is none yet.
    """
    today = look.desk.today
    known = [one for one in look.desk.rulebook.directives.values() if one.groups]
    begun = [one for one in known if one.in_force.from_ <= today]

    def order(one: Directive) -> tuple[bool, int]:
        over = one.in_force.until is not None and one.in_force.until < today
        return over, -one.in_force.from_.toordinal()

    return sorted(begun, key=order)


def standings(look: Look, directive: str, village: int | None = None) -> list[Standing]:
    """Return every village that is visible, body by body; nobody is opened.

    Args:
        look: at `Sight.PERSONS`; village: only this one (its number).
    """
    ground = _ground(look, directive, village)
    by_village: dict[tuple[str, int], list[int]] = defaultdict(list)
    for case in ground.listed:
        row = ground.persons[case]
        by_village[row.body_uid, row.village_id or NO_VILLAGE].append(case)
    names = dict(_names(look, {one for _, one in by_village}))
    holders = _holders(look, set(names))
    found = [
        _standing(look.desk.today, ground, body, number, names.get(number, ""), cases, holders)
        for (body, number), cases in by_village.items()
    ]
    return sorted(found, key=lambda one: (one.body, not one.village, vietnamese(one.name)))


def homes(look: Look, directive: str, village: int) -> list[Home]:
    """Return the households of a village in which somebody is still to be covered; each is logged.

    Args:
        look: at `Sight.PERSONS`; village: its number, `NO_VILLAGE` for whoever has none.
    Raises:
        NotAllowed, Refused, NotLogged, NotPossible: as `open_persons`.
    """
    ground = _ground(look, directive, village)
    return _homes(look, ground, ground.remaining)


def home_of(look: Look, directive: str, case: int) -> Home | None:
    """Return the household of a case number as `homes` does; None where nobody of it is listed."""
    person = look.session.get(Person, case)
    if person is None:
        return None
    ground = _ground(look, directive, person.village_id or NO_VILLAGE)
    of = {
        one
        for one in ground.listed
        if one == case
        or (person.household_id and ground.persons[one].household_id == person.household_id)
    }
    found = _homes(look, ground, of & (ground.remaining | {case}))
    return found[0] if found else None


def _homes(look: Look, ground: _Ground, cases: Iterable[int]) -> list[Home]:
    opened = open_persons(look, list(cases), Access.VIEW)
    by_home: dict[tuple[bool, int], list[Member]] = defaultdict(list)
    for case in sorted(opened.personal):
        personal, row = opened.personal[case], opened.rows[case]
        done = ground.outreach.get(case, NO_OUTREACH)
        born = str(personal.birth.year) if personal.birth else ""
        member = Member(case, personal.name, born, done, _due(done, look.desk.today))
        key = (row.household_id is None, row.household_id or case)
        by_home[key].append(member)
    return [
        Home(None if alone else number, tuple(members))
        for (alone, number), members in sorted(by_home.items(), key=lambda one: one[1][0].case)
    ]


def _ground(look: Look, directive: str, village: int | None) -> _Ground:
    today, session = look.desk.today, look.session
    query = select(Person).where(Person.state == PersonState.KNOWN.value, *look.visible.persons())
    if village is not None:
        here = Person.village_id == village if village else Person.village_id.is_(None)
        query = query.where(here)
    persons = {row.id: row for row in session.scalars(query)}
    facts = facts_of(session, directive, persons=persons.keys())
    soon = look.desk.rulebook.reasons.reopens_days
    found = list(censuses(facts, today, today, soon=soon).values())
    listed = frozenset(case for one in found for case in one.confirmed)
    remaining = frozenset(case for one in found for case in one.remaining)
    visiting = look.desk.rulebook.visiting
    done = outreach_of(session, listed, directive, look.desk.now, visiting)
    return _Ground(persons, listed, remaining, done)


def _standing(
    today: date,
    ground: _Ground,
    body: str,
    village: int,
    name: str,
    cases: Sequence[int],
    holders: Mapping[tuple[int, str], str],
) -> Standing:
    done = {case: ground.outreach.get(case, NO_OUTREACH) for case in cases}
    left = [case for case in cases if case in ground.remaining]
    households = {ground.persons[case].household_id for case in cases} - {None}
    met = {case for case, one in done.items() if one.visits > one.met_nobody}
    return Standing(
        body,
        village,
        name,
        remaining=len(left),
        waits=sum(case not in met and done[case].informed_on is None for case in left),
        due=sum(_due(done[case], today) for case in left),
        nobody=sum(case not in met and done[case].met_nobody > 0 for case in left),
        doubted=sum(one.doubted for one in done.values()),
        households=len(households),
        visited=len({ground.persons[case].household_id for case in met} - {None}),
        homeless=sum(ground.persons[case].household_id is None for case in cases),
        officer=holders.get((village, Duty.OFFICER.value), ""),
        head=holders.get((village, Duty.HEAD.value), ""),
        people=len(cases),
        informed=sum(one.informed_on is not None for one in done.values()),
        mobilised=sum(one.mobilised_on is not None for one in done.values()),
        answers=Counter(one.answer for one in done.values() if one.answer),
        situations=Counter(one.situation for one in done.values() if one.situation),
    )


def _due(done: Outreach, today: date) -> bool:
    """Say whether the day that somebody named has come."""
    return done.promised_on is not None and done.promised_on <= today


def _names(look: Look, villages: set[int]) -> Iterable[tuple[int, str]]:
    query = select(Village.id, Village.name).where(Village.id.in_(sorted(villages)))
    return ((number, name) for number, name in look.session.execute(query))


def _holders(look: Look, villages: set[int]) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one in assigning.held(look.session, villages, look.desk.today):
        found[one.village_id, one.role].append(one.holder)
    return {key: ", ".join(names) for key, names in found.items()}


def open_questions(look: Look) -> int:
    """Return how many questions about visits wait for whoever looks."""
    query = (
        select(func.count())
        .select_from(VisitQuestion)
        .join(Person, Person.id == VisitQuestion.person_id)
        .where(VisitQuestion.settled_at.is_(None), *look.visible.persons())
    )
    return look.session.scalar(query) or 0


def village_of(look: Look, case: int) -> int:
    """Return the village (its number) of a case number that is visible; `NO_VILLAGE` for none."""
    query = select(Person.village_id).where(Person.id == case, *look.visible.persons())
    return look.session.scalar(query) or NO_VILLAGE
