"""Who pays which share of somebody's contribution on a day: what was told, never more.

A share that nobody named stays unknown: what one dispatch says of one group says nothing of others.
Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.people.fact import Fact, Kind, Payer, standing

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Support:
    """Percent of the contribution by who pays it, with the source of each share.

    `unknown`: percent of which nobody is known to pay them; below 0 where more was promised than
    there is to pay, which a person has to settle.
    """

    shares: dict[Payer, int]
    sources: dict[Payer, tuple[str, ...]]

    @property
    def unknown(self) -> int:
        return _WHOLE - sum(self.shares.values())


def support_of(facts: Iterable[Fact], person: int, on: date, known_on: date) -> Support:
    """Return who pays what for `person` on the local date `on`, as known on `known_on`."""
    shares, sources = dict[Payer, int](), dict[Payer, tuple[str, ...]]()
    for fact in standing(facts, on, known_on):
        if fact.person == person and fact.kind is Kind.SUPPORT and fact.percent is not None:
            payer = Payer(fact.of)
            shares[payer] = shares.get(payer, 0) + fact.percent
            sources[payer] = (*sources.get(payer, ()), fact.source)
    return Support(shares, sources)


def category_of(facts: Iterable[Fact], person: int, on: date, known_on: date) -> str | None:
    """Return under which category `person` pays on that day: the last told, None if none was.

    Somebody may be in two groups; they are one person and pay once.
    """
    told = [
        fact
        for fact in standing(facts, on, known_on)
        if fact.person == person and fact.kind is Kind.CATEGORY
    ]
    return max(told, key=lambda one: (one.since, one.known_from)).of if told else None
