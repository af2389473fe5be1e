"""Sessions: opened at sign-in under a new id, found by digest, locked, ended, revoked.

All by the machine's clock: a demonstration's runs ahead.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ScalarSelect, delete, select, update
from sqlalchemy.orm import Session

from dondoc.setup.settings import WebSettings
from models import WebSession

# How often it is written down that somebody is still there: not at every picture of a page.
_TOUCH = timedelta(minutes=1)
# Whoever looks at a page is warned so long before it locks, in seconds; half the time at most.
_WARNING = 120
# How long somebody who came by a link goes on before they open it again.
_BY_LINK = timedelta(hours=4)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Signed:
    """Somebody signed in; `said` is who acts, as `uid/post`, "" before that is chosen.

    `locked`: only the name is shown. `login`: by whose password, None for a role of a
    demonstration. `waits_for`: what is asked before anything is shown, "" for nothing. `only`: the
    obligations (their numbers) that a link in a letter opened, None for who is signed in;
    `message`: that letter, `proven`: what was sent to the post's own address was typed.
    `locks_at`: when it locks if nobody does anything.
    """

    id: int
    said: str
    locked: bool
    receipt: str | None
    stale: bool
    login: int | None
    waits_for: str
    only: frozenset[int] | None = None
    message: int | None = None
    proven: bool = False
    locks_at: datetime = _NEVER

    @property
    def wholly(self) -> bool:
        """Say whether nothing is asked first, and nothing is to be shown once."""
        asked = self.locked or self.waits_for or self.only is not None
        return not (asked or self.receipt)


def warned_after(idle_minutes: int) -> int:
    """Return how many seconds after it was shown a page asks whether it is about to lock."""
    return idle_minutes * 60 - min(_WARNING, idle_minutes * 30)


def new_token() -> str:
    """Return what a browser is to hold: 256 bits nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def open_session(
    session: Session,
    said: str,
    now: datetime,
    settings: WebSettings,
    login: int | None = None,
    waits_for: str = "",
) -> str:
    """Open a session for `said` (`uid/post`) and return its token; whoever ended is swept out.

    Args:
        login, waits_for: as `Signed` has them.
    """
    session.execute(delete(WebSession).where(WebSession.ends_at <= now))
    token = new_token()
    ends = now + timedelta(hours=settings.hours)
    session.add(
        WebSession(
            token=digest(token),
            said=said,
            opened_at=now,
            seen_at=now,
            ends_at=ends,
            login_id=login,
            waits_for=waits_for or None,
        )
    )
    return token


def find(session: Session, token: str, now: datetime, settings: WebSettings) -> Signed | None:
    """Return who holds `token` at the instant `now`; None for nobody, or for one that ended."""
    return find_beside(session, token, now, settings, ())[0]


def find_beside(
    session: Session,
    token: str,
    now: datetime,
    settings: WebSettings,
    beside: Sequence[ScalarSelect[Any]],
) -> tuple[Signed | None, tuple[object, ...]]:
    """Do as `find`, and return what else was asked for in the same statement."""
    query = select(WebSession, *beside).where(
        WebSession.token == digest(token), WebSession.ends_at > now
    )
    found = session.execute(query).one_or_none()
    return (None, ()) if found is None else (_signed(found[0], now, settings), tuple(found[1:]))


def _signed(row: WebSession, now: datetime, settings: WebSettings) -> Signed:
    locks_at = row.seen_at + timedelta(minutes=settings.idle_minutes)
    idle = now >= locks_at
    locked = row.locked_at is not None or idle
    stale = now - row.seen_at >= _TOUCH
    waits = row.waits_for or ""
    only = frozenset(map(int, row.only.split())) if row.only is not None else None
    return Signed(
        row.id,
        row.said,
        locked,
        row.receipt,
        stale,
        row.login_id,
        waits,
        only,
        row.message_id,
        row.proven,
        locks_at,
    )


def open_by_link(
    session: Session, said: str, only: Collection[int], message: int, now: datetime
) -> str:
    """Open a session for whoever came by the link in a letter, and return its token.

    Args:
        said: the post the letter went to, as `uid/post`.
        only: numbers of the obligations it is about.
    """
    token = new_token()
    session.add(
        WebSession(
            token=digest(token),
            said=said,
            opened_at=now,
            seen_at=now,
            ends_at=now + _BY_LINK,
            only=" ".join(map(str, sorted(only))),
            message_id=message,
        )
    )
    return token


def touch(session: Session, id_: int, now: datetime) -> None:
    """Write down that somebody is there at `now`."""
    session.execute(update(WebSession).where(WebSession.id == id_).values(seen_at=now))


def lock(session: Session, id_: int, now: datetime) -> None:
    """Ask for the password again from `now` on."""
    session.execute(update(WebSession).where(WebSession.id == id_).values(locked_at=now))


def leave_receipt(session: Session, id_: int, text: str | None) -> None:
    """Keep what is to be shown once on the next page; None: it was shown."""
    session.execute(update(WebSession).where(WebSession.id == id_).values(receipt=text))


def end(session: Session, id_: int) -> None:
    """End a session; its token opens nothing any more."""
    session.execute(delete(WebSession).where(WebSession.id == id_))
