"""A due against its quote and its dispatch: what its own shape cannot see."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from rules.files.source import folded
from rules.meaning.duty import Due
from rules.reading.directive_shape import InForceShape

# The end of a recurrence → the gap by which a dispatch leaves it open.
_ENDS = {"first": "first_period", "last": "last_period"}


def due_mistakes(
    due: Due, quote: str, in_force: InForceShape, gaps: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what is wrong, what is allowed).

    `quote`: folded. `gaps`: those declared of the duty or of its dispatch. A recurrence ends with
    its dispatch, and an end that the text leaves open has its reason.
    """
    if folded(due.wording) not in quote:
        yield "wording", f'the quote does not say "{due.wording}"', "words of `quote`"
    begins, until = in_force.from_, in_force.until
    # Of dates that are counted from the end of a period these are the earliest they can be.
    after = timedelta(days=due.days or 0) if due.counted else timedelta()
    first, last = due.first and due.first + after, due.last and due.last + after
    for key, day in (("on", due.on), ("first", first)):
        if day is not None and day < begins:
            what = f"{day} lies before the dispatch was in force ({begins})"
            yield key, what, f"from {begins}"
    if last and until and last > until:
        yield "last", f"{last} lies after the dispatch was in force ({until})", f"until {until}"
    if due.every and not due.assumed:
        for key, gap in _ENDS.items():
            if gap in gaps:
                what = f"the text leaves `{key}` open (gap {gap}), and no reason is given"
                yield key, what, "with `assumed`: why this date was taken"
