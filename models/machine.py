"""State machines: one table of allowed moves per model, and one way to break the rule."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Exception):
    """A model was asked for a move its table does not hold. Names both states."""


class Machine(Generic[S]):
    """The allowed moves of one model.

    `moves` maps each state to the states it may go to; a state missing from it is final.
    """

    def __init__(self, subject: str, moves: Mapping[S, frozenset[S]]) -> None:
        self.subject = subject
        self.moves = moves

    def check(self, current: S, to: S) -> None:
        """Raise `IllegalMove` unless `current → to` is in the table."""
        if to not in self.moves.get(current, frozenset()):
            allowed = ", ".join(sorted(self.moves.get(current, frozenset()))) or "none"
            raise IllegalMove(
                f"{self.subject}: {current} → {to} is not allowed; allowed: {allowed}"
            )

    def sources(self, to: S) -> frozenset[S]:
        """Return the states from which `to` can be reached in one move."""
        return frozenset(state for state, targets in self.moves.items() if to in targets)
