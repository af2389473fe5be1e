"""Trial: a test letter leaves by one channel, to whoever asks for it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import NotPossible, Refused
from dondoc.sending.switch import sending_off_since
from models import Contact, Event
from models.contact import EMAIL
from models.trail import append
from notifications.envelope import Envelope, Mailbox, header_id, seal
from notifications.outcome import Kind, Outcome

Sends = Callable[[str, Envelope], Outcome]


@dataclass(frozen=True)
class Request:
    """The channel, by its name in config.yaml."""

    name: str


@dataclass(frozen=True)
class Answer:
    """The channel and the letter that is to leave by it, to the address of who asked."""

    name: str
    letter: Envelope


@act("account.test")
def test(desk: Desk, request: Request) -> Answer:
    """Compose the letter, and enter that it was asked for; it is sent once that is kept.

    Raises:
        Refused: there is no such channel, or the book has no address there for who asks.
        NotPossible: all sending is stopped.
    """
    by = desk.allow("account.test")
    channels = desk.settings.channels
    if request.name not in channels:
        raise Refused(f"không có kênh {request.name!r}; có: {', '.join(channels)}")
    if sending_off_since(desk.session) is not None:
        raise NotPossible("đang ngừng mọi việc gửi: gửi trở lại rồi thử")
    letter = _letter(desk, _address(desk, request.name, by))
    append(desk.session, desk.now, [Event("account.tested", f"account:{request.name}", {"by": by})])
    return Answer(request.name, letter)


def send(done: Answer, sends: Sends) -> str:
    """Send the letter, outside any transaction; return in words what came of it.

    Raises:
        NotPossible: it did not leave, or nobody knows whether it did.
    """
    outcome = sends(done.name, done.letter)
    if outcome.kind is not Kind.SENT:
        said = " ".join(filter(None, (outcome.code, outcome.reason))) or outcome.kind.value
        raise NotPossible(f"kênh {done.name} chưa gửi được: {said}")
    return (
        f"Kênh {done.name} đã nhận gửi thư thử đến {done.letter.to.address}; xem thư có đến không."
    )


def _address(desk: Desk, channel: str, by: str) -> Mailbox:
    uid, _, post = by.rpartition("/")
    held = select(Contact).where(
        Contact.body_uid == uid, Contact.post == post, Contact.held_on(desk.today)
    )
    for contact in desk.session.scalars(held):
        if address := contact.address_on(channel):
            return Mailbox(contact.person or "", address)
    house = desk.settings.office.among(desk.rulebook.bodies)
    if channel == EMAIL:
        return Mailbox(house.specialist.person, house.specialist.email)
    raise Refused(f"danh bạ chưa có địa chỉ của {by} trên kênh {channel!r}: thêm vào rồi thử")


def _letter(desk: Desk, to: Mailbox) -> Envelope:
    house = desk.settings.office.among(desk.rulebook.bodies)
    ours = Mailbox(house.name, house.specialist.email)
    domain = ours.address.partition("@")[2] or "dondoc.invalid"
    return seal(
        message_id=header_id(secrets.token_hex(16), domain),
        from_=ours,
        to=to,
        reply_to=ours,
        subject="Thư thử của Đôn Đốc",
        text=(
            f"Thư này do {house.name} gửi để thử đường gửi của Đôn Đốc. Nhận được là kênh gửi đang "
            "dùng tốt; không phải trả lời.\n"
        ),
        date=desk.now,
    )
