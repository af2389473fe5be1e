"""What moved on a body's list of a group between two days: whom each figure of a report counts.

Opening and closing are who is on the list and not covered; between them everybody who came to that
or left it is counted under the reason for which, each time it happened, so that what opened and
what came less what went is what is left. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dondoc.people.census import Now, Persons
from dondoc.people.fact import Fact, Kind
from rules.meaning.form import Form, Role

_COVER = (Kind.STATED, Kind.CARDED)


@dataclass(frozen=True)
class Movement:
    """What moved after the local date `after` up to the end of `upto`, by case numbers.

    `opening`: who was there at the end of `after`, and whoever came with the list itself since.
    `moved`: whoever came or went, by reason, in the order of time; somebody may come and go again.
    `begun`: of whom anything began for a reason, whether it moved them or not.
    """

    after: date
    upto: date
    opening: Persons
    moved: Mapping[str, tuple[int, ...]]
    begun: Mapping[str, Persons]
    closing: Persons


def movement(
    facts: Iterable[Fact],
    body: str,
    group: str,
    period: tuple[date, date],
    known_on: date,
    now: Now = str,
    earlier: Iterable[Fact] | None = None,
) -> Movement:
    """Return how the list of `group` of `body` moved, as it was known on `known_on`.

    What became known only after the round before was told is counted in this one, for its own
    reason: a death of May that is heard of in July is none of May's figures, which are told.

    Args:
        period: the local date up to whose end the round before counted, and that of this round.
        now: who stands in a body's place at the end of the period.
        earlier: what was known when the round before was told; None: what is known now.
    """
    after, upto = period
    told = (fact for fact in facts if fact.believed(known_on) and fact.since <= upto)
    courses = _courses(told, body, group, now)
    before = courses if earlier is None else _courses(earlier, body, group, now)
    opening = _open(before, after)
    turns = sorted(
        (*_learnt(courses, opening, after), *_turns(courses, after, upto)),
        key=lambda turn: turn[:2],
    )
    known = {_content(fact) for course in before.values() for fact in course.facts}
    begun = [
        (fact.began, person)
        for person, course in courses.items()
        for fact in course.facts
        if fact.began and (fact.since > after or _content(fact) not in known)
    ]
    came = {person for day, person, reason in turns if not reason and courses[person].open(day)}
    moved = ((reason, person) for day, person, reason in turns if reason or person not in came)
    return Movement(
        after,
        upto,
        opening | came,
        {reason: tuple(found) for reason, found in _by_reason(moved).items()},
        {reason: frozenset(found) for reason, found in _by_reason(begun).items()},
        _open(courses, upto),
    )


def _turns(
    courses: Mapping[int, "_Course"], after: date, upto: date
) -> Iterator[tuple[date, int, str]]:
    for person, course in courses.items():
        yield from ((day, person, reason) for day, reason in course.turns(after, upto))


def _learnt(
    courses: Mapping[int, "_Course"], opening: Persons, after: date
) -> Iterator[tuple[date, int, str]]:
    """Yield who had turned by `after` though it was told otherwise, with the last reason for it."""
    for person in sorted(opening ^ _open(courses, after)):
        course = courses.get(person)
        turns = list(course.turns(date.min, after)) if course else []
        yield after, person, turns[-1][1] if turns else ""


def _content(fact: Fact) -> Fact:
    return replace(fact, known_from=date.min, struck=None)


def _courses(facts: Iterable[Fact], body: str, group: str, now: Now) -> dict[int, "_Course"]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        mine = fact.kind is Kind.LISTED and now(fact.body) == body
        if fact.kind is Kind.CARDED or (fact.of == group and (mine or fact.kind is Kind.STATED)):
            found[fact.person].append(fact)
    courses = {person: _Course(mine) for person, mine in found.items()}
    return {person: course for person, course in courses.items() if course.listed}


def _open(courses: Mapping[int, "_Course"], on: date) -> Persons:
    return frozenset(person for person, course in courses.items() if course.open(on))


def _by_reason(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for reason, person in pairs:
        found[reason].append(person)
    return found


class _Course:
    """One person on one list: when on it and not covered, and why that turned."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self._lists = [fact for fact in facts if fact.kind is Kind.LISTED]
        # What a commune says comes first: who is stated and carded on one day joined on it.
        self._covers = [fact for kind in _COVER for fact in facts if fact.kind is kind]

    def open(self, on: date) -> bool:
        """Say whether the person was on the list and not covered at the end of `on`."""
        return _any(self._lists, on) and not _any(self._covers, on)

    @property
    def listed(self) -> bool:
        """Whether the person ever was on the list."""
        return bool(self._lists)

    def turns(self, after: date, upto: date) -> Iterator[tuple[date, str]]:
        """Yield each local date after `after` up to `upto` that turned it, and the reason."""
        days = {day for one in (*self._lists, *self._covers) for day in (one.since, one.until)}
        was = self.open(after)
        for day in sorted(day for day in days if day is not None and after < day <= upto):
            is_ = self.open(day)
            if is_ != was:
                yield day, self._came(day) if is_ else self._went(day)
            was = is_

    def _came(self, day: date) -> str:
        if _any(self._lists, day) and any(one.since == day for one in self._lists):
            return next(one.began for one in self._lists if one.since == day)
        return next((one.ended for one in self._covers if one.until == day), "")

    def _went(self, day: date) -> str:
        if not _any(self._lists, day):
            return next((one.ended for one in self._lists if one.until == day), "")
        return next((one.began for one in self._covers if one.since == day), "")


def _any(facts: Iterable[Fact], on: date) -> bool:
    return any(fact.holds(on) for fact in facts)


def persons_of(form: Form, moved: Movement) -> dict[str, tuple[int, ...]]:
    """Return whom each figure of `form` counts, by its id; only of those that people tell.

    A figure of the movement counts each time somebody moved for its reasons; another one everybody
    of whom something began for them.
    """
    found: dict[str, tuple[int, ...]] = {}
    told = any(figure.reasons for figure in form.figures)
    for figure in form.figures if told else ():
        if figure.role is Role.OPENING:
            found[figure.id] = tuple(sorted(moved.opening))
        elif figure.role is Role.CLOSING:
            found[figure.id] = tuple(sorted(moved.closing))
        elif figure.reasons and figure.role in (Role.PLUS, Role.MINUS):
            found[figure.id] = tuple(p for id_ in figure.reasons for p in moved.moved.get(id_, ()))
        elif figure.reasons:
            begun = (moved.begun.get(id_, frozenset()) for id_ in figure.reasons)
            found[figure.id] = tuple(sorted(frozenset[int]().union(*begun)))
    return found
