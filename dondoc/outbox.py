"""The outbox: one worker sends what is due, message by message, and writes what came of each."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.accounts import pause_of
from dondoc.courtesy import Courtesy
from dondoc.dispatch import claim_window, settle
from dondoc.follow import give_back, turn
from dondoc.letters import Letters
from dondoc.switch import sending_off_since
from dondoc.wiring import Office
from dondoc.worker import Claimed, Moment, Worker
from models import Attempt, Message
from models.trail import append
from notifications.outcome import Kind, Outcome

# A window is claimed in one commit that waits for the disk; it is as long as the work of so many
# seconds, so that a slow relay gets its messages one by one.
WINDOW_SECONDS = 0.25
LARGEST_WINDOW = 32


@dataclass
class Outbox:
    """One dispatch at the instant `now` (aware): counts messages by the state they ended in."""

    office: Office
    letters: Letters
    courtesy: Courtesy
    worker: Worker
    now: datetime
    messages: dict[str, int] = field(default_factory=dict)
    off_since: datetime | None = None
    _avoid: set[str] = field(default_factory=set)
    _size: int = 1

    def send_all(self) -> None:
        """Send until nothing is left that may leave now."""
        done: tuple[Claimed, Outcome] | None = None
        while window := self._claim(done):
            done, began = None, time.monotonic()
            for place, claimed in enumerate(window):
                if place and not self._next(done, claimed):
                    done = None
                    continue
                done = claimed, self._send(claimed)
            self._measure(len(window), time.monotonic() - began)

    def _claim(self, done: tuple[Claimed, Outcome] | None) -> list[Claimed]:
        """Settle the one done and claim the next ones, in one commit that waits for the disk."""
        with self.office.writing() as session:
            self._settle(session, done)
            self.off_since = sending_off_since(session)
            if self.off_since is not None:
                return []
            moment = Moment(self.now, self.office.wall.now())
            return claim_window(
                session,
                self.letters,
                self.worker,
                moment,
                self.courtesy,
                size=self._size,
                avoid=self._avoid,
            )

    def _next(self, done: tuple[Claimed, Outcome] | None, claimed: Claimed) -> bool:
        """Settle the one done and begin with the next one claimed; False: it must not be sent.

        The commit does not wait for the disk. A killed process loses nothing by that; after the
        end of the machine itself the whole window is in doubt (`lose_leases`).
        """
        with self.office.writing(lasting=False) as session:
            self._settle(session, done)
            if claimed.channel in self._avoid:
                self._give_back(session, claimed)
                return False
            return turn(session, claimed, self.worker, self.now, self.office.wall.now())

    def _settle(self, session: Session, done: tuple[Claimed, Outcome] | None) -> None:
        if done is None:
            return
        claimed, outcome = done
        channels = self.office.settings.settings.channels
        state = settle(
            session,
            claimed,
            outcome,
            self.worker,
            self.now,
            letters=self.letters,
            rest=pause_of(channels.get(claimed.channel)),
        )
        self.messages[state] = self.messages.get(state, 0) + 1
        if outcome.kind is Kind.CONFIG or outcome.unreached:
            # The others on this channel would fare no better now.
            self._avoid.add(claimed.channel)

    def _give_back(self, session: Session, claimed: Claimed) -> None:
        message = session.get_one(Message, claimed.message, with_for_update=True)
        if message.lease_owner == self.worker.name:
            attempt = session.get_one(Attempt, claimed.attempt)
            append(session, self.now, [give_back(session, message, attempt, self.now)])

    def _send(self, claimed: Claimed) -> Outcome:
        return self.office.gateway.send(claimed.channel, claimed.envelope)

    def _measure(self, sent: int, seconds: float) -> None:
        """Choose the next window by how long this one took; one by one on PostgreSQL.

        Its server may be another machine, of whose end this one learns nothing.
        """
        if self.office.database.dialect.name == "sqlite":
            fitting = int(WINDOW_SECONDS * sent / max(seconds, 1e-6))
            self._size = max(1, min(LARGEST_WINDOW, fitting, 4 * self._size))
