"""What a visit can say: closed lists of ways, whom one met, answers, situations; what counts.

Declared in `rules/people/tham.yaml`, read by `rules.reading.visiting_file`. The place of a code in
its list, from 1, is its box on the printed form and the digit typed for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class WayKind(StrEnum):
    """How somebody was reached; a household counts as visited by `VISIT` alone."""

    VISIT = "visit"
    TALK = "talk"
    PAPER = "paper"
    MEETING = "meeting"


class MetKind(StrEnum):
    """Whom one met; by a neighbour or nobody, nobody was informed or has answered."""

    HOUSEHOLD = "household"
    NEIGHBOUR = "neighbour"
    NOBODY = "nobody"


class AnswerKind(StrEnum):
    """What whoever was met said; `LATER` goes with a reason."""

    JOINS = "joins"
    HELP = "help"
    CANNOT = "cannot"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """One code of a closed list, and what it is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Way(Word):
    """`evidence`: it counts only with words that say by what it can be shown."""

    kind: WayKind
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Met(Word):
    """Whom one met."""

    kind: MetKind


@dataclass(frozen=True, slots=True)
class Reply(Word):
    """An answer."""

    kind: AnswerKind


@dataclass(frozen=True, slots=True)
class Situation(Word):
    """`asks`: the reason (`rules.meaning.reason`) of the change it leads to, "" for none."""

    asks: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """After how many working days word goes out about visits; `assumed`: why these.

    `unvisited`: since the last outreach to somebody; `promise`: since the day they named; `pace`:
    from how many days of being followed on the pace is told; `rise`: before the contribution rises.
    """

    unvisited: int
    promise: int
    pace: int
    rise: int
    assumed: str


class UnknownWord(KeyError):
    """A code that its closed list does not name."""

    def __init__(self, what: str, said: str, known: Iterable[str]) -> None:
        self.what, self.said, self.known = what, said, tuple(known)
        super().__init__(said)

    def __str__(self) -> str:
        return f"không có {self.what} {self.said!r}; có: {', '.join(self.known)}"


@dataclass(frozen=True)
class Visiting:
    """All closed lists, each by code in the order declared.

    `meeting_informs`: whoever stands on the list of a village meeting counts as informed; `assumed`
    says why it is as it is, "" where the office has decided. `reminders`: None where none go out.
    """

    ways: Mapping[str, Way] = field(hash=False, default_factory=dict)
    went: Mapping[str, Word] = field(hash=False, default_factory=dict)
    met: Mapping[str, Met] = field(hash=False, default_factory=dict)
    answers: Mapping[str, Reply] = field(hash=False, default_factory=dict)
    reasons: Mapping[str, Word] = field(hash=False, default_factory=dict)
    situations: Mapping[str, Situation] = field(hash=False, default_factory=dict)
    strikes: Mapping[str, Word] = field(hash=False, default_factory=dict)
    meeting_informs: bool = False
    assumed: str = ""
    reminders: Reminders | None = None

    def informs(self, way: str, met: str) -> bool:
        """Say whether who was told by this way, through whom one met, counts as informed."""
        known, whom = self.ways.get(way), self.met.get(met)
        if known is None or whom is None or whom.kind is not MetKind.HOUSEHOLD:
            return False
        return known.kind is not WayKind.MEETING or self.meeting_informs

    def mobilises(self, way: str, met: str) -> bool:
        """Say whether somebody can have been mobilised so: by speaking with their household."""
        known, whom = self.ways.get(way), self.met.get(met)
        speaks = known is not None and known.kind in (WayKind.VISIT, WayKind.TALK)
        return speaks and whom is not None and whom.kind is MetKind.HOUSEHOLD

    def of_way(self, *kinds: WayKind) -> tuple[str, ...]:
        """Return the codes of the ways of these kinds."""
        return tuple(one.id for one in self.ways.values() if one.kind in kinds)

    def of_met(self, kind: MetKind) -> tuple[str, ...]:
        """Return the codes of whom one can meet of that kind."""
        return tuple(one.id for one in self.met.values() if one.kind is kind)

    def of_answer(self, *kinds: AnswerKind) -> tuple[str, ...]:
        """Return the codes of the answers of these kinds."""
        return tuple(one.id for one in self.answers.values() if one.kind in kinds)


NO_VISITING = Visiting()
