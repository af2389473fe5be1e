"""What a commune states of its people: that they joined, or that they did not after all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.people.fact import Fact, Kind, Revision, ending, together
from rules.meaning.reason import Reasons, Subject


@dataclass(frozen=True)
class Stated:
    """Who (case numbers) joined, or no longer, from the local date `since` on.

    `known_from`: the local date on which it was stated; `body`: by whom (uid).
    """

    persons: tuple[int, ...]
    directive: str
    group: str
    since: date
    known_from: date
    body: str
    source: str


def joined(facts: Iterable[Fact], said: Stated, reasons: Reasons) -> Revision:
    """Return what is known besides; of whoever was stated already nothing is said again."""
    known = {fact.person for fact in _held(facts, said)}
    told = (
        Fact(
            person=person,
            kind=Kind.STATED,
            of=said.group,
            since=said.since,
            known_from=said.known_from,
            source=said.source,
            body=said.body,
            began=reasons.of(Subject.COVERAGE, "out"),
            directive=said.directive,
        )
        for person in dict.fromkeys(said.persons)
        if person not in known
    )
    return Revision((), tuple(told), said.known_from)


def withdrawn(facts: Iterable[Fact], said: Stated, reasons: Reasons) -> Revision:
    """Return the end of what was stated of them."""
    reason = reasons.of(Subject.COVERAGE, "in")
    ends = [
        ending(fact, said.since, said.known_from, said.source, reason)
        for fact in _held(facts, said)
        if fact.person in said.persons
    ]
    return together(ends, said.known_from)


def _held(facts: Iterable[Fact], said: Stated) -> list[Fact]:
    return [
        fact
        for fact in facts
        if fact.kind is Kind.STATED
        and fact.of == said.group
        and fact.directive == said.directive
        and (fact.until is None or fact.until > said.since)
    ]
