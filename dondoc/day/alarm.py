"""The alarm: who ticks tells the administrator by mail of who may not sweep or ticks no more."""

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from dondoc.sending.switch import sending_off_since
from dondoc.setup.places import worker_name
from dondoc.setup.silence import NAMES, Way, ways_of
from dondoc.setup.wiring import Office
from dondoc.setup.workers import place_of_office
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
    said = "\n".join(f"- {way.said}." for way in ways)
    text = (
        f"{said}\n\n{NAMES[office.source]} vẫn chạy (lúc {hour_of_day(local(now))}), việc quét và "
        "gửi thư không bị gián đoạn, nhưng nếu cũng ngừng thì không còn gì chạy.\n\n"
        "Đề nghị xem máy chủ Prefect, các prefect worker và bộ hẹn giờ gọi dondoc tick trên "
        "các máy; xem tình hình: dondoc doctor.\n\n"
        "Thư này gửi một lần cho mỗi lần ngừng."
    )
    told = Worker.source.in_([way.source for way in ways])
    return ways if _tell(office, box, ways[0].said, text, told) else []


def tell_out_of_step(office: Office, wrong: str) -> bool:
    """Tell the administrator that this worker may not sweep, and why; say whether it was told now.

    Once for each program and rules it comes with. What cannot be sent is tried at the next tick.
    """
    if office.demo or office.source not in NAMES:
        return False
    now, place = office.wall.now(), place_of_office(office)
    mine = Worker.name == worker_name(office.source, place)
    with office.reading() as session:
        known = session.scalar(select(Worker.told_at).where(mine)) is not None
        box = _administrator(office, session, now)
        off = sending_off_since(session)
    if known or off is not None or box.address.endswith(_NOWHERE):
        return False
    text = (
        f"{NAMES[office.source]} ở {place} không quét được: {wrong}.\n\n"
        "Thư đã quyết định vẫn đi; các máy khác vẫn quét. Xem tình hình: dondoc doctor.\n\n"
        "Thư này gửi một lần, cho đến khi máy ấy đổi phiên bản hoặc bộ quy tắc."
    )
    return _tell(office, box, "có máy khác phiên bản hoặc khác bộ quy tắc", text, mine)


def _tell(office: Office, box: Mailbox, subject: str, text: str, told: ColumnElement[bool]) -> bool:
    """Send the mail, and note that it is known at the workers `told`; say whether it was sent."""
    now = office.wall.now()
    outcome = office.gateway.send(_CHANNEL, _mail(office, box, subject, text, now))
    if outcome.kind is not Kind.SENT:
        _log.error("không báo được cho quản trị (%s): %s", box.address, outcome.reason)
        return False
    with office.writing(lasting=False) as session:
        session.execute(update(Worker).where(told).values(told_at=now))
    return True


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


def _mail(office: Office, to: Mailbox, subject: str, text: str, now: datetime) -> Envelope:
    house = office.house
    ours = Mailbox(house.name, house.specialist.email)
    return seal(
        message_id=header_id(uuid7(now).hex, ours.address.partition("@")[2] or "dondoc.invalid"),
        from_=ours,
        to=to,
        reply_to=ours,
        subject=f"Đôn Đốc: {subject}",
        text=f"Kính gửi: {to.name}\n\n{text}\n",
        date=now,
    )
