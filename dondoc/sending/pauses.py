"""Pauses: an account that proved wrong rests until somebody has put it right, or for a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from models import Account, Event
from models.trail import SETTINGS, append
from notifications.outcome import Outcome

# Asked for every window: made once.
_PAUSED = select(Account).where(Account.paused_until > bindparam("now"))

_RESTING = select(Account).where(Account.paused_until.is_not(None)).order_by(Account.name)


def paused(session: Session, now: datetime) -> list[Account]:
    """Return the accounts that rest at the instant `now` (aware)."""
    return list(session.scalars(_PAUSED, {"now": now}))


def pause(
    session: Session, name: str, outcome: Outcome, lasting: timedelta, now: datetime
) -> Event | None:
    """Let the account `name` rest for `lasting`; return the event, None where it rests already."""
    account = session.get(Account, name)
    if account is None:
        account = Account(name=name)
        session.add(account)
    elif account.paused_until is not None and account.paused_until > now:
        return None
    account.paused_at, account.paused_until = now, now + lasting
    account.code, account.reason = outcome.code, outcome.reason
    data = {
        "code": outcome.code,
        "reason": outcome.reason,
        "until": account.paused_until.isoformat(),
    }
    return Event("account.paused", f"account:{name}", data)


def resume(session: Session, name: str, by: str, now: datetime) -> None:
    """Use the account `name` again, because somebody (`by`, `uid/post`) has put it right.

    Raises:
        Refused: it does not rest.
    """
    account = session.get(Account, name)
    if account is None or account.paused_until is None:
        resting = ", ".join(a.name for a in _resting(session)) or "không có"
        raise Refused(f"tài khoản {name} không tạm dừng; đang tạm dừng: {resting}")
    append(session, now, [_resumed(account, by)])


def resume_due(session: Session, now: datetime) -> int:
    """Use again every account whose time has come; return how many."""
    due = [a for a in _resting(session) if a.paused_until is not None and a.paused_until <= now]
    return append(session, now, [_resumed(account, SETTINGS) for account in due])


def _resting(session: Session) -> Iterable[Account]:
    return list(session.scalars(_RESTING))


def _resumed(account: Account, by: str) -> Event:
    account.paused_at = account.paused_until = None
    return Event("account.resumed", f"account:{account.name}", {"by": by})
