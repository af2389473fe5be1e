"""Which share somebody pays of their own, and what a sponsor who pays it for months changes. Pure.

What nobody said stays unknown: a least share of the State says at most how much is their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dondoc.people.fact import Fact, Kind, Payer, Revision, standing, together
from dondoc.people.support import support_of
from rules.meaning.contribution import Helping
from rules.meaning.directive import Directive

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class OwnShare:
    """The `percent` somebody pays of their own, None where nobody said it; `source`: who said.

    `most`: it is not more than this.
    """

    percent: int | None
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Paid:
    """A sponsor pays `percent` for `person` on the local dates from `since` to before `until`."""

    person: int
    percent: int
    since: date
    until: date
    known_from: date
    source: str


def own_share(
    facts: Sequence[Fact],
    person: int,
    directive: Directive,
    helping: Helping,
    on: date,
    known_on: date,
) -> OwnShare:
    """Return what `person` pays of their own on the local date `on`, as known on `known_on`.

    By what was told of themselves; else by what the directive says of their group.
    """
    told = support_of(facts, person, on, known_on)
    if Payer.OWN in told.shares:
        share = told.shares[Payer.OWN]
        return OwnShare(share, share, "; ".join(told.sources[Payer.OWN]))
    groups = sorted(
        fact.of
        for fact in standing(facts, on, known_on)
        if fact.person == person
        and fact.kind in (Kind.MEMBER, Kind.LISTED)
        and fact.directive in ("", directive.id)
    )
    declared = [directive.groups[one] for one in dict.fromkeys(groups) if one in directive.groups]
    stated = {one.own_percent: one.shares_clause for one in declared if one.own_percent is not None}
    # In a group of which the text says nothing, too: under which one they pay is then open.
    if len(stated) == 1 and len(declared) == 1:
        [(percent, clause)] = stated.items()
        return OwnShare(percent, percent, f"{directive.id}, {clause}")
    taken = _WHOLE - sum(told.shares.values())
    least = [one for group in declared if (one := helping.least(group.id, on, known_on))]
    if least:
        most = min(taken, *(_WHOLE - one.state for one in least))
        return OwnShare(None, most, "; ".join(one.source for one in least))
    return OwnShare(None, taken, "")


def sponsored(facts: Iterable[Fact], paid: Paid) -> Revision:
    """Return what is known besides: the sponsor's share, and what is left of the own one."""
    share = Fact(
        person=paid.person,
        kind=Kind.SUPPORT,
        of=Payer.SPONSOR,
        since=paid.since,
        known_from=paid.known_from,
        source=paid.source,
        until=paid.until,
        percent=paid.percent,
    )
    own = [
        _less(fact, paid)
        for fact in facts
        if fact.person == paid.person
        and fact.kind is Kind.SUPPORT
        and fact.of == Payer.OWN
        and fact.percent is not None
        and fact.since < paid.until
        and (fact.until is None or fact.until > paid.since)
    ]
    return together([*own, Revision((), (share,), paid.known_from)], paid.known_from)


def _less(fact: Fact, paid: Paid) -> Revision:
    """Return `fact`, less by what the sponsor pays, on the days on which they do."""
    now = replace(fact, known_from=paid.known_from, struck=None, row=0)
    first, last = max(fact.since, paid.since), min(fact.until or date.max, paid.until)
    left = max((fact.percent or 0) - paid.percent, 0)
    parts = [replace(now, since=first, until=last, percent=left, source=paid.source)]
    if fact.since < first:
        parts.insert(0, replace(now, until=first))
    if fact.until is None or last < fact.until:
        parts.append(replace(now, since=last))
    return Revision((fact,), tuple(parts), paid.known_from)
