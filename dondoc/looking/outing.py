"""What somebody takes along where there is no signal: the people of their own villages, no more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.outreach import outreach_of
from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons, villages_of
from dondoc.errors import Refused
from dondoc.people.fact import Kind, standing
from dondoc.people.ledger import facts_of
from language.collation import vietnamese
from language.dates import full_day
from models import Access, Person, PersonState

# Nobody visits more people between two contacts; whoever gets lost with them is told of them all.
MOST = 500


@dataclass(frozen=True)
class Household:
    """Who live together; `address` as the list has it, "" where it says none."""

    number: int
    village: str
    address: str
    people: tuple["Neighbour", ...]


@dataclass(frozen=True)
class Neighbour:
    """One person by case number; `under`: the directives (ids) in whose lists they stand.

    `last`: in words, what they answered last and when, "" where nobody has spoken with them.
    """

    case: int
    name: str
    under: tuple[str, ...]
    last: str


@dataclass(frozen=True)
class Outing:
    """What is taken along; `directives`: what those are called, by id."""

    households: tuple[Household, ...]
    directives: Mapping[str, str]


def outing(look: Look) -> Outing:
    """Return whom who looks is assigned to visit; each is logged as taken along.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        Refused: no village is assigned to them, or more people than anybody visits.
        NotAllowed, NotLogged, NotPossible: as `open_persons`.
    """
    cases, under = _assigned(look)
    opened = open_persons(look, cases, Access.EXPORT)
    villages = villages_of(look, opened.rows.values())
    last = _last(look, under)
    homes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for case in opened.personal:
        row = opened.rows[case]
        # Without a household each is one of their own.
        homes[row.household_id or 0, 0 if row.household_id else case].append(case)
    made = [
        Household(
            number,
            villages.get(opened.rows[some[0]].village_id or 0, ""),
            next((said for one in some if (said := opened.personal[one].address)), ""),
            tuple(
                Neighbour(one, opened.personal[one].name, under[one], last.get(one, ""))
                for one in some
            ),
        )
        for number, (_, some) in enumerate(homes.items(), 1)
    ]
    made.sort(key=lambda one: (vietnamese(one.village), vietnamese(one.people[0].name)))
    known = look.desk.rulebook.directives
    named = {id_ for one in under.values() for id_ in one}
    return Outing(tuple(made), {id_: known[id_].title for id_ in sorted(named)})


def _assigned(look: Look) -> tuple[Sequence[int], Mapping[int, tuple[str, ...]]]:
    """Return who (case numbers) stand in a list today in the villages of who looks."""
    if look.desk.login is not None and look.visible.villages is None:
        raise Refused(
            "chưa được giao thôn nào nên không có danh sách để mang đi: nhờ người đứng đầu xã giao "
            "thôn trước"
        )
    query = select(Person.id).where(
        Person.state == PersonState.KNOWN.value,
        Person.body_uid.in_(sorted(look.visible.own)),
        *look.visible.persons(),
    )
    today, known = look.desk.today, look.desk.rulebook.directives
    found = set(look.session.scalars(query))
    facts = facts_of(look.session, persons=found, kinds=[Kind.LISTED])
    under: dict[int, set[str]] = defaultdict(set)
    for fact in standing(facts, today, today):
        if fact.directive in known:
            under[fact.person].add(fact.directive)
    if len(under) > MOST:
        raise Refused(f"quá {MOST} người: giao ít thôn hơn cho một người rồi chuẩn bị lại")
    return sorted(under), {case: tuple(sorted(some)) for case, some in under.items()}


def _last(look: Look, under: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """Return in words what each person (case number) answered last, whom anybody answered."""
    visiting, found = look.desk.rulebook.visiting, dict[int, tuple[date, str]]()
    for directive in sorted({id_ for one in under.values() for id_ in one}):
        of = outreach_of(look.session, under.keys(), directive, look.desk.now, visiting)
        for case, one in of.items():
            if one.answer is None or one.answered_on is None or one.answer not in visiting.answers:
                continue
            said = f"{visiting.answers[one.answer].title} ({full_day(one.answered_on)})"
            found[case] = max(found.get(case, (date.min, "")), (one.answered_on, said))
    return {case: said for case, (_, said) in found.items()}
