"""The alarm: who still ticks tells the administrator by mail of who ticks no more, once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from dondoc.sending.switch import sending_off_since
from dondoc.setup.silence import NAMES, Way, ways_of
from dondoc.setup.wiring import Office
from language.dates import hour_of_day
from language.zone import local, local_date
from models import Contact, Worker
from models.installation import uuid7
from notifications.envelope import Envelope, Mailbox, header_id, seal
from notifications.outcome import Kind

_CHANNEL = "email"
# Whoever looks after the machines; where the address book names nobody, the specialist is told.
ADMINISTRATOR = "administrator"
_NOWHERE = ".invalid"
_log = logging.getLogger(__name__)


def tell_of_silence(office: Office) -> list[Way]:
    """Tell the administrator of every other way by which nobody ticks any more; return of which.

    Once for each silence. What cannot be sent is logged, and tried at the next tick.
    """
    if office.demo or office.source not in NAMES:
        return []
    now = office.wall.now()
    with office.reading() as session:
        ways = [
            way
            for way in ways_of(session, office, now)
            if way.silent and not way.told and way.source != office.source
        ]
        box = _administrator(office, session, now)
        off = sending_off_since(session)
    if not ways or off is not None or box.address.endswith(_NOWHERE):
        return []
    outcome = office.gateway.send(_CHANNEL, _mail(office, box, ways, now))
    if outcome.kind is not Kind.SENT:
        _log.error("không báo được cho quản trị (%s): %s", box.address, outcome.reason)
        return []
    with office.writing(lasting=False) as session:
        told = update(Worker).where(Worker.source.in_([way.source for way in ways]))
        session.execute(told.values(told_at=now))
    return ways


def _administrator(office: Office, session: Session, now: datetime) -> Mailbox:
    """Return who is told: the office's administrator by the address book, else its specialist."""
    house, today = office.house, local_date(now)
    query = select(Contact.person, Contact.email).where(
        Contact.body_uid == house.body,
        Contact.post == ADMINISTRATOR,
        Contact.email.is_not(None),
        or_(Contact.valid_from.is_(None), Contact.valid_from <= today),
        or_(Contact.valid_to.is_(None), Contact.valid_to >= today),
    )
    found = session.execute(query.limit(1)).one_or_none()
    if found is not None:
        return Mailbox(found.person or "Quản trị hệ thống", found.email)
    return Mailbox(house.specialist.person, house.specialist.email)


def _mail(office: Office, to: Mailbox, ways: Sequence[Way], now: datetime) -> Envelope:
    house = office.house
    ours = Mailbox(house.name, house.specialist.email)
    said = "\n".join(f"- {way.said}." for way in ways)
    return seal(
        message_id=header_id(uuid7(now).hex, ours.address.partition("@")[2] or "dondoc.invalid"),
        from_=ours,
        to=to,
        reply_to=ours,
        subject=f"Đôn Đốc: {ways[0].said}",
        text=(
            f"Kính gửi: {to.name}\n\n{said}\n\n"
            f"{NAMES[office.source]} vẫn chạy (lúc {hour_of_day(local(now))}), việc quét và gửi "
            "thư không bị gián đoạn, nhưng nếu cũng ngừng thì không còn gì chạy.\n\n"
            "Đề nghị xem máy chủ Prefect, các prefect worker và bộ hẹn giờ gọi dondoc tick trên "
            "các máy; xem tình hình: dondoc doctor.\n\n"
            "Thư này gửi một lần cho mỗi lần ngừng.\n"
        ),
        date=now,
    )
