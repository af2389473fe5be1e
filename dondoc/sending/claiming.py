"""Claiming: choose what goes out next, freeze it and enter the attempts, in sets."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session

from dondoc.notices.cancel import call_off
from dondoc.notices.readdress import reachable, readdress
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.letters import Letters
from dondoc.sending.worker import Claimed, Moment, Worker
from models import Attempt, Contact, Event, Message, MessageState, Notice, NoticeState
from models.bulk import insert_rows, next_ids
from models.message import MESSAGE_MACHINE
from models.trail import append
from notifications.envelope import Envelope, reopen
from rules.calendar import local_date

RETIRED_REASON = "nội dung không còn đúng trước khi gửi được"
# contact id and channel: what one message is for.
Pair = tuple[int, str]


@dataclass
class _Frozen:
    """A message about to be written: its id, who gets it, what it carries and its bytes."""

    id: int
    pair: Pair
    notices: list[Notice]
    envelope: Envelope


@dataclass
class Claiming:
    """One claim: everything in it is one transaction with one entry to the trail."""

    session: Session
    letters: Letters
    worker: Worker
    moment: Moment
    courtesy: Courtesy | None
    resting: Collection[str]
    events: list[Event] = field(default_factory=list)

    @property
    def _now(self) -> datetime:
        return self.moment.now

    # -- messages that were frozen before ------------------------------------------------------

    def retries(self, size: int) -> list[Claimed]:
        """Take frozen messages whose time has come; retire those that became untrue."""
        query = (
            select(Message)
            .where(
                Message.state == MessageState.PENDING.value,
                Message.retry_at <= self._now,
                Message.channel.not_in(self.resting),
            )
            .order_by(Message.retry_at, Message.id)
            .limit(size)
            .with_for_update(skip_locked=True)
        )
        while waiting := list(self.session.scalars(query)):
            leaving = self._still_true(waiting)
            if leaving:
                return self._lease_again(leaving)
            self._write_events()
        return []

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
        untrue = self.letters.untrue(self.session, pending, self._now)
        contacts = self._contacts({message.contact_id for message in messages})
        leaving = []
        for message in messages:
            whole = all(
                notice.state == NoticeState.PENDING and notice.id not in untrue
                for notice in carried[message.id]
            )
            same_day = local_date(message.frozen_at) == local_date(self._now)
            contact = contacts[message.contact_id]
            if whole and same_day and reachable(contact, message.channel, self._now):
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
                self.events.append(call_off(notice, untrue[notice.id], self._now))
            else:
                notice.message_id = None

    def _lease_again(self, messages: Sequence[Message]) -> list[Claimed]:
        for message in messages:
            message.move(MessageState.SENDING)
            message.lease_owner = self.worker.name
            message.lease_until = self.moment.wall + self.worker.lease
        self.session.flush()
        attempts = self._enter_attempts([message.id for message in messages])
        self._write_events()
        return [
            Claimed(message.id, attempt, message.channel, reopen(message.content))
            for message, attempt in zip(messages, attempts, strict=True)
        ]

    # -- notices that no message carries yet -----------------------------------------------------

    def fresh(self, size: int) -> list[Claimed]:
        """Freeze new messages for the contacts with the worst notices."""
        while pairs := self._next_pairs(size):
            gathered = self._gather(pairs)
            contacts = self._contacts({contact for contact, _ in gathered})
            chosen = list(self._chosen(gathered, contacts))
            if chosen:
                return self._freeze(chosen, contacts)
            self._write_events()
            if not gathered:
                # Another worker holds them all.
                return []
        return []

    def _waiting(self) -> ColumnElement[bool]:
        return and_(
            Notice.state == NoticeState.PENDING.value,
            Notice.contact_id.is_not(None),
            Notice.message_id.is_(None),
            Notice.may_leave(self._now),
            Notice.channel.not_in(self.resting),
        )

    def _next_pairs(self, size: int) -> list[Pair]:
        """Return contact and channel of the worst pending notices that no message carries yet."""
        worst = func.max(func.coalesce(Notice.rung, 0))
        query = (
            select(Notice.contact_id, Notice.channel)
            .where(self._waiting())
            .group_by(Notice.contact_id, Notice.channel)
            .order_by(worst.desc(), func.min(Notice.id))
            .limit(size)
        )
        return [(contact, channel) for contact, channel in self.session.execute(query).all()]

    def _gather(self, pairs: Sequence[Pair]) -> dict[Pair, list[Notice]]:
        """Return the pairs' pending notices that are still true, in the pairs' order."""
        query = (
            select(Notice)
            .where(self._waiting(), tuple_(Notice.contact_id, Notice.channel).in_(pairs))
            .order_by(Notice.id)
            .with_for_update(skip_locked=True)
        )
        pending = list(self.session.scalars(query))
        untrue = self.letters.untrue(self.session, pending, self._now)
        gathered: dict[Pair, list[Notice]] = {}
        for notice in pending:
            notices = gathered.setdefault((notice.contact_id or 0, notice.channel), [])
            if notice.id in untrue:
                self.events.append(call_off(notice, untrue[notice.id], self._now))
            else:
                notices.append(notice)
        return {pair: gathered[pair] for pair in pairs if pair in gathered}

    def _contacts(self, ids: Collection[int]) -> dict[int, Contact]:
        query = select(Contact).where(Contact.id.in_(ids))
        return {contact.id: contact for contact in self.session.scalars(query)}

    def _chosen(
        self, gathered: dict[Pair, list[Notice]], contacts: dict[int, Contact]
    ) -> Iterator[tuple[Pair, list[Notice]]]:
        """Yield what may go out now: the contact holds the post, and had not enough today."""
        today = self._today(contacts)
        for pair, notices in gathered.items():
            contact, channel = contacts[pair[0]], pair[1]
            if notices and not reachable(contact, channel, self._now):
                self._write_events()
                directory = self.letters.directory(self.session, self._now)
                readdress(self.session, directory, notices, self._now)
                continue
            if self.courtesy is not None and notices:
                had = today[contact.id]
                notices = self.courtesy.within_cap(self.session, had, notices, self._now)
            if notices:
                today[contact.id] += 1
                yield pair, notices

    def _today(self, contacts: Collection[int]) -> dict[int, int]:
        if self.courtesy is None:
            return dict.fromkeys(contacts, 0)
        return self.courtesy.messages_today(self.session, contacts, self._now)

    def _freeze(
        self, chosen: Sequence[tuple[Pair, list[Notice]]], contacts: dict[int, Contact]
    ) -> list[Claimed]:
        connection = self.session.connection()
        self.letters.read(self.session, [notice for _, each in chosen for notice in each])
        frozen = [
            _Frozen(number, pair, notices, self._envelope(number, contacts[pair[0]], notices))
            for number, (pair, notices) in zip(
                next_ids(connection, Message, len(chosen)), chosen, strict=True
            )
        ]
        carried = [notice for one in frozen for notice in one.notices]
        self.events += self.letters.remember_told(carried)
        digests = {one.id: sha256(one.envelope.content).hexdigest() for one in frozen}
        self._write_messages(frozen, digests)
        for one in frozen:
            data = {
                "contact": one.pair[0],
                "notices": [notice.id for notice in one.notices],
                "content_sha256": digests[one.id],
            }
            self.events.append(Event("message.frozen", f"message:{one.id}", data))
        attempts = self._enter_attempts([one.id for one in frozen])
        self._write_events()
        return [
            Claimed(one.id, attempt, one.pair[1], one.envelope)
            for one, attempt in zip(frozen, attempts, strict=True)
        ]

    def _envelope(self, number: int, contact: Contact, notices: Sequence[Notice]) -> Envelope:
        return self.letters.envelope(self.session, number, contact, notices, self._now)

    def _write_messages(self, frozen: Sequence[_Frozen], digests: dict[int, str]) -> None:
        """Write the messages, in the worker's hand from the start, and what each carries."""
        MESSAGE_MACHINE.check(MessageState.PENDING, MessageState.SENDING)
        until = self.moment.wall + self.worker.lease
        connection = self.session.connection()
        rows = [
            (
                one.id,
                *one.pair,
                MessageState.SENDING.value,
                one.envelope.message_id,
                one.envelope.subject,
                one.envelope.content,
                digests[one.id],
                self._now,
                self.worker.name,
                until,
            )
            for one in frozen
        ]
        insert_rows(connection, Message, _MESSAGE_COLUMNS, rows)
        for one in frozen:
            for notice in one.notices:
                notice.message_id = one.id
        self.session.flush()

    # -- both ------------------------------------------------------------------------------------

    def _enter_attempts(self, messages: Sequence[int]) -> list[int]:
        """Enter an attempt for each message; the first one's turn has come."""
        connection = self.session.connection()
        ids = next_ids(connection, Attempt, len(messages))
        rows = [
            (number, message, self.worker.name, self._now, None if place else self._now)
            for place, (number, message) in enumerate(zip(ids, messages, strict=True))
        ]
        insert_rows(connection, Attempt, _ATTEMPT_COLUMNS, rows)
        for number, message in zip(ids, messages, strict=True):
            self.events.append(Event("message.sending", f"message:{message}", {"attempt": number}))
        return ids

    def _write_events(self) -> None:
        append(self.session, self._now, self.events)
        self.events.clear()
        self.session.flush()


_MESSAGE_COLUMNS = (
    "id",
    "contact_id",
    "channel",
    "state",
    "message_id_header",
    "subject",
    "content",
    "content_sha256",
    "frozen_at",
    "lease_owner",
    "lease_until",
)
_ATTEMPT_COLUMNS = ("id", "message_id", "owner", "started_at", "begun_at")
