"""Notices and their letters, as far as who looks sees them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.day.letters import letters_of
from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.sending.letters import SHOWN
from dondoc.setup.wiring import Office
from models import Contact, Message, Notice, NoticeState, Obligation
from notifications.envelope import Envelope, reopen
from steps.table import Step, step_of


def notice(look: Look, number: int) -> tuple[Notice, Obligation]:
    """Return the notice with that number and what it is about.

    Raises:
        Refused: there is none, or it is hidden.
    """
    found = look.session.get(Notice, number)
    if found is None:
        raise Refused(f"không có thông báo số {number}; xem: dondoc notices")
    row = look.session.get_one(Obligation, found.obligation_id)
    if found.recipient_uid not in look.visible.own:
        look.refuse([look.party(row)])
    return found, row


def refuse_hidden(look: Look, found: Notice, row: Obligation) -> None:
    """Raise Refused where the letter of a notice speaks of hidden bodies, and went to others.

    It speaks of everything its notices are about, and of the rounds that their steps show.
    """
    if look.visible.everything or found.recipient_uid in look.visible.own:
        return
    for step, about in _carried(look.session, found, row):
        if step.tells_the_round or "round" in step.needs:
            look.refuse_round(about)
        else:
            look.refuse([look.party(about)])


def letter(office: Office, look: Look, found: Notice) -> Envelope | None:
    """Return the message as it left, or as it would be composed now; None for one called off.

    None also for one that was purged.
    """
    session = look.session
    if found.message_id is not None:
        message = session.get_one(Message, found.message_id)
        return None if message.purged else reopen(message.content)
    if found.contact_id is None or found.state not in NoticeState.unsent():
        return None
    contact = session.get_one(Contact, found.contact_id)
    return letters_of(office).envelope(session, SHOWN, contact, [found], look.desk.now)


def _carried(session: Session, found: Notice, row: Obligation) -> list[tuple[Step, Obligation]]:
    """Return what the letter of a notice carries: each step with what it is about."""
    if found.message_id is None:
        return [(step_of(found.step), row)]
    query = select(Notice.step, Obligation).join(Obligation, Obligation.id == Notice.obligation_id)
    mine = query.where(Notice.message_id == found.message_id)
    return [(step_of(step), about) for step, about in session.execute(mine)]
