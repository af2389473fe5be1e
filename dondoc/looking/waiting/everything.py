"""Everything at once that waits for a decision, as far as whoever looks sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.desk.look import Look
from dondoc.looking.waiting.asked import Asked, asked
from dondoc.looking.waiting.figures import Apart, Contradiction, apart, contradictions
from dondoc.looking.waiting.letters import (
    SHOWN,
    Doubtful,
    Held,
    Unheard,
    doubtful,
    held,
    number_held,
    unheard,
)
from dondoc.looking.waiting.papers import Draft, Unamended, drafts, unamended


@dataclass(frozen=True)
class Waiting:
    """What waits, kind by kind; `held` are the first of `held_in_all`."""

    held: list[Held]
    asked: list[Asked]
    doubtful: list[Doubtful]
    contradictions: list[Contradiction]
    unheard: list[Unheard]
    drafts: list[Draft]
    unamended: list[Unamended]
    held_in_all: int

    @property
    def total(self) -> int:
        """Return how many decisions wait."""
        others = self.asked, self.doubtful, self.contradictions, self.unheard, self.drafts
        return self.held_in_all + len(self.unamended) + sum(len(kind) for kind in others)


def waiting(look: Look, figures: Sequence[Apart] | None = None) -> Waiting:
    """Return it; the number of statements does not grow with what waits.

    Args:
        figures: what `apart` has found before; None: it is looked for.
    """
    first = held(look)
    return Waiting(
        held=first,
        held_in_all=len(first) if len(first) < SHOWN else number_held(look),
        asked=asked(look),
        doubtful=doubtful(look),
        contradictions=contradictions(look, apart(look) if figures is None else figures),
        unheard=unheard(look),
        drafts=drafts(look),
        unamended=unamended(look),
    )
