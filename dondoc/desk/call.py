"""Call: who was met, what was promised."""

from dataclasses import dataclass
from datetime import date

from dondoc.decisions import call as decisions
from dondoc.decisions.call import Said
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act


@dataclass(frozen=True)
class Request:
    """A call about one obligation."""

    of: Which
    said: Said


@dataclass(frozen=True)
class Answer:
    """Until which morning the next rung waits, None where the call holds nothing."""

    obligation: int
    held_until: date | None


@act("call")
def call(desk: Desk, request: Request) -> Answer:
    """Enter the call; raise Refused as `dondoc.decisions.call` does."""
    row = desk.owed(request.of)
    by, at = desk.allow("call", [row]), desk.settings.sweep.at
    held = decisions.call(desk.session, desk.rulebook, row, request.said, by, desk.now, at)
    return Answer(row.id, held)
