"""The one switch over all sending: turned off, turned on again."""

from dataclasses import dataclass
from datetime import datetime

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.sending.restored import trust_again
from dondoc.sending.switch import sending_off_since, start_sending, stop_sending


@dataclass(frozen=True)
class Request:
    """Why the switch is turned."""

    reason: str


@dataclass(frozen=True)
class Answer:
    """Since when nothing is sent, None where sending is on."""

    sending_off_since: datetime | None


@act("sending.stop")
def stop(desk: Desk, request: Request) -> Answer:
    """Stop all sending; raise Refused where it is off already or no reason is given."""
    stop_sending(desk.session, request.reason, desk.allow("sending.stop"), desk.now)
    return Answer(sending_off_since(desk.session))


@act("sending.start")
def start(desk: Desk, request: Request) -> Answer:
    """Send again.

    Raises:
        Refused: it is on already, no reason is given, or the database is an older one put back of
            which not all that it could repeat is among the doubts yet.
    """
    by = desk.allow("sending.start")
    trust_again(desk.session, desk.now)
    start_sending(desk.session, request.reason, by, desk.now)
    return Answer(sending_off_since(desk.session))
