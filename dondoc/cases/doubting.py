"""Two visits that contradict each other: found when the later one comes, settled by a person. Pure.

Nothing is overwritten: both stay, and somebody who knows says which holds.
"""

from collections.abc import Iterable, Iterator

from models import Doubt, Visit
from rules.meaning.visiting import AnswerKind, Visiting


def doubts(
    new: Visit, before: Iterable[Visit], visiting: Visiting
) -> Iterator[tuple[Visit, Doubt]]:
    """Yield which of the visits `before` it, of the same person, the `new` one contradicts.

    On one day each answer that differs does. On others the later day's answer is the newer one,
    unless the clocks do not tell which was later: one was written after the other by the devices'
    clocks, and reached the office before it.
    """
    for old in before:
        if not _differ(new, old, visiting):
            continue
        if new.visited_on == old.visited_on:
            yield old, Doubt.SAME_DAY
        elif _disordered(new, old):
            yield old, Doubt.CLOCK


def _differ(new: Visit, old: Visit, visiting: Visiting) -> bool:
    """Say whether both told something of the person, and not the same."""
    none = visiting.of_answer(AnswerKind.NONE)
    both_answer = new.answer not in none and old.answer not in none
    if both_answer and new.answer != old.answer:
        return True
    asked = [
        visiting.situations[one].asks
        for one in (new.situation, old.situation)
        if one in visiting.situations
    ]
    gone = any(asked) and len(set(asked)) > 1
    # Whoever has died or moved gives no answer.
    return gone and new.visited_on == old.visited_on


def _disordered(new: Visit, old: Visit) -> bool:
    if new.device_at is None or old.device_at is None:
        return False
    return old.device_at > new.device_at and old.recorded_at <= new.recorded_at
