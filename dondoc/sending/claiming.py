"""Claiming: choose what goes out next, freeze it and enter the attempts, in sets."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from dondoc.notices.cancel import call_off
from dondoc.notices.readdress import readdress
from dondoc.sending.agenda import Agenda, Pair, waiting_of
from dondoc.sending.claim import Claim
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.worker import Claimed
from models import Contact, Event, Message, MessageState, Notice, installation_of
from models.bulk import insert_rows, next_ids, update_rows
from models.message import MESSAGE_MACHINE
from notifications.envelope import Envelope

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


@dataclass
class _Frozen:
    """A message about to be written: its id, who gets it, what it carries and its bytes."""

    id: int
    pair: Pair
    notices: list[Notice]
    envelope: Envelope
    digest: str


@dataclass
class Claiming(Claim):
    """Claims notices that no message carries yet: everything in it is one transaction."""

    agenda: Agenda
    courtesy: Courtesy | None

    def take(self, size: int) -> list[Claimed]:
        """Freeze new messages, at most `size`, for the contacts with the worst notices."""
        while pairs := self.agenda.take(self.session, size, self.now, self.resting):
            contacts = self.contacts({contact for contact, _ in pairs}, held=True)
            gathered = self._gather([pair for pair in pairs if pair[0] in contacts])
            self.agenda.pass_over([pair for pair in pairs if pair not in gathered])
            chosen = list(self._chosen(gathered, contacts))
            if chosen:
                return self._freeze(chosen, contacts)
            self.write_events()
        return []

    def _gather(self, pairs: Sequence[Pair]) -> dict[Pair, list[Notice]]:
        """Return the pairs' pending notices that are still true, in the pairs' order."""
        if not pairs:
            return {}
        pending = waiting_of(self.session, pairs, self.now, self.resting)
        untrue = self.letters.untrue(self.session, pending, self.now)
        gathered: dict[Pair, list[Notice]] = {}
        for notice in pending:
            notices = gathered.setdefault((notice.contact_id or 0, notice.channel), [])
            if notice.id in untrue:
                self.events.append(call_off(notice, untrue[notice.id], self.now))
            else:
                notices.append(notice)
        # What the letters tell is asked of the database beside the session.
        self.session.flush()
        return {pair: gathered[pair] for pair in pairs if pair in gathered}

    def _chosen(
        self, gathered: dict[Pair, list[Notice]], contacts: dict[int, Contact]
    ) -> Iterator[tuple[Pair, list[Notice]]]:
        """Yield what may go out now: the contact holds the post, and had not enough today."""
        today = self._today(contacts)
        for pair, notices in gathered.items():
            contact, channel = contacts[pair[0]], pair[1]
            if notices and not self.reaches(contact, channel, notices[0].step):
                self.write_events()
                directory = self.letters.directory(self.session, self.now)
                readdress(self.session, directory, notices, self.now)
                continue
            if self.courtesy is not None and notices:
                had = today[contact.id]
                notices = self.courtesy.within_cap(self.session, had, notices, self.now)
            if notices:
                today[contact.id] += 1
                yield pair, notices

    def _today(self, contacts: Collection[int]) -> dict[int, int]:
        if self.courtesy is None:
            return dict.fromkeys(contacts, 0)
        return self.courtesy.messages_today(self.session, contacts, self.now)

    def _freeze(
        self, chosen: Sequence[tuple[Pair, list[Notice]]], contacts: dict[int, Contact]
    ) -> list[Claimed]:
        ids = next_ids(self.session.connection(), Message, len(chosen))
        named = installation_of(self.session, self.now)
        messages = [
            (named.new_message(self.now), contacts[pair[0]], notices) for pair, notices in chosen
        ]
        envelopes = self.letters.envelopes(self.session, messages, self.now)
        frozen = [
            _Frozen(number, pair, notices, envelope, sha256(envelope.content).hexdigest())
            for number, (pair, notices), envelope in zip(ids, chosen, envelopes, strict=True)
        ]
        carried = [notice for one in frozen for notice in one.notices]
        self.events += self.letters.remember_told(carried)
        self._write_messages(frozen)
        for one in frozen:
            data = {
                "contact": one.pair[0],
                "notices": [notice.id for notice in one.notices],
                "content_sha256": one.digest,
            }
            self.events.append(Event("message.frozen", f"message:{one.id}", data))
        attempts = self.enter_attempts(ids)
        self.write_events()
        return [
            Claimed(one.id, attempt, one.pair[1], one.envelope)
            for one, attempt in zip(frozen, attempts, strict=True)
        ]

    def _write_messages(self, frozen: Sequence[_Frozen]) -> None:
        """Write the messages, in the worker's hand from the start, and what each carries."""
        MESSAGE_MACHINE.check(MessageState.PENDING, MessageState.SENDING)
        until = self.moment.wall + self.worker.lease
        rows = [
            (
                one.id,
                *one.pair,
                MessageState.SENDING.value,
                one.envelope.message_id,
                one.envelope.subject,
                one.envelope.content,
                one.digest,
                self.now,
                self.worker.name,
                until,
            )
            for one in frozen
        ]
        connection = self.session.connection()
        insert_rows(connection, Message, _MESSAGE_COLUMNS, rows)
        carried = [(notice.id, one.id) for one in frozen for notice in one.notices]
        update_rows(connection, Notice, ("id", "message_id"), carried)
