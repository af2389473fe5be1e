"""Unsign: a signature that was entered by mistake is taken back; its figures move again."""

from dataclasses import dataclass
from datetime import date

from dondoc.consolidation import unsign as rounds
from dondoc.consolidation.consolidate import consolidator
from dondoc.decisions.release import holding
from dondoc.desk.context import Desk
from dondoc.desk.registry import act


@dataclass(frozen=True)
class Request:
    """The round by its consolidator's date, and why its last signature is taken back.

    `duty`: whose round, where several are due that day.
    """

    directive: str
    due: date | None
    reason: str
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """The consolidator's obligation, and which signature does not hold any more."""

    obligation: int
    revision: int


@act("unsign")
def unsign(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `dondoc.consolidation.unsign` does."""
    row = consolidator(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("unsign", [row])
    signature = rounds.unsign(
        desk.session,
        desk.rulebook,
        request.directive,
        request.due,
        request.reason,
        by,
        desk.now,
        desk.above(row),
        holding(desk.rulebook, desk.settings),
        request.duty,
    )
    return Answer(row.id, signature.revision)
