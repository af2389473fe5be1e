"""Idle: on a day that has been swept, a sweep that would find nothing leaves nothing behind.

Whoever asks often asks cheaply: one statement over indexes, and nothing opened for writing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, select

from dondoc.day.registering import has_contacts
from dondoc.obligations.register import knowledge_of
from dondoc.sending.switch import SENDING
from dondoc.setup.database import glancing
from dondoc.setup.hour import LAST_SWEEP
from dondoc.setup.wiring import Office
from language.zone import local_date
from models import Anchored, Directive, Entry, Obligation, Print, Signature, Switch
from models.among import among

_PRINTED = select(Print.id).where(Print.signature_id == Signature.id)
# Of directives, that it is followed and registered as it is known now.
_CURRENT = and_(among(Directive.id, "followed"), Directive.knowledge == bindparam("knowledge"))
# Made once: it is asked again and again, and each statement is a way to the server and back.
_STANDS = select(
    LAST_SWEEP.scalar_subquery().label("swept_at"),
    exists().where(Obligation.wake_at <= bindparam("now")).label("due"),
    exists().where(Signature.undone_at.is_(None), ~_PRINTED.exists()).label("unprinted"),
    select(func.max(Entry.seq)).scalar_subquery().label("entries"),
    select(Anchored.entries).where(Anchored.id == 1).scalar_subquery().label("signed"),
    select(Switch.off_since).where(Switch.name == SENDING).scalar_subquery().label("off_since"),
    exists().where(Directive.stopped_on.is_(None), ~_CURRENT).label("changed"),
    select(func.count())
    .select_from(Directive)
    .where(among(Directive.id, "named"))
    .scalar_subquery()
    .label("registered"),
)


@dataclass(frozen=True)
class Idle:
    """There is nothing to do; `sending_off_since`: since when (UTC) nothing is sent, if so."""

    sending_off_since: datetime | None


def idle(office: Office, now: datetime) -> Idle | None:
    """Return that a sweep at the instant `now` (aware) has nothing to do, None where it may have.

    Something to do is also what no row waits for: the first sweep of a day, rules or contacts that
    have changed, what is not signed yet, and a directive that is left out of the settings.
    """
    if not has_contacts(office):
        return None
    with glancing(office.database) as connection:
        stands = connection.execute(_STANDS, {"now": now, **_known(office, now)}).one()
    named = {*office.settings.settings.directives}
    done = _nothing_waits(stands, now) and stands.registered == len(named)
    return Idle(stands.off_since) if done else None


def _nothing_waits(stands: Row[*tuple[Any, ...]], now: datetime) -> bool:
    swept = stands.swept_at
    return (
        swept is not None
        and swept <= now
        and local_date(swept) == local_date(now)
        and not (stands.due or stands.unprinted or stands.changed)
        and stands.entries == stands.signed
    )


def _known(office: Office, now: datetime) -> dict[str, object]:
    """Return which directives are followed, and as what they are known at `now`."""
    settings, book = office.settings.settings, office.rulebook
    return {
        "named": settings.directives,
        "followed": [id_ for id_ in settings.directives if id_ in book.directives],
        "knowledge": knowledge_of(book, settings.readings_for_rules(), local_date(now)),
    }
