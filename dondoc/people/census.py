"""Who is on a body's list of a group on a day, who is covered, and by whose word. Pure.

The list is told three ways that are never taken for one another: whoever came on it, whoever is
left on it after confirmed deductions, and of these whoever is not covered. Beside it stand two
truths of cover: what the commune states, and what the card list shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dondoc.people.fact import Fact, Kind

# A body's uid → whoever stands in its place on the day that is asked about.
Now = Callable[[str], str]
Persons = frozenset[int]
_NOBODY: Persons = frozenset()


@dataclass(frozen=True)
class Census:
    """One body's group on a local date: case numbers, never names.

    `listed`: whoever came on the list since it was last begun anew, by the list itself or later.
    `deducted`: who left it, by reason. `reopened`: whose last card has ended or ends soon, and of
    whom the commune has said nothing since; `ending`: of these, who still has it.
    """

    group: str
    body: str
    on: date
    listed: Persons = _NOBODY
    deducted: Mapping[str, Persons] = field(default_factory=dict)
    confirmed: Persons = _NOBODY
    stated: Persons = _NOBODY
    carded: Persons = _NOBODY
    ending: Persons = _NOBODY
    reopened: Persons = _NOBODY

    @property
    def enrolled(self) -> Persons:
        """Who joined, by either truth."""
        return self.stated | self.carded

    @property
    def uncovered(self) -> Persons:
        """Who is left on the list and not covered by either truth: what a report closes with."""
        return self.confirmed - self.enrolled

    @property
    def remaining(self) -> Persons:
        """Who is to be covered: the uncovered, and whoever is reopened."""
        return self.uncovered | self.reopened

    @property
    def stated_only(self) -> Persons:
        """Whom the commune states as covered and no card list shows."""
        return self.stated - self.carded

    @property
    def carded_only(self) -> Persons:
        """Who has a card of which the commune says nothing."""
        return self.carded - self.stated

    @property
    def differ(self) -> Persons:
        """The very people on whom the two truths differ."""
        return self.stated ^ self.carded


def censuses(
    facts: Iterable[Fact],
    on: date,
    known_on: date,
    now: Now = str,
    since: Mapping[str, date] | None = None,
    soon: int | None = None,
) -> dict[tuple[str, str], Census]:
    """Return, per (body, group), how its list stands on the local date `on`.

    Somebody in two groups is one person in each of them: numbers of groups are never added up.

    Args:
        known_on: as it was known on that local date.
        now: who stands in a body's place on `on`.
        since: by group, the local date on which its list was last begun anew.
        soon: so many calendar days before the last day of a card its holder is to be covered
            again; None: only once it has ended.
    """
    ever = [fact for fact in facts if fact.believed(known_on)]
    believed = [fact for fact in ever if fact.since <= on]
    told = {(f.person, f.of, f.since) for f in believed if f.kind is Kind.STATED and f.holds(on)}
    stated = {(person, of) for person, of, _ in told}
    cards = [fact for fact in ever if fact.kind is Kind.CARDED]
    carded = {fact.person for fact in cards if fact.holds(on)}
    reopened = _reopened(cards, on, soon)
    # What was said before a card came near its end does not speak of what comes after it.
    closed = {
        (person, of) for person, of, day in told if person in reopened and day >= reopened[person]
    }
    lists: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in believed:
        if fact.kind is Kind.LISTED and fact.since >= (since or {}).get(fact.of, date.min):
            lists[now(fact.body), fact.of].append(fact)
    return {
        key: _census(
            *key,
            on,
            found,
            frozenset(p for p, of in stated if of == key[1]),
            carded,
            frozenset(p for p in reopened if (p, key[1]) not in closed),
        )
        for key, found in lists.items()
    }


def _reopened(cards: Iterable[Fact], on: date, soon: int | None) -> dict[int, date]:
    """Return whose last card, held or to come, has ended or ends soon: from which day that counts.

    The day is `soon` calendar days before the last one on the card.
    """
    if soon is None:
        return {}
    last = dict[int, date]()
    for card in cards:
        last[card.person] = max(last.get(card.person, date.min), card.until or date.max)
    # A card holds before its `until`: the day before that is the last one on it.
    before = timedelta(days=soon + 1)
    from_ = {person: until - before for person, until in last.items() if until != date.max}
    return {person: day for person, day in from_.items() if day <= on}


def _census(
    body: str,
    group: str,
    on: date,
    lists: list[Fact],
    stated: Persons,
    carded: set[int],
    reopened: Persons,
) -> Census:
    confirmed = frozenset(fact.person for fact in lists if fact.holds(on))
    deducted: dict[str, set[int]] = defaultdict(set)
    for fact in sorted(lists, key=lambda one: one.since):
        if fact.person not in confirmed:
            for others in deducted.values():
                others.discard(fact.person)
            deducted[fact.ended].add(fact.person)
    return Census(
        group=group,
        body=body,
        on=on,
        listed=frozenset(fact.person for fact in lists),
        deducted={reason: frozenset(people) for reason, people in deducted.items() if people},
        confirmed=confirmed,
        stated=confirmed & stated,
        carded=confirmed & carded,
        ending=confirmed & carded & reopened,
        reopened=confirmed & reopened,
    )


def differing(censuses: Iterable[Census]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return, per (body, group), the case numbers on whom the two truths differ, in order."""
    return {(one.body, one.group): tuple(sorted(one.differ)) for one in censuses if one.differ}
