"""What is counted of a body's group, apart from its own report: lists, and cards on them.

Every count has its own day. None is unknown and takes part in nothing; groups are never added up.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Counted(NamedTuple):
    """`people` as of the local date `as_of`."""

    people: int
    as_of: date


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """The counts of one body's group that are known, each the latest.

    `population`: everybody the text means; `listed`: the list handed down; `confirmed`: that list
    after confirmed deductions; `cards`: of `whole`, how many the card list shows covered.
    """

    population: Counted | None = None
    listed: Counted | None = None
    confirmed: Counted | None = None
    cards: Counted | None = None

    @property
    def whole(self) -> Counted | None:
        """Return the narrowest list that is known: what cards are counted on."""
        return self.confirmed or self.listed or self.population

    @property
    def by_cards(self) -> int | None:
        """Return who is not covered by the card list; None where unknown.

        More cards than people are the counts of two different lists: what is left is unknown.
        """
        if self.whole is None or self.cards is None or self.cards.people > self.whole.people:
            return None
        return self.whole.people - self.cards.people


NO_COUNTS = GroupCounts()
