"""Retract: a notice that should not have left is taken back."""

from dataclasses import dataclass

from dondoc.decisions import retract as decisions
from dondoc.desk.context import Desk
from dondoc.desk.registry import act


@dataclass(frozen=True)
class Request:
    """The notice's number, and why it is taken back."""

    notice: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """Whether a correction goes out, because it had left."""

    notice: int
    corrected: bool


@act("retract")
def retract(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `dondoc.decisions.retract` does."""
    by = desk.allow("retract", desk.about([request.notice]))
    left = decisions.retract(desk.session, request.notice, request.reason, by, desk.now)
    return Answer(request.notice, left)
