"""What a letter is about, for who opens its link."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Kind, Message, Notice, Obligation
from rules.rulebook import Rulebook
from steps.states import ObligationState


@dataclass(frozen=True)
class About:
    """One obligation: what is to be done, by the day its text names; `open`: it may be written."""

    number: int
    title: str
    due_on: date
    open: bool


@dataclass(frozen=True)
class Linked:
    """A letter: to which post (`said`, `uid/post`) it went, and what it is about."""

    message: int
    said: str
    title: str
    body: str
    sent_at: datetime
    about: tuple[About, ...]

    @property
    def only(self) -> frozenset[int]:
        """Return the numbers of the obligations of its own body that may be written on."""
        return frozenset(one.number for one in self.about if one.open)


def linked(session: Session, rulebook: Rulebook, message: Message) -> Linked | None:
    """Return what `message` is about, None where its body is known no more."""
    contact = session.get_one(Contact, message.contact_id)
    bodies = rulebook.bodies
    if contact.body_uid not in bodies:
        return None
    body = bodies.get(contact.body_uid)
    query = (
        select(Obligation)
        .where(
            Obligation.id.in_(select(Notice.obligation_id).where(Notice.message_id == message.id))
        )
        .order_by(Obligation.due_on, Obligation.id)
    )
    about = tuple(_about(rulebook, row, body.uid) for row in session.scalars(query))
    said = f"{contact.body_uid}/{contact.post}"
    title = bodies.title(body, contact.post)
    return Linked(message.id, said, title, body.name, message.frozen_at, about)


def _about(rulebook: Rulebook, row: Obligation, uid: str) -> About:
    declared = rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    title = declared.called(duty) if declared and duty else row.duty
    asked = row.kind == Kind.OBLIGATION
    open_ = asked and row.bearer_uid == uid and row.state in ObligationState.unfinished()
    return About(row.id, title, row.due_on, open_)
