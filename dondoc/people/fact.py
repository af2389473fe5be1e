"""What is known of a person: what holds from when until when, by which source, known since when.

Nothing is overwritten: what turns out otherwise is struck on the day that became known and told
anew, so that how somebody stood on a day can be asked as it was known on any day. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a fact says; `of` names which: a group, a category, who pays.

    `member`: of a group; `listed`: on the list of a group that a body works through; `stated`: its
    commune says that they joined; `carded`: a card list shows a card; `category`: under which they
    pay; `support`: who pays how many percent of the contribution.
    """

    MEMBER = "member"
    LISTED = "listed"
    STATED = "stated"
    CARDED = "carded"
    CATEGORY = "category"
    SUPPORT = "support"


class Payer(StrEnum):
    """Who pays a share of a contribution: what a fact of support is `of`."""

    OWN = "own"
    STATE = "state"
    LOCAL = "local"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class Fact:
    """It holds on the local dates from `since` on and before `until` (None: no end is known).

    `person`: a case number. `known_from`: the local date from which the office knew it, `struck`:
    the one from which it knew better. `source`: the list, decision or legal text it rests on.
    `body`: the uid of where they are listed, or of who stated it. `percent`: of support alone.
    `began`, `ended`: the reasons (`rules.meaning.reason`), "" where it came with a list itself.
    `directive`: under which, "" under every one. `row`: where it is stored, 0 nowhere yet.
    """

    person: int
    kind: Kind
    of: str
    since: date
    known_from: date
    source: str
    until: date | None = None
    struck: date | None = None
    body: str = ""
    percent: int | None = None
    began: str = ""
    ended: str = ""
    directive: str = ""
    row: int = field(default=0, compare=False)

    def holds(self, on: date) -> bool:
        """Say whether it holds on the local date `on`."""
        return self.since <= on and (self.until is None or on < self.until)

    def believed(self, known_on: date) -> bool:
        """Say whether it was what the office knew on the local date `known_on`."""
        return self.known_from <= known_on and (self.struck is None or known_on < self.struck)

    def before(self, day: date) -> bool:
        """Say whether it began before `day` and goes on up to it or further."""
        return self.since < day and (self.until is None or day <= self.until)


def standing(facts: Iterable[Fact], on: date, known_on: date) -> list[Fact]:
    """Return what holds on the local date `on`, as it was known on the local date `known_on`."""
    return [fact for fact in facts if fact.believed(known_on) and fact.holds(on)]


class NotAsKnown(ValueError):
    """A revision of what is no longer known: somebody else has changed it since."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What is no longer known, and what is known instead; one is never without its day."""

    struck: tuple[Fact, ...]
    told: tuple[Fact, ...]
    known_from: date

    def of(self, facts: Sequence[Fact]) -> list[Fact]:
        """Return `facts` as they are after it. Raises: NotAsKnown."""
        now = list(facts)
        for gone in self.struck:
            if gone not in now:
                raise NotAsKnown(f"hồ sơ số {gone.person}: dữ kiện này đã đổi từ trước")
            now[now.index(gone)] = replace(gone, struck=self.known_from)
        return [*now, *self.told]

    def back(self, known_from: date) -> "Revision":
        """Return what takes it back: what was told is struck, what was struck is told again."""
        again = (replace(one, known_from=known_from, struck=None) for one in self.struck)
        return Revision(self.told, tuple(again), known_from)


def together(revisions: Iterable[Revision], known_from: date) -> Revision:
    """Return them as one, which became known on the local date `known_from`."""
    parts = list(revisions)
    struck = tuple(fact for part in parts for fact in part.struck)
    return Revision(struck, tuple(fact for part in parts for fact in part.told), known_from)


def ending(fact: Fact, until: date, known_from: date, source: str, reason: str = "") -> Revision:
    """Return the end of `fact`: `until` is the first local date on which it no longer holds.

    What would have ended before it began never held: it is struck, and nothing is told instead.
    """
    if until <= fact.since:
        return Revision((fact,), (), known_from)
    ended = replace(fact, until=until, known_from=known_from, source=source, ended=reason)
    return Revision((fact,), (ended,), known_from)
