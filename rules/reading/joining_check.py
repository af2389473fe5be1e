"""A consolidating duty against its inputs: the same periods, and never due before them."""

from collections.abc import Iterator, Mapping, Sequence

from rules.files.nodes import Path as KeyPath
from rules.meaning.duty import Duty
from rules.meaning.rounds import Round

# (key below the consolidating duty, what is wrong, what is allowed)
_Mistake = tuple[KeyPath, str, str]


def joining_mistakes(
    duty: Duty, inputs: Duty, own: Sequence[Round], theirs: Sequence[Round]
) -> Iterator[_Mistake]:
    """Yield where the rounds of `duty` and of its `inputs` do not belong together.

    Args:
        own: the rounds of `duty`; theirs: those of `inputs`.
    """
    every = inputs.due.every if inputs.due else None
    if (duty.due.every if duty.due else None) != every:
        allowed = f"due.every: {every}" if every else "a due that does not recur"
        yield ("consolidates",), "the two do not recur alike", allowed
        return
    if not own or not theirs:
        return
    inputs_due = {one.label: one for one in theirs}
    yield from _periods(inputs, {one.label: one for one in own}, inputs_due)
    for one in own:
        input_ = inputs_due.get(one.label)
        if input_ is not None and one.due_on < input_.due_on:
            about = f"kỳ {one.period.short}: " if one.period else ""
            what = (
                f"{about}due on {one.due_on}, before the reports it consolidates "
                f'("{inputs.id}", due on {input_.due_on})'
            )
            yield ("due",), what, f"{input_.due_on} or later, or another `period`"
            return


def _periods(
    inputs: Duty, own: Mapping[str, Round], theirs: Mapping[str, Round]
) -> Iterator[_Mistake]:
    """Yield periods that are reported and not consolidated, or the other way round."""
    more, fewer = [own[id_] for id_ in own if id_ not in theirs], theirs.keys() - own.keys()
    allowed = f'the periods of "{inputs.id}": {_ends(list(theirs.values()))}'
    if more:
        what = f'no report of "{inputs.id}" is about {_name(more[0])}, due on {more[0].due_on}'
        yield ("period",), what, allowed
    elif fewer:
        missing = next(one for label, one in theirs.items() if label in fewer)
        yield ("period",), f"nothing consolidates {_name(missing)}", allowed


def _ends(found: Sequence[Round]) -> str:
    first, last = _name(found[0]), _name(found[-1])
    return first if first == last else f"{first} … {last}"


def _name(one: Round) -> str:
    return one.period.short if one.period else one.label
