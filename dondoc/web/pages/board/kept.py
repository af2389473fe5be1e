"""What the board has read is kept for whoever asks the same next: readers come in crowds.

What changes anything has an entry in the trail, and what the clock changes is looked at anew every
minute: the same head of the trail, minute and sight is the same board.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.looking.glance import Glance
from dondoc.looking.status import DutyStatus
from dondoc.visible import Visible
from models import Entry
from rules.rulebook import Rulebook

# As many boards as a crowd looks at: some directives, some days, some bodies.
_MOST = 32


class Asked(NamedTuple):
    """What is asked for: by which rules, the head of which trail, what of it, at which minute."""

    rules: str
    head: str
    directive: str
    minute: str
    visible: Visible


class Shown(NamedTuple):
    """How every duty stands, and one directive at a glance."""

    rows: list[DutyStatus]
    found: Glance


_kept: dict[Asked, Shown] = {}
_lock = Lock()


def asked(
    session: Session, rulebook: Rulebook, directive: str, at: datetime, visible: Visible
) -> Asked:
    """Return what is asked for at the instant `at` (aware)."""
    head = session.scalar(select(Entry.hash).order_by(Entry.seq.desc()).limit(1)) or ""
    return Asked(rulebook.digest, head, directive, f"{at:%Y-%m-%dT%H:%M}", visible)


def kept(what: Asked, read: Callable[[], Shown]) -> Shown:
    """Return what was read of `what`, or read it."""
    with _lock:
        found = _kept.get(what)
    if found is None:
        found = read()
        with _lock:
            _kept[what] = found
            while len(_kept) > _MOST:
                del _kept[next(iter(_kept))]
    return found
