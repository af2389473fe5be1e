"""Follow: write what came of an attempt, and what follows from it.

| outcome | what follows |
|---|---|
| sent | done |
| permanent | failed: the contact's next channel, else the notice has failed with the reason |
| temporary | again after 1, 5, 30, 120 minutes, or when the other side asks; given up after five |
| config | the account rests; no try is counted |
| unknown | a person decides |
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import Session

from dondoc.sending.elsewhere import elsewhere
from dondoc.sending.letters import Letters
from dondoc.sending.pauses import pause
from dondoc.sending.turns import take_turns
from dondoc.sending.worker import Claimed, Done, Worker
from models import Attempt, Event, Message, MessageState, Notice, NoticeState
from models.among import among
from models.bulk import update_rows
from models.message import ATTEMPT, MESSAGE, MESSAGE_MACHINE
from models.notice import NOTICE, NOTICE_MACHINE
from models.trail import append
from notifications.outcome import UNREACHED, Outcome
from notifications.outcome import Kind as OutcomeKind

# After how many minutes a temporary failure is tried again; then it is given up.
RETRY_MINUTES = (1, 5, 30, 120)
# Who asks for more patience than this is not taken at their word.
MOST_PATIENCE = timedelta(days=1)
REST = timedelta(hours=1)

_FINISHED = ("id", "begun_at", "finished_at", "outcome", "code", "reason")
_SETTLE = (
    update(MESSAGE)
    .where(among(MESSAGE.c.id, "messages"))
    .values(state=bindparam("to"), retry_at=bindparam("again"), lease_owner=None, lease_until=None)
)
_HELD = (
    select(MESSAGE.c.id, MESSAGE.c.state, MESSAGE.c.lease_owner)
    .where(among(MESSAGE.c.id, "ids"))
    .order_by(MESSAGE.c.id)
    .with_for_update()
)
_SENT = (
    update(NOTICE)
    .where(
        among(NOTICE.c.message_id, "messages"),
        NOTICE.c.state == NoticeState.PENDING.value,
    )
    .values(state=NoticeState.SENT.value, reason=None, settled_at=bindparam("at"))
    .returning(NOTICE.c.id, NOTICE.c.obligation_id, NOTICE.c.message_id)
)
_ENDS = {
    OutcomeKind.SENT: MessageState.SENT,
    OutcomeKind.PERMANENT: MessageState.FAILED,
    OutcomeKind.UNKNOWN: MessageState.UNKNOWN,
}
NOT_BEGUN = "not_begun"


def settle(
    session: Session,
    claimed: Claimed,
    outcome: Outcome,
    worker: Worker,
    now: datetime,
    *,
    letters: Letters | None = None,
    rest: Callable[[str], timedelta] = lambda channel: REST,
) -> MessageState:
    """Write what came of one attempt; see `settle_all`."""
    done = [Done(claimed, outcome, now)]
    return settle_all(session, done, worker, now, letters=letters, rest=rest)[0]


def settle_all(
    session: Session,
    done: Sequence[Done],
    worker: Worker,
    now: datetime,
    *,
    letters: Letters | None = None,
    rest: Callable[[str], timedelta] = lambda channel: REST,
) -> list[MessageState]:
    """Write what came of attempts. Fenced: what this worker lost the lease of changes no state.

    Args:
        letters: knows which channel comes next; None where there is no other.
        rest: for how long the account of a channel that proved wrong is not used.
    Returns:
        the states of the messages afterwards, in the order of `done`.
    """
    if not done:
        return []
    states = _lock(session, done, worker)
    _record(session.connection(), done)
    following = _Following(session, letters, rest, now)
    ends = []
    for one in done:
        state, ours = states[one.claimed.message]
        ends.append(following.add(one) if ours else following.late(one, state))
    following.write()
    return ends


def _record(connection: Connection, done: Sequence[Done]) -> None:
    """Write the outcomes into their attempts; one that an attempt holds already stays as it is."""
    take_turns(connection, [one.claimed.attempt for one in done])
    rows = [
        (
            one.claimed.attempt,
            one.at if one.begun else None,
            one.at,
            one.outcome.kind.value,
            one.outcome.code,
            one.outcome.reason,
        )
        for one in done
    ]
    update_rows(connection, Attempt, _FINISHED, rows, where="attempt.finished_at IS NULL")


def _lock(
    session: Session, done: Sequence[Done], worker: Worker
) -> dict[int, tuple[MessageState, bool]]:
    """Return, by message id, its state and whether it is still in this worker's hand."""
    asked = {"ids": [one.claimed.message for one in done]}
    return {
        number: (MessageState(state), state == MessageState.SENDING and owner == worker.name)
        for number, state, owner in session.connection().execute(_HELD, asked).all()
    }


