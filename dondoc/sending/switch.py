"""The one switch that stops all sending."""

from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.errors import Refused
from models import Event, Switch
from models.salt import digests_of
from models.trail import append

SENDING = "sending"


def sending_off_since(session: Session) -> datetime | None:
    """Return since when nothing is sent, None while sending is on."""
    switch = session.get(Switch, SENDING)
    return switch.off_since if switch else None


def stop_sending(session: Session, reason: str, by: str, now: datetime) -> None:
    """Stop all sending at the instant `now`; sweeps go on deciding.

    Raises:
        Refused: no reason, or it is off already.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do")
    if sending_off_since(session) is not None:
        raise Refused("việc gửi đã tắt từ trước")
    _turn(session, now, reason, by, now)


def start_sending(session: Session, reason: str, by: str, now: datetime) -> None:
    """Send again; what is still true leaves with the next dispatch.

    Raises:
        Refused: no reason, or it is on already.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do")
    if sending_off_since(session) is None:
        raise Refused("việc gửi đang bật")
    _turn(session, None, reason, by, now)


def _turn(
    session: Session, off_since: datetime | None, reason: str, by: str, now: datetime
) -> None:
    session.merge(
        Switch(name=SENDING, off_since=off_since, reason=reason, changed_by=by, changed_at=now)
    )
    kind = "sending.started" if off_since is None else "sending.stopped"
    data = {"by": by, **digests_of(session, reason=reason)}
    append(session, now, [Event(kind, "switch:sending", data)])
