"""Retries: messages that were frozen before leave again as they are, or are retired."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from dondoc.notices.cancel import call_off
from dondoc.sending.claim import Claim
from dondoc.sending.worker import Claimed
from language.zone import local_date
from models import Event, Message, MessageState, Notice, NoticeState
from models.among import among
from notifications.envelope import reopen

RETIRED_REASON = "nội dung không còn đúng trước khi gửi được"

# Asked for every window: made once.
_DUE = and_(
    Message.unsettled(),
    Message.state == MessageState.PENDING.value,
    Message.retry_at <= bindparam("now"),
    ~among(Message.channel, "resting"),
)
_ANY_DUE = select(Message.id).where(_DUE).limit(1)
_NUMBER_DUE = select(func.count()).select_from(Message).where(_DUE)
_NEXT = (
    select(Message)
    .where(_DUE)
    .order_by(Message.retry_at, Message.id)
    .limit(bindparam("size"))
    .with_for_update(skip_locked=True)
)


def number_due(session: Session, now: datetime, resting: Collection[str]) -> int:
    """Return how many frozen messages may be tried again at `now` (aware)."""
    return session.scalar(_NUMBER_DUE, {"now": now, "resting": list(resting)}) or 0


class Retries(Claim):
    """Claims messages whose time to be tried again has come."""

    def take(self, size: int) -> list[Claimed]:
        """Take frozen messages, at most `size`; retire those that became untrue."""
        asked = {"now": self.now, "resting": list(self.resting), "size": size}
        self.session.flush()
        while self._any_due() and (waiting := list(self.session.scalars(_NEXT, asked))):
            leaving = self._still_true(waiting)
            if leaving:
                return self._lease_again(leaving)
            self.write_events()
        return []

    def _any_due(self) -> bool:
        """Say whether there is any at all: mostly there is none, and no row is made of that."""
        asked = {"now": self.now, "resting": list(self.resting)}
        return self.session.connection().scalar(_ANY_DUE, asked) is not None

    def _still_true(self, messages: Sequence[Message]) -> list[Message]:
        """Return the messages that may leave as they are; the others are retired.

        A message's words count days from the one on which it was frozen, and are true on that day
        only. Of a retired one the untrue notices are called off, the others wait for a new one.
        """
        carried: dict[int, list[Notice]] = {message.id: [] for message in messages}
        query = select(Notice).where(Notice.message_id.in_(carried))
        for notice in self.session.scalars(query):
            carried[notice.message_id or 0].append(notice)
        pending = [n for each in carried.values() for n in each if n.state == NoticeState.PENDING]
        untrue = self.letters.untrue(self.session, pending, self.now)
        contacts = self.contacts({message.contact_id for message in messages})
        leaving = []
        for message in messages:
            whole = all(
                notice.state == NoticeState.PENDING and notice.id not in untrue
                for notice in carried[message.id]
            )
            same_day = local_date(message.frozen_at) == local_date(self.now)
            whom = contacts[message.contact_id], message.channel, carried[message.id][0].step
            if whole and same_day and self.reaches(*whom):
                leaving.append(message)
            else:
                self._retire(message, carried[message.id], untrue)
        return leaving

    def _retire(self, message: Message, carried: Sequence[Notice], untrue: dict[int, str]) -> None:
        message.move(MessageState.FAILED)
        message.retry_at = None
        data = {"reason": RETIRED_REASON}
        self.events.append(Event("message.retired", f"message:{message.id}", data))
        for notice in carried:
            if notice.state != NoticeState.PENDING:
                continue
            if notice.id in untrue:
                self.events.append(call_off(notice, untrue[notice.id], self.now))
            else:
                notice.message_id = None

    def _lease_again(self, messages: Sequence[Message]) -> list[Claimed]:
        for message in messages:
            message.move(MessageState.SENDING)
            message.lease_owner = self.worker.name
            message.lease_until = self.moment.wall + self.worker.lease
        self.session.flush()
        attempts = self.enter_attempts([message.id for message in messages])
        self.write_events()
        return [
            Claimed(message.id, attempt, message.channel, reopen(message.content))
            for message, attempt in zip(messages, attempts, strict=True)
        ]
