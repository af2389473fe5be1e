"""The outbox: one worker sends what is due, message by message, and writes what came of each."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dondoc.sending.agenda import Agenda
from dondoc.sending.broken_off import tell
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import claim_window, number_waiting
from dondoc.sending.follow import give_back_all, settle_all
from dondoc.sending.holding import longest_open
from dondoc.sending.letters import Letters
from dondoc.sending.pauses import ALIKE, rest_refused, speaks_of_all
from dondoc.sending.reached import Reached, reached
from dondoc.sending.switch import sending_off_since
from dondoc.sending.turns import Turns, turns_of
from dondoc.sending.worker import Claimed, Done, Moment, Worker
from dondoc.setup.accounts import pause_of
from dondoc.setup.collector import standing
from dondoc.setup.wiring import Office
from models.trail import append, entered_at_end
from notifications.outcome import Kind, Outcome

# A window is claimed in one commit that waits for the disk; it is as long as the work of some time
# (`Turns.window`), so that a slow relay gets its messages one by one. This bounds what one writes.
LARGEST_WINDOW = 256
# For so long a worker waits for what others hold where nothing else is said.
PATIENCE = timedelta(seconds=10)
_SHORTEST_WAIT, _LONGEST_WAIT = 0.05, 1.0


@dataclass
class Outbox:
    """One dispatch at the instant `now` (aware): counts messages by the state they ended in.

    `waiting`: how many more could have left, had others not held them for longer than `patience`;
    `held_by`: who, as far as the database tells.
    """

    office: Office
    letters: Letters
    courtesy: Courtesy
    worker: Worker
    now: datetime
    # Makes it durable outside the database how far sending has come: before the first byte.
    mark: Callable[[Reached], None]
    messages: dict[str, int] = field(default_factory=dict)
    off_since: datetime | None = None
    waiting: int = 0
    held_by: str | None = None
    patience: timedelta = PATIENCE
    _avoid: set[str] = field(default_factory=set)
    _agenda: Agenda = field(default_factory=Agenda)
    _size: int = 1
    # Of the window in hand: what came of those sent, and what is not to be sent in it.
    _done: list[Done] = field(default_factory=list)
    _unsent: list[Claimed] = field(default_factory=list)
    _reached: Reached | None = None
    _waited: float = 0.0
    # By channel: how its last letter ended, and how many one after the other ended so.
    _alike: dict[str, tuple[Outcome, int]] = field(default_factory=dict)

    def send_all(self) -> None:
        """Send until nothing is left that may leave now."""
        with standing(), closing(turns_of(self.office.database)) as turns:
            try:
                while self._go_on(turns):
                    pass
            except DatabaseError:
                if not turns.lasting:
                    self._tell()
                raise

    def _go_on(self, turns: Turns) -> bool:
        """Send one window; False where nothing is left that may leave now."""
        window = self._claim()
        if not window:
            return self._wait()
        self._mark(window)
        self._send(turns, window)
        return True

    def _tell(self) -> None:
        """Tell of the window that broke off, when the database answers again: nobody else can."""
        # After that others judge its letters by what they know. A server that was killed may take
        # half a minute to recover.
        until, pause = time.monotonic() + self.worker.lease.total_seconds(), _SHORTEST_WAIT
        while True:
            try:
                with self.office.writing() as session:
                    tell(
                        session,
                        self._done,
                        self.worker,
                        self.now,
                        letters=self.letters,
                        rest=self._rest,
                    )
            except DatabaseError:
                if time.monotonic() >= until:
                    return
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_WAIT)
            else:
                return

    def _wait(self) -> bool:
        """Wait for what others hold; False where there is none, or it takes too long."""
        if not self.waiting or self._waited >= self.patience.total_seconds():
            return False
        pause = min(max(_SHORTEST_WAIT, self._waited), _LONGEST_WAIT)
        time.sleep(pause)
        self._waited += pause
        self._agenda.look_again()
        return True

    def _mark(self, window: list[Claimed]) -> None:
        """Set the mark; without one nothing leaves, and the window waits again."""
        try:
            if self._reached is not None:
                self.mark(self._reached)
        except BaseException:
            with self.office.writing() as session:
                give_back_all(session, window, self.worker, self.now)
            raise

    def _claim(self) -> list[Claimed]:
        """Settle the window that is over and claim the next, in one commit on the disk."""
        with self.office.writing() as session:
            # Others wait for the trail: they do not while this worker composes its letters.
            with entered_at_end(session):
                states = settle_all(
                    session,
                    self._done,
                    self.worker,
                    self.now,
                    letters=self.letters,
                    rest=self._rest,
                )
                give_back_all(session, self._unsent, self.worker, self.now)
                self._let_rest(session)
                window = self._claim_next(session)
            self._reached = reached(session, self.now) if window else None
        self._done, self._unsent = [], []
        for state in states:
            self.messages[state] = self.messages.get(state, 0) + 1
        return window

    def _let_rest(self, session: Session) -> None:
        """Let the accounts rest whose letters were refused one after the other alike."""
        last = {one.claimed.channel: one.outcome for one in self._done}
        refused = {name: one for name, one in last.items() if speaks_of_all(one)}
        rests = (
            rest_refused(session, name, one, self._rest(name), self.now)
            for name, one in refused.items()
        )
        append(session, self.now, [event for event in rests if event is not None])

    def _claim_next(self, session: Session) -> list[Claimed]:
        """Claim a window; where there is none, see what others hold."""
        self.off_since = sending_off_since(session)
        if self.off_since is not None:
            self.waiting = 0
            return []
        window = claim_window(
            session,
            self.letters,
            self.worker,
            Moment(self.now, self.office.wall.now()),
            self.courtesy,
            size=self._size,
            avoid=self._avoid,
            agenda=self._agenda,
        )
        if window:
            self._waited = 0.0
        else:
            self.waiting = number_waiting(session, self.courtesy, self.now, self._avoid)
            self.held_by = longest_open(session) if self.waiting else None
        return window

    def _send(self, turns: Turns, window: list[Claimed]) -> None:
        """Send the messages of a window in turn; note what came of them, and what did not go."""
        began, done = time.monotonic(), self._done
        for place, claimed in enumerate(window):
            if place and self._must_stop(turns, began, claimed):
                self._unsent = window[place:]
                return
            # The first one's turn came with the claim.
            if place and not turns.next(done[-1] if done else None, claimed):
                continue
            outcome = self.office.gateway.send(claimed.channel, claimed.envelope)
            done.append(Done(claimed, outcome, self.now))
            self._learn(claimed.channel, outcome)
        self._measure(turns.window * len(window) / max(time.monotonic() - began, 1e-6))

    def _must_stop(self, turns: Turns, began: float, claimed: Claimed) -> bool:
        """Say whether the rest of the window goes back: its channel failed, or it takes too long.

        The lease runs for all of it, and what is settled late is seen late.
        """
        took = time.monotonic() - began
        if took > 4 * turns.window:
            self._size = 1
            return True
        return claimed.channel in self._avoid

    def _learn(self, channel: str, outcome: Outcome) -> None:
        if outcome.kind is Kind.CONFIG or outcome.unreached:
            # The others on this channel would fare no better now.
            self._avoid.add(channel)
        before, times = self._alike.get(channel, (outcome, 0))
        self._alike[channel] = outcome, times + 1 if before == outcome else 1
        if speaks_of_all(outcome) and self._alike[channel][1] >= ALIKE:
            self._avoid.add(channel)

    def _rest(self, channel: str) -> timedelta:
        return pause_of(self.office.settings.settings.channels.get(channel))

    def _measure(self, fitting: float) -> None:
        """Choose the next window by how many messages like the last ones fit into its time."""
        self._size = max(1, min(LARGEST_WINDOW, int(fitting), 4 * self._size))
