"""What a list that was taken over says of people, as facts.

A list of who is not covered brings people on the list of their body; whoever stands there and is
missing in a newer one stays, until a change with its reason says otherwise. A list of cards says
who has one until when; whoever is missing in a newer one has none any more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.census import Now
from dondoc.people.fact import Fact, Kind, Revision, ending, together
from dondoc.people.ledger import Ground, Place, enter, facts_of, places
from dondoc.people.rebase import NewList, rebased
from models import ListLine, PeopleListKind, PersonList
from rules.meaning.reason import Reasons, Subject


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: a case number, the uid of its body; of a card, its days and letters."""

    person: int
    body: str
    card_from: date | None = None
    card_until: date | None = None
    category: str = ""


@dataclass(frozen=True)
class Arrived:
    """A list as facts see it; `as_of`, `known_from`: local dates; `source`: what it rests on."""

    directive: str
    group: str
    kind: PeopleListKind
    as_of: date
    known_from: date
    source: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Coming:
    """What a list changes, and what people have to look at, by case number.

    `missing`: on their body's list, and not in this one. `again`: taken off for a reason that was
    confirmed, and in this one once more.
    """

    revision: Revision
    missing: frozenset[int]
    again: frozenset[int]


def coming(
    facts: Sequence[Fact],
    list_: Arrived,
    reasons: Reasons,
    now: Now = str,
    others: Iterable[Place] = (),
) -> Coming:
    """Return what `list_` changes of `facts`, those that are known of the people it may concern.

    Args:
        now: who stands in a body's place today.
        others: who is or was on the group's list besides whom `facts` are about, and where.
    """
    if list_.kind is PeopleListKind.CARDS:
        return _cards(facts, list_, reasons)
    mine = [f for f in facts if f.kind is Kind.LISTED and f.of == list_.group]
    where = [*((f.person, f.body, f.until) for f in mine), *others]
    on = {f.person for f in mine if f.until is None}
    off, bodies = {f.person for f in mine} - on, {now(body) for _, body, _ in where}
    known, in_it = on | off, {line.person for line in list_.lines}
    added = reasons.of(Subject.ENTRY, "in")
    told = [
        fact
        for line in _once(list_.lines)
        if line.person not in known
        for fact in _listed(list_, line, added if now(line.body) in bodies else "")
    ]
    # A list speaks of the bodies it has lines of; whoever is somewhere else is not missing in it.
    spoken = {now(line.body) for line in list_.lines}
    missing = {p for p, body, until in where if until is None and now(body) in spoken} - in_it
    revision = Revision((), tuple(told), list_.known_from)
    return Coming(revision, frozenset(missing), frozenset(off & in_it))


def _once(lines: Iterable[Line]) -> Iterable[Line]:
    return {line.person: line for line in lines}.values()


def _listed(list_: Arrived, line: Line, began: str) -> Iterator[Fact]:
    for kind, directive in ((Kind.LISTED, list_.directive), (Kind.MEMBER, "")):
        yield Fact(
            person=line.person,
            kind=kind,
            of=list_.group,
            since=list_.as_of,
            known_from=list_.known_from,
            source=list_.source,
            body=line.body,
            began=began,
            directive=directive,
        )


def _cards(facts: Sequence[Fact], list_: Arrived, reasons: Reasons) -> Coming:
    """Return what a list of cards changes: cards that are new, longer, or there no more."""
    held = {f.person: f for f in facts if f.kind is Kind.CARDED and f.holds(list_.as_of)}
    listed = {f.person for f in facts if f.kind is Kind.LISTED and f.of == list_.group}
    expired = reasons.of(Subject.CARD, "in")
    shown = {line.person: _card(list_, line, reasons) for line in _once(list_.lines)}
    shown = {person: card for person, card in shown.items() if card.holds(list_.as_of)}
    parts = list[Revision]()
    for person, before in held.items():
        card = shown.get(person)
        last = card.until if card else list_.as_of if person in listed else before.until
        if last is not None and last != before.until:
            parts.append(ending(before, last, list_.known_from, list_.source, expired))
    new = tuple(card for person, card in shown.items() if person not in held)
    parts.append(Revision((), new, list_.known_from))
    return Coming(together(parts, list_.known_from), frozenset(), frozenset())


