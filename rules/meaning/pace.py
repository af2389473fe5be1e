"""How fast a group gets smaller from one closing to the next, and where that leads.

Plain arithmetic on the closings of a few rounds, no model of why people join: whoever reads the
figure gets the slowest and the fastest pace seen along with it.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

# Two rounds are one step: no range can be told from it.
FEWEST = 3
# [house] Half a year of monthly rounds; what was before tells little of the next month.
MOST = 6
_WEEK = 7


class Closing(NamedTuple):
    """People not yet covered on the local date `on`, a round's cut-off."""

    on: date
    people: int


class Outlook(NamedTuple):
    """People not yet covered on a later day: `low` ≤ `likely` ≤ `high`, from so many `rounds`."""

    rounds: int
    likely: int
    low: int
    high: int


def weekly(before: Closing, now: Closing) -> Fraction | None:
    """Return how many people a week left the uncovered between two closings; below 0: more came.

    None where `now` is not after `before`.
    """
    days = (now.on - before.on).days
    return Fraction(_WEEK * (before.people - now.people), days) if days > 0 else None


def outlook(closings: Sequence[Closing], on: date) -> Outlook | None:
    """Return who would be left on `on` if the last rounds went on as they did.

    Likely: the straight line through the first and the last of the last `MOST` closings. The range
    goes on from the last closing at the fastest and at the slowest pace between two rounds that
    follow each other, rounded outwards. Nothing falls below 0.

    Args:
        closings: by date, each day later than the one before.
    Returns:
        None before three rounds, and where `on` is not after the last closing.
    """
    used = closings[-MOST:]
    if len(used) < FEWEST or on <= used[-1].on:
        return None
    steps = [pace for pace in (weekly(*pair) for pair in pairwise(used)) if pace is not None]
    overall = weekly(used[0], used[-1])
    if overall is None or len(steps) < len(used) - 1:
        return None
    weeks = Fraction((on - used[-1].on).days, _WEEK)

    def left(pace: Fraction) -> Fraction:
        return max(Fraction(0), used[-1].people - pace * weeks)

    return Outlook(
        rounds=len(used),
        likely=round(left(overall)),
        low=floor(left(max(steps))),
        high=ceil(left(min(steps))),
    )