class _Following:
    """What follows from outcomes, gathered and written in sets."""

    def __init__(
        self,
        session: Session,
        letters: Letters | None,
        rest: Callable[[str], timedelta],
        now: datetime,
    ) -> None:
        self._session = session
        self._connection = session.connection()
        self._letters = letters
        self._rest = rest
        self._now = now
        self._settled: dict[tuple[MessageState, datetime | None], list[int]] = {}
        self._sent: list[int] = []
        self._events: list[Event] = []

    def late(self, one: Done, state: MessageState) -> MessageState:
        """Enter an outcome that came after the lease was lost."""
        self._say("message.late_outcome", one)
        return state

    def add(self, one: Done) -> MessageState:
        """Take over one outcome; return where it leads its message."""
        message = one.claimed.message
        to, again = _following(self._connection, message, one.outcome, self._now)
        MESSAGE_MACHINE.check(MessageState.SENDING, to)
        self._settled.setdefault((to, again), []).append(message)
        self._say(f"message.{to.value}", one)
        if to is MessageState.SENT:
            self._sent.append(message)
        elif to is MessageState.FAILED:
            failed = _failed(self._session, message, one.outcome.reason, self._letters, self._now)
            self._events.extend(failed)
        elif one.outcome.kind is OutcomeKind.CONFIG:
            channel = one.claimed.channel
            rest = self._rest(channel)
            paused = pause(self._session, channel, one.outcome, rest, self._now)
            self._events.extend([paused] if paused else [])
        return to

    def _say(self, kind: str, one: Done) -> None:
        outcome = one.outcome
        data = {"attempt": one.claimed.attempt, "outcome": outcome.kind.value, "code": outcome.code}
        self._events.append(Event(kind, f"message:{one.claimed.message}", data))

    def write(self) -> None:
        """Write the messages, the notices of those sent, and the trail."""
        for (to, again), messages in self._settled.items():
            values = {"messages": messages, "to": to.value, "again": again}
            self._connection.execute(_SETTLE, values)
        if self._sent:
            self._events.extend(_notices_sent(self._connection, self._sent, self._now))
        append(self._session, self._now, self._events)
        self._session.flush()


def _notices_sent(
    connection: Connection, messages: Sequence[int], now: datetime
) -> Iterator[Event]:
    NOTICE_MACHINE.check(NoticeState.PENDING, NoticeState.SENT)
    asked = {"messages": messages, "at": now}
    for notice, obligation, message in sorted(connection.execute(_SENT, asked).all()):
        data = {"obligation": obligation, "message": message}
        yield Event("notice.sent", f"notice:{notice}", data)


def _following(
    connection: Connection, message: int, outcome: Outcome, now: datetime
) -> tuple[MessageState, datetime | None]:
    """Return where the message goes, and when it is tried again."""
    if outcome.kind is OutcomeKind.CONFIG:
        return MessageState.PENDING, now
    if outcome.kind is OutcomeKind.TEMPORARY:
        tries, heard = _tries(connection, message)
        if heard > len(RETRY_MINUTES):
            return MessageState.FAILED, None
        wait = timedelta(minutes=RETRY_MINUTES[min(tries, len(RETRY_MINUTES)) - 1])
        asked = min(timedelta(seconds=outcome.retry_after or 0), MOST_PATIENCE)
        return MessageState.PENDING, now + max(wait, asked)
    return _ENDS[outcome.kind], None


def _tries(connection: Connection, message: int) -> tuple[int, int]:
    """Return how many tries failed for a time, and how many of them reached the other side.

    While nobody can be reached at all a message is not given up: it is not at fault, and what it
    says is looked at again every time.
    """
    codes = connection.execute(
        select(ATTEMPT.c.code).where(
            ATTEMPT.c.message_id == message, ATTEMPT.c.outcome == OutcomeKind.TEMPORARY.value
        )
    )
    reached = [code not in UNREACHED for code in codes.scalars()]
    return len(reached), sum(reached)


def _failed(
    session: Session, message: int, reason: str, letters: Letters | None, now: datetime
) -> Iterator[Event]:
    """Let the notices a message carries fail; each goes on by the contact's next channel."""
    query = select(Notice).where(
        Notice.message_id == message, Notice.state == NoticeState.PENDING.value
    )
    for notice in session.scalars(query).all():
        notice.move(NoticeState.FAILED, now, reason)
        again = elsewhere(session, notice, letters, now)
        data: dict[str, object] = {"obligation": notice.obligation_id, "message": message}
        # Where no channel is left the operator is told: by this row, on the board and in the trail.
        data["next_channel"] = again.channel if again else None
        yield Event("notice.failed", f"notice:{notice.id}", data)
        if again:
            session.add(again)
            session.flush()
            yield again.created(instead_of=notice.id)
    session.flush()


def give_back(session: Session, message: Message, attempt: Attempt, now: datetime) -> Event:
    """Let go of a message whose turn did not come; it is tried again, and no try is counted."""
    message.move(MessageState.PENDING)
    message.retry_at = now
    message.lease_owner = message.lease_until = None
    attempt.begun_at, attempt.finished_at, attempt.outcome = None, now, NOT_BEGUN
    return Event("message.given_back", f"message:{message.id}", {"attempt": attempt.id})


def give_back_all(
    session: Session, unsent: Sequence[Claimed], worker: Worker, now: datetime
) -> None:
    """Let go of the messages `unsent`, as far as they are still in this worker's hand."""
    events, attempts = [], []
    for claimed in unsent:
        message = session.get_one(Message, claimed.message, with_for_update=True)
        if message.state == MessageState.SENDING and message.lease_owner == worker.name:
            attempts.append(claimed.attempt)
            attempt = session.get_one(Attempt, claimed.attempt)
            events.append(give_back(session, message, attempt, now))
    take_turns(session.connection(), attempts)
    append(session, now, events)
    session.flush()