def _card(list_: Arrived, line: Line, reasons: Reasons) -> Fact:
    # The last day on a card is a day on which it holds.
    until = line.card_until + timedelta(days=1) if line.card_until else None
    return Fact(
        person=line.person,
        kind=Kind.CARDED,
        of=line.category,
        since=line.card_from or list_.as_of,
        known_from=list_.known_from,
        source=list_.source,
        until=until,
        body=line.body,
        began=reasons.of(Subject.CARD, "out"),
        ended=reasons.of(Subject.CARD, "in") if until else "",
    )


def begin_anew(facts: Sequence[Fact], list_: Arrived, reasons: Reasons) -> Coming:
    """Return what it changes that the group's list begins anew with `list_`, on its day.

    Who is covered stays in the group though no list of those who are not names them.
    """
    bodies = {line.person: line.body for line in list_.lines}
    covered = {
        fact.person: ""
        for fact in facts
        if fact.kind in (Kind.STATED, Kind.CARDED) and fact.holds(list_.as_of)
    }
    new = NewList(
        group=list_.group,
        bodies=bodies,
        on=list_.as_of,
        known_from=list_.known_from,
        source=list_.source,
        came=reasons.of(Subject.GROUP, "in"),
        left=reasons.of(Subject.GROUP, "out"),
        directive=list_.directive,
    )
    members = {f.person for f in facts if f.kind is Kind.MEMBER and f.of == list_.group}
    stay = {person: body for person, body in covered.items() if person in members}
    belong = replace(new, bodies={**stay, **bodies}, directive="")
    found = rebased(facts, Kind.LISTED, new)
    both = [found.revision, rebased(facts, Kind.MEMBER, belong).revision]
    return Coming(together(both, list_.known_from), found.closed, frozenset())


def come(
    session: Session,
    list_: PersonList,
    reasons: Reasons,
    now: Now,
    on: date,
    ground: Ground,
    *,
    anew: bool = False,
) -> Coming:
    """Enter what the list that was just stored says of people; return what it changed.

    Args:
        on: the local date of the act, from which it is known.
        anew: the group's list begins anew with it.
    """
    rows = session.execute(
        select(
            ListLine.person_id,
            ListLine.body_uid,
            ListLine.card_from,
            ListLine.card_until,
            ListLine.category,
        )
        .where(ListLine.list_id == list_.id)
        .order_by(ListLine.id)
    )
    lines = [Line(p, body, from_, until, letters or "") for p, body, from_, until, letters in rows]
    arrived = Arrived(
        directive=list_.directive_id,
        group=list_.group_id,
        kind=PeopleListKind(list_.kind),
        as_of=list_.as_of,
        known_from=on,
        source=list_.source,
        lines=lines,
    )
    found = _found(session, arrived, reasons, now, anew)
    enter(session, found.revision, ground)
    return found


def _found(session: Session, list_: Arrived, reasons: Reasons, now: Now, anew: bool) -> Coming:
    """Return what the list changes; what nothing is asked of is not read.

    An office has a hundred thousand people: of whoever is not in a list only where they are listed
    is asked.
    """
    if anew:
        return begin_anew(facts_of(session, list_.directive), list_, reasons)
    if list_.kind is PeopleListKind.CARDS:
        known = facts_of(session, list_.directive, kinds=(Kind.LISTED, Kind.CARDED))
        return coming(known, list_, reasons, now)
    persons = {line.person for line in list_.lines}
    known = facts_of(session, list_.directive, persons=persons, kinds=(Kind.LISTED,))
    others = [one for one in places(session, list_.directive, list_.group) if one[0] not in persons]
    return coming(known, list_, reasons, now, others)
