"""The road of one person who does not join: from the evidence to how their case stands. Pure.

Nothing skips the evidence. Whoever joins, leaves the list, moves or dies leaves the road at once,
however far their case had come.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.meaning.case import Leave, Need


class State(StrEnum):
    """How a case stands; each but the first two is reached by what somebody did with it."""

    OPEN = "open"
    READY = "ready"
    DRAFTED = "drafted"
    REPORTED = "reported"
    RETURNED = "returned"
    RECEIVED = "received"
    CONSOLIDATED = "consolidated"
    PROPOSED = "proposed"
    DECIDED = "decided"
    LEFT = "left"


STATE_NAMES = {
    State.OPEN: "chưa đủ bằng chứng",
    State.READY: "đủ bằng chứng, chờ báo cáo",
    State.DRAFTED: "trong dự thảo chờ ký",
    State.REPORTED: "đã báo cáo",
    State.RETURNED: "bị trả lại",
    State.RECEIVED: "nơi nhận đã nhận",
    State.CONSOLIDATED: "đã tổng hợp",
    State.PROPOSED: "đã có đề xuất",
    State.DECIDED: "đã có quyết định",
    State.LEFT: "đã rời",
}
# A case in one of these has gone up and is not reported a second time.
UP = frozenset(
    {
        State.REPORTED,
        State.RECEIVED,
        State.CONSOLIDATED,
        State.PROPOSED,
    }
)
# May stand in the report that is signed next.
REPORTABLE = frozenset({State.READY, State.DRAFTED, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on record of one person; local dates, None where nothing is.

    `sought_on`: the day on which help was first asked for, where none was found. `answered_on`:
    when they last answered whoever came. `left`: why they are on the road no more, None while they
    are still to be covered.
    """

    informed_on: date | None = None
    mobilised_on: date | None = None
    helped_on: date | None = None
    sought_on: date | None = None
    answered_on: date | None = None
    left: Leave | None = None

    def has(self, need: Need) -> bool:
        """Say whether there is evidence of what is needed."""
        if need is Need.INFORMED:
            return self.informed_on is not None
        if need is Need.MOBILISED:
            return self.mobilised_on is not None
        return self.helped_on is not None or self.sought_on is not None

    def lacks(self, needs: Collection[Need]) -> tuple[Need, ...]:
        """Return what of `needs` there is no evidence of, in the order of the road."""
        return tuple(need for need in Need if need in needs and not self.has(need))

    def newer_than(self, day: date) -> bool:
        """Say whether the person answered somebody, or was helped, after the local date `day`."""
        known = (self.answered_on, self.helped_on)
        return any(on is not None and on > day for on in known)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands, and what it still lacks of what its clause needs."""

    state: State
    missing: tuple[Need, ...] = ()

    @property
    def reportable(self) -> bool:
        """Say whether the case may stand in a report that is signed now."""
        return self.state in REPORTABLE and not self.missing


def standing_of(
    evidence: Evidence,
    needs: Collection[Need],
    reached: State | None = None,
    decided_on: date | None = None,
) -> Standing:
    """Return how a case stands.

    Args:
        needs: the evidence that its clause asks.
        reached: how far it has come by what people did with it, None where nothing was done.
        decided_on: the local date of the decision on it. Where something was done for the person
            after it and they still do not join, the road begins again.
    """
    missing = evidence.lacks(needs)
    if evidence.left is not None:
        return Standing(State.LEFT)
    if reached is State.DECIDED and decided_on and evidence.newer_than(decided_on):
        reached = None
    if reached is not None:
        return Standing(reached, missing)
    return Standing(State.OPEN if missing else State.READY, missing)
