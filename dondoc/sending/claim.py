"""What every claim needs: one transaction of one worker, its attempts and its trail entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.sending.letters import Letters
from dondoc.sending.turns import enter_turns
from dondoc.sending.worker import Moment, Worker
from models import Attempt, Contact, Event
from models.among import among
from models.bulk import insert_rows, next_ids
from models.trail import append

# Asked for every window: made once.
_CONTACTS = select(Contact).where(among(Contact.id, "ids"))
# Rows that point to them may still be written.
_HELD = _CONTACTS.with_for_update(key_share=True, skip_locked=True)
_ATTEMPT_COLUMNS = ("id", "message_id", "owner", "started_at", "begun_at")


@dataclass
class Claim:
    """A claim under way; `resting`: the channels that are of no use at present."""

    session: Session
    letters: Letters
    worker: Worker
    moment: Moment
    resting: Collection[str]
    events: list[Event] = field(default_factory=list, kw_only=True)

    @property
    def now(self) -> datetime:
        """Return the office's instant, aware."""
        return self.moment.now

    def contacts(self, ids: Collection[int], *, held: bool = False) -> dict[int, Contact]:
        """Return contacts by their ids.

        Args:
            held: only those nobody else holds, and until the end of this transaction nobody else
                gets hold of them: what waits for one contact is then gathered by one worker.
        """
        query = _HELD if held else _CONTACTS
        return {one.id: one for one in self.session.scalars(query, {"ids": list(ids)})}

    def reaches(self, contact: Contact, channel: str, step: str) -> bool:
        """Say whether `contact` is still who is told of `step`: see `Letters.reaches`."""
        return self.letters.reaches(self.session, contact, channel, step, self.now)

    def enter_attempts(self, messages: Sequence[int]) -> list[int]:
        """Enter an attempt for each message; the first one's turn has come. Returns their ids."""
        ids = next_ids(self.session.connection(), Attempt, len(messages))
        rows = [
            (number, message, self.worker.name, self.now, None if place else self.now)
            for place, (number, message) in enumerate(zip(ids, messages, strict=True))
        ]
        insert_rows(self.session.connection(), Attempt, _ATTEMPT_COLUMNS, rows)
        enter_turns(self.session.connection(), ids)
        for number, message in zip(ids, messages, strict=True):
            self.events.append(Event("message.sending", f"message:{message}", {"attempt": number}))
        return ids

    def write_events(self) -> None:
        """Chain what has happened so far to the trail."""
        append(self.session, self.now, self.events)
        self.events.clear()
        self.session.flush()
