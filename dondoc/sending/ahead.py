"""Ahead: the next window's letters composed while the relay is busy with this one's.

Nothing rests on it. The claim reads everything again, in its own transaction, and takes a draft
only for a letter equal to it in every value; what has changed meanwhile is composed anew.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.sending.agenda import Agenda, Pair, waiting_of
from dondoc.sending.letters import Letters
from dondoc.sending.premise import obligations_of
from dondoc.setup.wiring import Office
from models import Contact, Notice
from notifications.plugin import nothing

# What waits is read for so many letters at once: a piece must not take much longer than a wait.
_READ = 32


class Ahead:
    """Composes what is next on `agenda`, piece by piece, in the waits for the relay."""

    def __init__(self, office: Office, letters: Letters, agenda: Agenda, now: datetime) -> None:
        self._office = office
        self._letters = letters
        self._agenda = agenda
        self._now = now

    @contextmanager
    def during(self, size: int) -> Iterator[None]:
        """Compose while a window of `size` messages is sent."""
        composing = self._composing(size)
        self._office.gateway.meanwhile = lambda: _go_on(composing)
        try:
            yield
        finally:
            self._office.gateway.meanwhile = nothing
            composing.close()

    def _composing(self, size: int) -> Generator[None, None, None]:
        pairs = self._agenda.upcoming(size)
        if not pairs:
            return
        with self._office.reading() as session:
            for start in range(0, len(pairs), _READ):
                yield from self._composed(session, pairs[start : start + _READ])

    def _composed(self, session: Session, pairs: Sequence[Pair]) -> Iterator[None]:
        gathered: dict[Pair, list[Notice]] = {}
        for notice in session.scalars(waiting_of(pairs, self._now, ())):
            pair = notice.contact_id or 0, notice.channel
            gathered.setdefault(pair, []).append(notice)
        yield
        holders = select(Contact).where(Contact.id.in_({contact for contact, _ in gathered}))
        contacts = {contact.id: contact for contact in session.scalars(holders)}
        yield
        owed = obligations_of(session, (n for each in gathered.values() for n in each))
        for pair, notices in gathered.items():
            yield
            self._letters.draft(session, contacts[pair[0]], notices, owed, self._now)


def _go_on(composing: Generator[None, None, None]) -> bool:
    """Do the next piece; say whether there is more."""
    try:
        next(composing)
    except StopIteration:
        return False
    except Exception:
        # A message is out and its reply must be heard. The claim meets the same trouble, and says
        # it where nothing is under way.
        return False
    return True
