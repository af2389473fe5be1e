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

# Looked for in one transaction, some seconds' work: each such touches most pages of the index of
# marks and writes them anew, so that few large ones are much cheaper than many small ones.
BATCH = 20_000


def seek_some(session: Session, state: Path, now: datetime, after: int = 0) -> tuple[int, int, int]:
    """Look for the next people.

    Returns:
        how many they were, how many likely pairs were found, the last of their case numbers.

    Args:
        state: the folder in which the keys are looked for; now: the instant (aware); after: those
            with a case number above it.
    Raises:
        NotPossible: the keys are lost or others, or what is stored was changed.
    """
    # Two who are at it would find the same people.
    lock_trail(session.connection())
    ids = unsought(session, BATCH, after)
    if not ids:
        return 0, 0, after
    safe = open_safe(session, state)
    entries = entries_of(session, safe, ids)
    write_marks(session, safe, entries)
    return len(ids), find(session, safe, entries, now), ids[-1]
