"""Seeking: whoever came by a list is held against everybody known, some at a time.

An import need not wait for it, and what was broken off goes on where it was.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from dondoc.people.index import entries_of, find, write_marks
from dondoc.people.safe import open_safe
from dondoc.people.unsought import unsought
from models.trail import lock_trail

# Looked for in one transaction: a third of a second's work.
BATCH = 1_000


def seek_some(session: Session, state: Path, now: datetime) -> tuple[int, int]:
    """Look for the next people; return how many they were, and how many likely pairs were found.

    Args:
        state: the folder in which the keys are looked for; now: the instant (aware).
    Raises:
        NotPossible: the keys are lost or others, or what is stored was changed.
    """
    # Two who are at it would find the same people.
    lock_trail(session.connection())
    ids = unsought(session, BATCH)
    if not ids:
        return 0, 0
    safe = open_safe(session, state)
    entries = entries_of(session, safe, ids)
    write_marks(session, safe, entries)
    return len(ids), find(session, safe, entries, now)
