"""What has fired beside the ladder: as a row holds it, as verdicts compare it, as a ladder asks."""

from rules.meaning.ladder import Decision

# (step, its repeat numbers), in the order of the steps.
Repeats = tuple[tuple[str, tuple[int, ...]], ...]


def pairs(fired: dict[str, list[int]]) -> set[tuple[str, int]]:
    """Return what has `fired`, as a ladder asks for it."""
    return {(step, repeat) for step, numbers in fired.items() for repeat in numbers}


def repeats(fired: dict[str, list[int]]) -> Repeats:
    """Return what has `fired`, so that it can be compared."""
    return tuple((step, tuple(numbers)) for step, numbers in sorted(fired.items()))


def with_fired(fired: dict[str, list[int]], decision: Decision) -> Repeats:
    """Return what has fired beside the ladder once `decision` is carried out."""
    after = {step: list(numbers) for step, numbers in fired.items()}
    for firing in decision.fire:
        if firing.policy.rung is None:
            after.setdefault(str(firing.policy.step), []).append(firing.repeat)
    return repeats(after)
