"""How often the bearers of a duty were on time, round after round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from dondoc.obligations.standing import Standing
from models.standing import Way, has_term

# The ways that are an outcome; what is still in time, or unknown, is none.
_OUTCOMES = frozenset[Way]({"done_on_time", "done_late", "open_overdue"})


@dataclass
class Rate:
    """The outcomes of one bearer in one duty, the oldest round first.

    A round has an outcome once its report has come or is late. `not_counted`: rounds of which it
    has none that could be held against it: paused, or from before the registration.
    """

    directive: str
    duty: str
    bearer: str
    outcomes: list[Standing] = field(default_factory=list)
    not_counted: int = 0

    def count(self, way: Way) -> int:
        """Return in how many rounds it stood so."""
        return sum(one.way == way for one in self.outcomes)

    @property
    def on_time(self) -> int:
        """Return how many reports came in time."""
        return self.count("done_on_time")

    @property
    def rounds(self) -> int:
        """Return how many rounds have an outcome."""
        return len(self.outcomes)

    @property
    def percent(self) -> int | None:
        """Return the share that was on time, in percent, halves up; None where no round counts."""
        return (200 * self.on_time + self.rounds) // (2 * self.rounds) if self.rounds else None

    def so_far(self) -> Iterator[tuple[Standing, int]]:
        """Yield each outcome, the oldest first, with how many were on time up to it."""
        return zip(
            self.outcomes,
            accumulate(int(one.way == "done_on_time") for one in self.outcomes),
            strict=True,
        )


def rates(standings: Iterable[Standing]) -> list[Rate]:
    """Return the rate of each duty and bearer among `standings`, by what they were at that instant.

    A body that was merged keeps its own rounds; its heir begins with none. What has no term can be
    neither in time nor late, and is left out.
    """
    found: dict[tuple[str, str, str], Rate] = {}
    for one in sorted(standings, key=lambda one: (one.due_on, one.owed.id)):
        if not has_term(one.late_from):
            continue
        key = one.owed.directive_id, one.owed.duty, one.owed.bearer_uid
        rate = found.setdefault(key, Rate(*key))
        if one.paused or one.way == "unknown":
            rate.not_counted += 1
        elif one.way in _OUTCOMES:
            rate.outcomes.append(one)
    return list(found.values())
