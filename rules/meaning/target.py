"""How a target stands: reached, missed or not known, by what was told of the days.

A newer "tính đến ngày" beats an older one; of the same day what is better confirmed beats what is
only stated, and of equals the last recorded. That a target is missed is said only by figures of
its day or later; that it is reached counts as soon as it is told, whatever the day. What was
reached on its day or later stays reached: who comes to the group afterwards is nobody's default.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from rules.meaning.facts import TargetFigures
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form, Measure


class TargetState(StrEnum):
    """What is known of a target."""

    REACHED = "reached"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Proof(IntEnum):
    """How well a figure is founded, the weakest first."""

    STATED = 0
    ACCEPTED = 1
    CARDED = 2


@dataclass(frozen=True, slots=True)
class Told:
    """How many people of a body's group are not there yet (`lacking`), as of one local date.

    `body`: whose figures; `source`: the period of its report, or the words of whoever counted a
    list, "" of what was added up over all whom `body` follows; `report`: the report's id, None of
    the others. `population`: everybody the text means, where that is known. `recorded_at`: when it
    became known (UTC).
    """

    as_of: date
    lacking: int
    proof: Proof
    recorded_at: datetime
    body: str
    source: str
    report: int | None = None
    population: int | None = None

    def reaches(self, percent: int) -> bool | None:
        """Say whether `percent` are there; None where nobody knows of how many."""
        if self.lacking == 0 or percent <= 0:
            return True
        if percent >= 100:
            return False
        if not self.population or self.population < self.lacking:
            return None
        return 100 * (self.population - self.lacking) >= percent * self.population


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """One target of one bearer: its state and what says so.

    `wanted`: percent. `by`: the word that holds, the newest, or the one that settled it on its day
    or later; where the state is unknown it is no more than the nearest figures there are ("số gần
    nhất"), None without any. `since`: the local date from which on every word up to that one says
    that it is reached, None where it is not. `day`: the target's; `told`: every word there is, the
    last of each day, by day.
    """

    state: TargetState
    wanted: int
    day: date
    by: Told | None = None
    since: date | None = None
    told: tuple[Told, ...] = ()

    @property
    def figures(self) -> TargetFigures:
        """Return what the policies see of it."""
        known = self.state is not TargetState.UNKNOWN
        days = (self.by.as_of - self.day).days if self.by else 0
        return TargetFigures(known, self.state is TargetState.REACHED, days)


def judge(told: Iterable[Told], day: date, percent: int) -> TargetStanding:
    """Return how a target of `percent` for the local date `day` stands by all that was `told`."""
    last = {one.as_of: one for one in sorted(told, key=weight)}
    words = tuple(last[on] for on in sorted(last))
    if not words:
        return TargetStanding(TargetState.UNKNOWN, percent, day)
    newest = words[-1]
    reached = newest.reaches(percent)
    settled = next((w for w in words if w.as_of >= day and w.reaches(percent)), None)
    by = newest if reached else settled
    if by is not None:
        since = _since(words[: words.index(by) + 1], percent)
        return TargetStanding(TargetState.REACHED, percent, day, by, since, words)
    missed = reached is False and newest.as_of >= day
    state = TargetState.MISSED if missed else TargetState.UNKNOWN
    return TargetStanding(state, percent, day, newest, None, words)


def weight(told: Told) -> tuple[date, Proof, datetime, int]:
    """Return by what the words about a target are ordered, the one that holds last."""
    return told.as_of, told.proof, told.recorded_at, told.report or 0


def _since(words: Sequence[Told], percent: int) -> date:
    since = words[-1].as_of
    for word in reversed(words):
        if not word.reaches(percent):
            break
        since = word.as_of
    return since


def behind(measure: Measure, row: GroupFigures) -> int | None:
    """Return how many more this round's `row` let wait for `measure`; None where it is not told.

    Below 0 where it caught up. 0 of a measure that the movement itself tells: who is not there yet
    stands in the closing.
    """
    if not measure.follows:
        return 0
    ahead, done = row.get(measure.follows), row.get(measure.figure)
    return None if ahead is None or done is None else ahead - done


def by_cards(form: Form, measures: Iterable[str]) -> bool:
    """Say whether a card list tells all of `measures`."""
    return all(form.figure(form.measures[id_].figure).from_cards for id_ in measures)
