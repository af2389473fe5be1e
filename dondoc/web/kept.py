"""What a page has read is kept for whoever asks the same next: readers come in crowds.

What changes anything has an entry in the trail, and what the clock changes is looked at anew every
minute: the same head of the trail, minute and rules is the same answer. What is kept is looked at
by several at once and never changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.setup.wiring import Office
from models import Entry

T = TypeVar("T")
_HEAD = select(Entry.hash).order_by(Entry.seq.desc()).limit(1)


class Kept(Generic[T]):
    """The answers to what was asked last.

    Args:
        most: as many as a crowd asks for at once: some directives, some days, some bodies.
    """

    def __init__(self, most: int = 32) -> None:
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._most, self._lock = most, Lock()

    def of(
        self,
        session: Session,
        office: Office,
        at: datetime,
        asked: Hashable,
        read: Callable[[], T],
    ) -> T:
        """Return what was read of `asked` at the instant `at` (aware), or read it in `session`."""
        # Offices of one process, as tests have them, have databases of their own.
        head = session.scalar(_HEAD)
        key = asked, head, f"{at:%Y-%m-%dT%H:%M}", office.rulebook.digest, str(office.database.url)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = read()
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found
