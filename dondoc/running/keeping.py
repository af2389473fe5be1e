"""Keeping a program running: started again when it dies, until patience ends."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from dondoc.running.children import GRACE, Child, Program


@dataclass(frozen=True)
class Patience:
    """How often and how soon a child that dies is started again (seconds)."""

    first: float = 1.0
    longest: float = 60.0
    deaths: int = 5
    calm: float = 300.0

    def delay(self, deaths: int) -> float | None:
        """Return how long to wait after the n-th death in a row; None: give up."""
        if deaths >= self.deaths:
            return None
        return min(self.first * 2.0 ** (deaths - 1), self.longest)


class Kept:
    """A program that is kept running: started again when it dies, until patience ends."""

    def __init__(
        self,
        program: Callable[[], Program],
        patience: Patience,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep what `program` returns at each start; `monotonic` counts seconds."""
        self._program = program
        self._patience = patience
        self._monotonic = monotonic
        self._deaths = 0
        self._next = monotonic()
        self.child: Child | None = None
        self.since = 0.0
        self.given_up = False

    def tick(self) -> bool:
        """Look after the child once; return whether it was started or has died just now."""
        if self.child is not None and not self.child.alive:
            self._died(self.child)
            return True
        if self.child is None and not self.given_up and self._monotonic() >= self._next:
            try:
                self.child = Child(self._program())
            except OSError:
                self._plan()
            self.since = self._monotonic()
            return True
        return False

    def _died(self, child: Child) -> None:
        child.stop()
        self.child = None
        if self._monotonic() - self.since >= self._patience.calm:
            self._deaths = 0
        self._plan()

    def _plan(self) -> None:
        self._deaths += 1
        delay = self._patience.delay(self._deaths)
        self.given_up = delay is None
        self._next = self._monotonic() + (delay or 0.0)

    def fail(self, grace: float = GRACE) -> None:
        """End a child that runs and does not answer: that counts as a death."""
        self.stop(grace)
        self._plan()

    def stop(self, grace: float = GRACE) -> None:
        """End the child, if any."""
        if self.child is not None:
            self.child.stop(grace)
            self.child = None
