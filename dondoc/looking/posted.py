"""The letters of a simulation: what left in each of them, and what waits for somebody's word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from dondoc.looking.supposed import Noted
from dondoc.looking.timeline import TimelineEvent, about, rows_of
from dondoc.sending.letters import SHOWN, Letters, foremost_first
from language.zone import local
from models import Contact, Entry, Message, Notice, NoticeState
from models.among import among
from rules.rulebook import Rulebook

_KINDS = ("message.sent", "notice.released")
# So many ids are asked for in one statement.
_AT_ONCE = 1_000
# What is read of them where no letter is composed anew.
_Notice = Notice | Row[*tuple[Any, ...]]
_Contact = Contact | Row[*tuple[Any, ...]]
_ENTRIES = (
    select(Entry.seq, Entry.kind, Entry.subject, Entry.at, Entry.data)
    .where(Entry.seq > bindparam("seen"), Entry.kind.in_(_KINDS))
    .order_by(Entry.seq)
)
_MESSAGES = (
    select(
        Message.id,
        Message.channel,
        Message.subject,
        Message.message_id_header,
        Contact.body_uid,
        Contact.post,
    )
    .join(Contact, Contact.id == Message.contact_id)
    .where(among(Message.id, "ids"))
    .order_by(Message.id)
)
_CARRIED = (
    select(
        Notice.id,
        Notice.message_id,
        Notice.obligation_id,
        Notice.step,
        Notice.rung,
        Notice.basis,
        Notice.created_at,
    )
    .where(among(Notice.message_id, "ids"))
    .order_by(Notice.id)
)
_HELD = select(Notice).where(
    Notice.unsent(),
    Notice.state == NoticeState.HELD.value,
    Notice.created_at > bindparam("since"),
    Notice.created_at <= bindparam("now"),
)


@dataclass(frozen=True)
class Told:
    """One thing a letter tells, in the words of the time line."""

    duty: str
    clause: str
    bearer: str
    bearer_name: str
    due_on: date
    step: str
    rung: int | None
    to: str | None
    basis: str


@dataclass(frozen=True)
class LetterEvent(TimelineEvent):
    """One letter; what it shares with the other lines is said of the first of its `items`.

    `state`: "sent", or "held" while it waits to be let go. `held_since`, `released_by` (`uid/post`,
    or "settings"): of one that waited. `release_by`: who may let go what waits.
    """

    state: str = "sent"
    recipient_name: str = ""
    channel: str = ""
    subject: str = ""
    attachments: tuple[str, ...] = ()
    held_since: datetime | None = None
    released_by: str | None = None
    release_by: str | None = None
    items: tuple[Told, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the promised JSON object: instants with +07:00."""
        since = local(self.held_since).isoformat() if self.held_since else None
        items = [{**vars(one), "due_on": one.due_on.isoformat()} for one in self.items]
        return {**super().as_json(), "held_since": since, "items": items}


class Posted:
    """The letters so far; each reading adds what came since the one before."""

    def __init__(self, rulebook: Rulebook, noted: Noted, release_by: str | None) -> None:
        """Read letters whose files `noted` names; those that are held wait for `release_by`."""
        self.events: list[LetterEvent] = []
        self._rulebook, self._noted, self._release_by = rulebook, noted, release_by
        self._seen = 0
        # Who let go which notice.
        self._released: dict[int, str] = {}

    def read(self, session: Session) -> None:
        """Add what the trail says has left."""
        left = []
        for entry in session.connection().execute(_ENTRIES, {"seen": self._seen}):
            self._seen = entry.seq
            number = int(entry.subject.partition(":")[2])
            if entry.kind == "message.sent":
                left.append((number, datetime.fromisoformat(entry.at)))
            else:
                self._released[number] = str(orjson.loads(entry.data)["by"])
        for start in range(0, len(left), _AT_ONCE):
            self.events.extend(self._sent(session, dict(left[start : start + _AT_ONCE])))

    def _sent(self, session: Session, left: dict[int, datetime]) -> Iterator[LetterEvent]:
        asked, connection = {"ids": [*left]}, session.connection()
        found = connection.execute(_MESSAGES, asked).all()
        carried = connection.execute(_CARRIED, asked).all()
        by_message: dict[int, list[_Notice]] = {}
        for notice in carried:
            by_message.setdefault(notice.message_id, []).append(notice)
        rows = rows_of(session, {notice.obligation_id for notice in carried})
        for message in found:
            notices = by_message.get(message.id, [])
            released = [one for one in notices if one.id in self._released]
            yield self._line(
                left[message.id],
                message,
                notices,
                rows,
                state="sent",
                channel=message.channel,
                subject=message.subject,
                attachments=self._noted.files.pop(message.message_id_header, ()),
                held_since=min((one.created_at for one in released), default=None),
                released_by=next((self._released[one.id] for one in released), None),
            )

    def wait(self, session: Session, letters: Letters, since: datetime, now: datetime) -> None:
        """Add what was decided after `since`, up to `now` (both aware), and waits to be let go."""
        held = sorted(session.scalars(_HELD, {"since": since, "now": now}), key=_for_whom)
        rows = rows_of(session, {notice.obligation_id for notice in held})
        messages = [
            (f"{SHOWN}.{number}", session.get_one(Contact, contact), list(group))
            for number, ((contact, _), group) in enumerate(groupby(held, key=_for_whom))
        ]
        envelopes = letters.envelopes(session, messages, now)
        for (_, contact, notices), envelope in zip(messages, envelopes, strict=True):
            line = self._line(
                now,
                contact,
                notices,
                rows,
                state="held",
                channel=notices[0].channel,
                subject=envelope.subject,
                attachments=self._noted.files.pop(envelope.message_id, ()),
                held_since=min(one.created_at for one in notices),
                release_by=self._release_by,
            )
            self.events.append(line)

    def _line(
        self,
        at: datetime,
        contact: _Contact,
        notices: Sequence[_Notice],
        rows: dict[int, Row[*tuple[Any, ...]]],
        **more: Any,
    ) -> LetterEvent:
        items = tuple(self._items(notices, rows))
        first = vars(items[0])
        directive = rows[notices[0].obligation_id].directive_id
        name = self._rulebook.bodies.get(contact.body_uid).name
        return LetterEvent(
            at=at,
            event="letter",
            directive=directive,
            recipient=f"{contact.body_uid}/{contact.post}",
            recipient_name=name,
            items=items,
            **first,
            **more,
        )

    def _items(
        self, notices: Iterable[_Notice], rows: dict[int, Row[*tuple[Any, ...]]]
    ) -> Iterator[Told]:
        told = [(notice, rows[notice.obligation_id]) for notice in notices]
        for notice, row in sorted(told, key=lambda one: foremost_first(one[0].step, one[1].due_on)):
            said = about(self._rulebook, row)
            del said["directive"]
            yield Told(**said, step=notice.step, rung=notice.rung, basis=notice.basis)


def _for_whom(notice: Notice) -> tuple[int, str]:
    return notice.contact_id or 0, notice.channel
