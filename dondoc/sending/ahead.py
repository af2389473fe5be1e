"""Ahead: the next window's letters composed while the relay is busy with this one's.

Nothing rests on it. The claim reads everything again, in its own transaction, and takes a draft
only for a letter equal to it in every value; what has changed meanwhile is composed anew.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from dondoc.sending.agenda import Agenda, Pair, waiting_of
from dondoc.sending.letters import Letters
from dondoc.sending.premise import obligations_of
from dondoc.setup.wiring import Office
from models import Contact, Notice
from notifications.plugin import nothing


class Ahead:
    """Composes what is next on `agenda`, one letter in each wait for the relay."""

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
            gathered: dict[Pair, list[Notice]] = {}
            for notice in session.scalars(waiting_of(pairs, self._now, ())):
                pair = notice.contact_id or 0, notice.channel
                gathered.setdefault(pair, []).append(notice)
            holders = select(Contact).where(Contact.id.in_({contact for contact, _ in gathered}))
            contacts = {contact.id: contact for contact in session.scalars(holders)}
            owed = obligations_of(session, (n for each in gathered.values() for n in each))
            for pair in gathered:
                yield
                contact, notices = contacts[pair[0]], gathered[pair]
                self._letters.draft(session, contact, notices, owed, self._now)


def _go_on(composing: Generator[None, None, None]) -> None:
    try:
        next(composing, None)
    except Exception:
        # A message is out and its reply must be heard. The claim meets the same trouble, and says
        # it where nothing is under way.
        composing.close()
