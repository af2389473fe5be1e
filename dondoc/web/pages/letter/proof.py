"""A code sent to a post's own address, by which whoever came by a link may file."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from dondoc.errors import NotPossible, Refused
from dondoc.sending.switch import sending_off_since
from dondoc.web.sessions import Signed
from dondoc.web.visit import Visit
from language.zone import local_date
from models import Contact, Event, Message, WebSession
from models.contact import EMAIL
from models.trail import append
from notifications.envelope import Envelope, Mailbox, header_id, seal
from notifications.outcome import Kind

_LASTS = timedelta(minutes=15)
_DIGITS = 8


def send_code(visit: Visit, signed: Signed) -> None:
    """Send a new code to the address that the letter went to.

    Raises:
        Refused: who held the post holds it no more, or has no address.
        NotPossible: nothing is sent just now.
    """
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    with visit.house.acting, visit.office.writing() as session:
        message = session.get_one(Message, signed.message)
        contact = session.get_one(Contact, message.contact_id)
        address = contact.address_on(EMAIL)
        if not contact.holds(local_date(visit.now)) or not address:
            raise Refused("chức danh này hôm nay không có hòm thư trong danh bạ; hãy đăng nhập")
        if sending_off_since(session) is not None:
            raise NotPossible("Văn phòng đang ngừng gửi thư nên chưa gửi được mã; hãy đăng nhập")
        row = session.get_one(WebSession, signed.id)
        row.code, row.code_ends_at = _digest(signed, code), visit.office.wall.now() + _LASTS
        data = {"by": visit.said}
        append(session, visit.now, [Event("message.code_sent", f"message:{message.id}", data)])
        to = Mailbox(contact.person or "", address)
    outcome = visit.office.gateway.send(EMAIL, mail(visit, to, code))
    if outcome.kind is not Kind.SENT:
        raise NotPossible("chưa gửi được thư có mã; thử lại sau ít phút, hoặc đăng nhập")


def mail(visit: Visit, to: Mailbox, code: str) -> Envelope:
    """Return the mail with a code."""
    house = visit.office.house
    ours = Mailbox(house.name, house.specialist.email)
    domain = ours.address.partition("@")[2] or "dondoc.invalid"
    return seal(
        message_id=header_id(secrets.token_hex(16), domain),
        from_=ours,
        to=to,
        reply_to=ours,
        subject="Mã để nộp báo cáo",
        text=(
            f"Mã để nộp báo cáo trên trang Đôn Đốc: {code}\n\n"
            "Mã dùng được một lần, trong 15 phút, ở trang đang mở. Không xin mã thì bỏ qua thư "
            "này; không đọc mã cho ai.\n"
        ),
        date=visit.now,
    )


def right(visit: Visit, signed: Signed, code: str) -> None:
    """Let who typed the `code` that was sent file from here on; raise Refused for another one."""
    with visit.house.acting, visit.office.writing() as session:
        row = session.get_one(WebSession, signed.id)
        now = visit.office.wall.now()
        over = row.code is None or row.code_ends_at is None or row.code_ends_at <= now
        digits = "".join(code.split())
        if over or not hmac.compare_digest(row.code or "", _digest(signed, digits)):
            raise Refused("mã chưa đúng hoặc đã quá 15 phút; lấy mã khác ở đầu trang")
        row.code, row.code_ends_at, row.proven = None, None, True
        data = {"by": visit.said}
        kind = "message.code_typed"
        append(session, visit.now, [Event(kind, f"message:{row.message_id}", data)])


def _digest(signed: Signed, code: str) -> str:
    return sha256(f"{signed.id}:{code}".encode("utf-8", "surrogateescape")).hexdigest()
