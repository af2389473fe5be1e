"""Everything at once that waits for a decision, as far as whoever looks sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.desk.look import Look
from dondoc.looking.waiting.asked import Asked, asked
from dondoc.looking.waiting.figures import Apart, Contradiction, apart, contradictions
from dondoc.looking.waiting.letters import Doubtful, Held, Unheard, doubtful, held, unheard
from dondoc.looking.waiting.papers import Draft, Unamended, drafts, unamended


@dataclass(frozen=True)
class Waiting:
    """What waits, kind by kind."""

    held: list[Held]
    asked: list[Asked]
    doubtful: list[Doubtful]
    contradictions: list[Contradiction]
    unheard: list[Unheard]
    drafts: list[Draft]
    unamended: list[Unamended]

    @property
    def total(self) -> int:
        """Return how many decisions wait."""
        return sum(len(kind) for kind in vars(self).values())


def waiting(look: Look, figures: Sequence[Apart] | None = None) -> Waiting:
    """Return it; the number of statements does not grow with what waits.

    Args:
        figures: what `apart` has found before; None: it is looked for.
    """
    return Waiting(
        held=held(look),
        asked=asked(look),
        doubtful=doubtful(look),
        contradictions=contradictions(look, apart(look) if figures is None else figures),
        unheard=unheard(look),
        drafts=drafts(look),
        unamended=unamended(look),
    )
