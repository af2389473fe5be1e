"""Settle: a person says what became of a message in doubt."""

from dataclasses import dataclass

from dondoc.decisions.settle import settle_unknown
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from models import MessageState


@dataclass(frozen=True)
class Request:
    """The number of a notice whose message is in doubt; `arrived` False sends it again."""

    notice: int
    arrived: bool


@dataclass(frozen=True)
class Answer:
    """The state in which the message is now."""

    notice: int
    state: MessageState


@act("settle")
def settle(desk: Desk, request: Request) -> Answer:
    """Settle it; raise Refused where its message is not in doubt."""
    by = desk.allow("settle", desk.about([request.notice]))
    state = settle_unknown(desk.session, request.notice, request.arrived, by, desk.now)
    return Answer(request.notice, state)
