"""Letters: from a contact's notices to the sealed envelope, true at the moment it is frozen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Directory, next_way
from dondoc.notices.readdress import reachable
from dondoc.obligations.rounds import RoundKey
from dondoc.obligations.watched import NOTHING_WATCHED, Watching
from dondoc.sending.beforehand import Beforehand
from dondoc.sending.names import name_of, role_of
from dondoc.sending.premise import obligations_of, untrue_notices
from dondoc.sending.views import NOTHING_ENCLOSED, Enclosing, Views
from dondoc.setup.links import address
from dondoc.setup.settings import OfficeSettings
from language.zone import local_date
from models import Capacity, Contact, Event, Notice, Obligation
from notifications.compose import Composed, compose
from notifications.envelope import Envelope, Mailbox, header_id, mail
from notifications.letter import Addressee, Letter, Sender
from notifications.mime import Attachment
from notifications.rounds import RoundView
from rules.meaning.recipient import Party
from rules.rulebook import Rulebook
from steps.table import rank, step_of

# What stands before the title of the post.
_CAPACITIES = {Capacity.ACTING.value: "quyền ", Capacity.DEPUTY.value: "người được giao thay "}


# The id of what is only looked at: it never leaves.
SHOWN = "xem-truoc"
# A message: its id, to whom it goes, and the notices that it carries.
Carrying = tuple[str, Contact, Sequence[Notice]]


class Sealing(Protocol):
    """Makes the mail of what a letter says, as `notifications.envelope.mail` does."""

    def __call__(
        self,
        *,
        message_id: str,
        from_: Mailbox,
        to: Mailbox,
        reply_to: Mailbox,
        said: Composed,
        date: datetime,
        attachments: Sequence[Attachment] = (),
    ) -> Envelope:
        """Return the mail."""


class Letters:
    """Writes what the office's notices say, by its rules and in its name.

    Made anew for every dispatch: how a round stands is read once in it and told to all alike.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        office: OfficeSettings,
        channels: Collection[str] | None = None,
        mark: str = "",
        enclosing: Enclosing = NOTHING_ENCLOSED,
        sealing: Sealing = mail,
        site: str = "",
        watching: Watching = NOTHING_WATCHED,
    ) -> None:
        """Write in the name of `office`, which can send on `channels` (None: on all).

        `mark` stands on every letter that is no real one; `enclosing` makes what goes with one,
        `sealing` the mail. `site`: where the office's pages are, "" where letters have no link.
        `watching`: how that is read which is followed without a day in the text.
        """
        self._site = "" if mark else site
        self._sealing = sealing
        self._watching = watching
        self._enclosing = enclosing
        self._mark = mark
        self._rulebook = rulebook
        self._office = office.among(rulebook.bodies)
        routing = rulebook.routing
        self._routing = routing if channels is None else routing.limited_to(channels)
        self._rounds: dict[RoundKey, RoundView | None] = {}
        self._owed: Mapping[int, Obligation] = {}
        # Of rounds without a term, the reports of which the letters just composed tell.
        self._gathered: dict[int, tuple[int, ...]] = {}

    def remember_told(self, notices: Sequence[Notice]) -> list[Event]:
        """Keep on each round's consolidation what the letters just composed tell of it.

        The next one is for what changed since these words, not since the sweep that asked for
        them: reports come in between. Returns the events to enter in the trail.
        """
        events = []
        for notice in notices:
            row, step = self._owed.get(notice.obligation_id), step_of(notice.step)
            if row is not None and step.gathers:
                row.briefed = list(self._gathered[row.id])
                data = {"told": row.briefed}
                events.append(Event("obligation.briefed", f"obligation:{row.id}", data))
            if not step.briefs or row is None:
                continue
            duty = self._rulebook.directives[row.directive_id].duties[row.duty]
            view = self._rounds.get(RoundKey(row.directive_id, duty.consolidates or "", row.period))
            if view is None:
                continue
            counts = [view.done_on_time, view.done_late, view.open_overdue]
            if counts != row.briefed:
                row.briefed = counts
                data = {"told": counts}
                events.append(Event("obligation.briefed", f"obligation:{row.id}", data))
        return events

    def next_channel(self, contact: Contact, step: str, failed: str) -> str | None:
        """Return the channel to try after `failed` failed for good, None where none is left."""
        way = next_way(self._routing, contact, step, failed)
        return way[0] if way else None

    def directory(self, session: Session, now: datetime) -> Directory:
        """Return who holds which post at the instant `now` (aware)."""
        today = local_date(now)
        return Directory(session, self._rulebook.bodies.known_on(today), today, self._routing)

    def reaches(
        self, session: Session, contact: Contact, channel: str, step: str, now: datetime
    ) -> bool:
        """Say whether `contact` is still who is told of `step` at the instant `now` (aware).

        It holds its post, `channel` reaches it, and it answers for its body: of one that ended
        only where nobody else does.
        """
        bodies, today = self._rulebook.bodies, local_date(now)
        if not reachable(contact, channel, now) or contact.body_uid not in bodies:
            return False
        ended_on = bodies.get(contact.body_uid).valid_to
        if ended_on is None or today <= ended_on:
            return True
        post, party = f"{contact.body_uid}/{contact.post}", Party(contact.body_uid)
        told = self.directory(session, now).recipients(post, party, step)
        return contact.id in {recipient.contact for recipient in told}

    def untrue(self, session: Session, notices: Sequence[Notice], now: datetime) -> dict[int, str]:
        """Return, by notice id, why a notice is no longer true at `now` and must not leave.

        What they are about is read for all of them at once; their letters in the transaction of
        `session` rest on that.
        """
        self._owed = obligations_of(session, notices)
        return untrue_notices(session, self._rulebook, notices, now, self._owed, self._watching)

    def envelope(
        self,
        session: Session,
        message: str,
        contact: Contact,
        notices: Sequence[Notice],
        now: datetime,
    ) -> Envelope:
        """Compose the message of the id `message` that carries `notices` to `contact`."""
        return self.envelopes(session, [(message, contact, notices)], now)[0]

    def envelopes(
        self, session: Session, messages: Sequence[Carrying], now: datetime
    ) -> list[Envelope]:
        """Compose messages; what they tell of is read for all of them at once."""
        views = self._views(session, [notices for _, _, notices in messages], now)
        return [self._envelope(views, *message, now) for message in messages]

    def _envelope(
        self, views: Views, message: str, contact: Contact, notices: Sequence[Notice], now: datetime
    ) -> Envelope:
        letter = self._letter(views, contact, notices, now)
        if self._site:
            letter = replace(letter, link=address(self._site, message))
        domain = self._office.specialist.email.partition("@")[2] or "dondoc.invalid"
        return self._sealing(
            message_id=header_id(message, domain),
            from_=Mailbox(self._office.name, self._office.specialist.email),
            to=Mailbox(
                contact.person or letter.addressee.body,
                contact.address_on(notices[0].channel) or "",
            ),
            reply_to=Mailbox(letter.sender.person, letter.sender.email),
            said=compose(letter),
            date=now,
            attachments=letter.files,
        )

    def letter(
        self, session: Session, contact: Contact, notices: Sequence[Notice], now: datetime
    ) -> Letter:
        """Return the letter as plain values, worst item first."""
        return self._letter(self._views(session, [notices], now), contact, notices, now)

    def _views(self, session: Session, letters: Sequence[Sequence[Notice]], now: datetime) -> Views:
        carried = [notice for notices in letters for notice in notices]
        about = {notice.obligation_id for notice in carried}
        owed = self._owed if self._owed.keys() >= about else obligations_of(session, carried)
        mine = {id_: owed[id_] for id_ in about}
        beforehand = Beforehand(session, self._rulebook, letters, mine, now, self._watching)
        return Views(session, self._rulebook, now, self._rounds, self._enclosing, beforehand)

    def _letter(
        self, views: Views, contact: Contact, notices: Sequence[Notice], now: datetime
    ) -> Letter:
        items = [views.item(notice) for notice in notices]
        self._gathered |= views.gathered
        items.sort(key=lambda item: foremost_first(item.step.id, item.due_on))
        return Letter(self._addressee(contact), self._sender(), tuple(items), now, self._mark)

    def _addressee(self, contact: Contact) -> Addressee:
        bodies = self._rulebook.bodies
        body = bodies.get(contact.body_uid)
        role = _CAPACITIES.get(contact.capacity, "") + role_of(bodies, body, contact.post)
        leads = contact.post == body.head
        return Addressee(contact.person, role, name_of(body), contact.post, leads)

    def _sender(self) -> Sender:
        specialist = self._office.specialist
        return Sender(
            person=specialist.person,
            title=specialist.title,
            phone=specialist.phone,
            email=specialist.email,
            organisation=self._office.name,
        )


def foremost_first(step: str, due_on: date) -> tuple[int, date]:
    """Return where in a letter a word of `step` (its id) stands: the worst first, then by day."""
    return rank(step), due_on
