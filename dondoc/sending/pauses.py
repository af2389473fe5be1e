"""Pauses: an account that proved wrong rests until somebody has put it right, or for a time.

Wrong is what the other side says of the account itself, and what it says of one letter after the
other in the same words: it is then not the letters that are at fault.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from models import Account, Event
from models.message import ATTEMPT, MESSAGE
from models.trail import SETTINGS, append
from notifications.outcome import Kind, Outcome

# So many letters refused in the same words one after the other: it is the account.
ALIKE = 10
_OWN = frozenset({"NOT_MAIL", "BAD_LINES", "CONFLICT"})
_ADDRESS = re.compile(r"\(5[0-9]{2} 5\.1\.")
# Asked for every window: made once.
_PAUSED = select(Account).where(Account.paused_until > bindparam("now"))
_RESTING_NAMES = select(Account.name).where(Account.paused_until > bindparam("now"))
_ANY_RESTING = select(Account.name).where(Account.paused_until.is_not(None)).limit(1)
_RESTING = select(Account).where(Account.paused_until.is_not(None)).order_by(Account.name)


def speaks_of_all(outcome: Outcome) -> bool:
    """Whether a refusal may be meant for whatever this account sends, not for this one letter.

    An address that does not exist (RFC 3463, 5.1.x) and what we found wrong ourselves are not.
    """
    own = outcome.code in _OWN or _ADDRESS.search(outcome.reason) is not None
    return outcome.kind is Kind.PERMANENT and not own


def rest_refused(
    session: Session, name: str, outcome: Outcome, lasting: timedelta, now: datetime
) -> Event | None:
    """Let the account `name` rest as `pause` does, where its last letters were all refused alike.

    Args:
        outcome: how the last of them ended.
    """
    last = (
        select(ATTEMPT.c.outcome, ATTEMPT.c.code, ATTEMPT.c.reason)
        .join(MESSAGE, MESSAGE.c.id == ATTEMPT.c.message_id)
        .where(MESSAGE.c.channel == name, ATTEMPT.c.begun_at.is_not(None))
        .where(ATTEMPT.c.finished_at.is_not(None))
        .order_by(ATTEMPT.c.id.desc())
    )
    ends = [tuple(row) for row in session.connection().execute(last.limit(ALIKE)).all()]
    if ends != [(outcome.kind.value, outcome.code, outcome.reason)] * ALIKE:
        return None
    said = f"{ALIKE} thư liền bị từ chối như nhau: {outcome.reason}"
    return pause(session, name, replace(outcome, reason=said), lasting, now)


def paused(session: Session, now: datetime) -> list[Account]:
    """Return the accounts that rest at the instant `now` (aware)."""
    return list(session.scalars(_PAUSED, {"now": now}))


def resting(session: Session, now: datetime) -> set[str]:
    """Return the names of the accounts that rest at the instant `now` (aware)."""
    session.flush()
    return set(session.connection().scalars(_RESTING_NAMES, {"now": now}))


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
    if session.connection().scalar(_ANY_RESTING) is None:
        return 0
    due = [a for a in _resting(session) if a.paused_until is not None and a.paused_until <= now]
    return append(session, now, [_resumed(account, SETTINGS) for account in due])


def _resting(session: Session) -> Iterable[Account]:
    return list(session.scalars(_RESTING))


def _resumed(account: Account, by: str) -> Event:
    account.paused_at = account.paused_until = None
    return Event("account.resumed", f"account:{account.name}", {"by": by})
