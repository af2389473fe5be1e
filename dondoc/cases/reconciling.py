"""Three lists of one money held against each other: who stands where, in what they differ. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from models import Side
from rules.meaning.contribution import Differs


@dataclass(frozen=True, slots=True)
class Paid:
    """What a list says of one person: for how many months, how many đồng."""

    months: int
    amount: int


@dataclass(frozen=True)
class Difference:
    """One person (case number) on whom lists differ; `told`: by side, None: not on that list."""

    person: int
    differs: Differs
    told: Mapping[Side, Paid | None]


Lists = Mapping[Side, Mapping[int, Paid]]


def differences(lists: Lists) -> list[Difference]:
    """Return whoever is not told alike by every one of the `lists`, by case number.

    Of several differences the one that is named is the coarsest: missing, then months, then money.
    """
    persons = sorted({person for one in lists.values() for person in one})
    found = []
    for person in persons:
        told = {side: one.get(person) for side, one in lists.items()}
        differs = _differs(list(told.values()))
        if differs is not None:
            found.append(Difference(person, differs, told))
    return found


def _differs(told: list[Paid | None]) -> Differs | None:
    there = [one for one in told if one is not None]
    if len(there) < len(told):
        return "missing"
    if len({one.months for one in there}) > 1:
        return "months"
    return "amount" if len({one.amount for one in there}) > 1 else None


def agreed(lists: Lists) -> Paid:
    """Return what all lists say alike: how many people's months, how many đồng."""
    apart = {one.person for one in differences(lists)}
    first: Mapping[int, Paid] = next(iter(lists.values()), {})
    same = [paid for person, paid in first.items() if person not in apart]
    return Paid(sum(one.months for one in same), sum(one.amount for one in same))
