"""How far one round of reports has come in, for the body that consolidates it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from language.zone import day_after
from models import Obligation
from models.among import among
from models.instant import UtcInstant
from models.standing import Way, has_term, is_owed_in_sql, is_urged_in_sql, way_in_sql
from rules.meaning.facts import RoundFigures


class RoundKey(NamedTuple):
    """One round: the duty of the inputs, not of the consolidation."""

    directive: str
    duty: str
    period: str


@dataclass(frozen=True)
class RoundCounts:
    """The official four-way return of one round, and since when the late ones are late.

    `unknown` counts inputs from before the registration, of which nothing is known; `urged` those
    of the overdue of whom something is asked now; `turns_on`: when (local date) the next of those
    in time becomes late; `gathered`: of a round without a term, the ids of the reports that count.
    """

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    unknown: int = 0
    late_since: date | None = None
    urged: int = 0
    turns_on: date | None = None
    gathered: tuple[int, ...] = ()

    @classmethod
    def of(cls, ways: Iterable[Way]) -> "RoundCounts":
        """Return the round of which each report that is owed stands in one of `ways`."""
        found = Counter(ways)
        return cls(
            found["done_on_time"],
            found["done_late"],
            found["open_in_time"],
            found["open_overdue"],
            found["unknown"],
        )

    @property
    def received(self) -> int:
        """Return how many reports have come, in time or late."""
        return self.done_on_time + self.done_late

    @property
    def total(self) -> int:
        """Return how many reports the round asks for."""
        return self.received + self.open_in_time + self.open_overdue + self.unknown

    def as_told(self) -> list[int]:
        """Return the counts a brief tells, to compare with those last told."""
        return [self.done_on_time, self.done_late, self.open_overdue]

    def figures(self, briefed: list[int] | None) -> RoundFigures:
        """Return what the policies see. `briefed`: the counts the leaders were last told."""
        changed = self.open_overdue > 0 if briefed is None else briefed != self.as_told()
        return RoundFigures(
            total=self.total,
            received=self.received,
            missing_late=self.urged,
            inputs_late_on=self.late_since,
            turns_on=self.turns_on,
            changed=changed,
        )

    def arrivals(self, told: Collection[int] | None) -> RoundFigures:
        """Return what the policies see of a round without a term; `told`: the reports last told."""
        news = set(self.gathered) != set(told or ())
        return RoundFigures(total=self.total, received=self.received, news=news)


def _counted() -> Select[str, str, str, str, int, datetime, Any]:
    """Return the statement that counts rounds as they stand at `now`.

    Those of `directives`, `duties` and `periods`: of several at once that may be some more than
    are asked for.
    """
    now = bindparam("now", type_=UtcInstant)
    round_ = Obligation.directive_id, Obligation.duty, Obligation.period
    stands = way_in_sql(now).label("way")
    return (
        select(
            *round_,
            stands,
            func.count(),
            func.min(Obligation.late_from),
            func.sum(case((is_urged_in_sql(now), 1), else_=0)),
        )
        .where(
            among(Obligation.directive_id, "directives"),
            among(Obligation.duty, "duties"),
            among(Obligation.period, "periods"),
            is_owed_in_sql(),
        )
        .group_by(*round_, stands)
    )


# Made once: a day asks it for every letter that tells of a round.
_COUNTED = _counted()


def count_rounds(
    session: Session, keys: Collection[RoundKey], now: datetime
) -> dict[RoundKey, RoundCounts]:
    """Count the rounds `keys` as they stand at the instant `now` (aware), in one query."""
    if not keys:
        return {}
    found: dict[RoundKey, dict[str, int]] = {}
    since: dict[RoundKey, date] = {}
    urged: dict[RoundKey, int] = {}
    turns: dict[RoundKey, date] = {}
    wanted = {*keys}
    named = zip(("directives", "duties", "periods"), map(set, zip(*keys, strict=True)), strict=True)
    counted = session.connection().execute(_COUNTED, {**dict(named), "now": now})
    for directive, duty, period, way, count, late_from, asked in counted:
        key = RoundKey(directive, duty, period)
        if key not in wanted:
            continue
        found.setdefault(key, {})[way] = count
        if way == "open_overdue":
            since[key], urged[key] = day_after(late_from), asked
        elif way == "open_in_time" and has_term(late_from):
            turns[key] = day_after(late_from)
    return {
        key: RoundCounts(
            **ways,
            late_since=since.get(key),
            urged=urged.get(key, 0),
            turns_on=turns.get(key),
            gathered=(),
        )
        for key, ways in found.items()
    }
