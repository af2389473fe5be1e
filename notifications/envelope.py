"""A complete mail: composed once, its bytes kept, every attempt the same bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from functools import lru_cache

from language.text import nfc
from language.zone import ZONE
from notifications import mime
from notifications.compose import Composed
from notifications.html import Glance, page
from notifications.mime import Attachment

_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


@dataclass(frozen=True)
class Mailbox:
    """A display name in any script, and an address: of a mailbox, or what else a channel takes."""

    name: str
    address: str


@dataclass(frozen=True)
class Envelope:
    """One sealed message; `content` is what is sent, the other fields are what it says.

    `message_id` as in the header, with its angle brackets; `date` is aware.
    """

    message_id: str
    from_: Mailbox
    to: Mailbox
    reply_to: Mailbox
    subject: str
    text: str
    date: datetime
    content: bytes

    @property
    def files(self) -> tuple[str, ...]:
        """The names of what is attached."""
        mail = message_from_bytes(self.content, _class=EmailMessage, policy=SMTP)
        return tuple(str(part.get_filename() or "") for part in mail.iter_attachments())


def header_id(message: str, domain: str) -> str:
    """The Message-ID of our message `message` (an id unique for ever): the same at every attempt.

    Raises ValueError where the two do not make an RFC 5322 msg-id.
    """
    if not (_DOT_ATOM.fullmatch(message) and _DOT_ATOM.fullmatch(domain)):
        raise ValueError(f"cannot make a Message-ID of {message!r} at {domain!r}")
    return f"<{message}@{domain}>"


def seal(
    *,
    message_id: str,
    from_: Mailbox,
    to: Mailbox,
    reply_to: Mailbox,
    subject: str,
    text: str,
    date: datetime,
    attachments: Sequence[Attachment] = (),
    glance: Glance | None = None,
) -> Envelope:
    """Compose the bytes, once: the text, the same as HTML, the attachments; all of it in NFC.

    `glance`: what the HTML shows above and as lists, see `notifications.html`.

    The same arguments give the same bytes. Raises ValueError for a naive `date`, a line break in a
    header or an impossible address.
    """
    if date.tzinfo is None:
        raise ValueError("an envelope's date must be aware")
    subject, text = nfc(subject), nfc(text)
    both = (mime.text_part(text, "plain"), mime.text_part(page(text, glance), "html"))
    body = mime.multipart("alternative", both)
    if attachments:
        body = mime.multipart("mixed", (body, *map(mime.file_part, attachments)))
    head = (
        f"Date: {_date(date)}\r\n"
        f"Message-ID: {message_id}\r\n"
        f"From: {_header(from_)}\r\n"
        f"To: {_header(to)}\r\n"
        f"Reply-To: {_header(reply_to)}\r\n"
        f"Subject: {mime.words(subject)}\r\n"
        # RFC 3834: keeps out-of-office replies from answering a machine.
        "Auto-Submitted: auto-generated\r\n"
        "Content-Language: vi\r\n"
        "MIME-Version: 1.0\r\n"
    )
    content = head.encode("ascii") + body
    return Envelope(message_id, from_, to, reply_to, subject, text, date, content)


def mail(
    *,
    message_id: str,
    from_: Mailbox,
    to: Mailbox,
    reply_to: Mailbox,
    said: Composed,
    date: datetime,
    attachments: Sequence[Attachment] = (),
) -> Envelope:
    """Compose the bytes of a letter that says what is `said`; see `seal`."""
    return seal(
        message_id=message_id,
        from_=from_,
        to=to,
        reply_to=reply_to,
        subject=said.subject,
        text=said.text,
        date=date,
        attachments=attachments,
        glance=said.glance,
    )


def reopen(content: bytes) -> Envelope:
    """The envelope whose stored bytes are `content`; the bytes stay as they are."""
    mail = message_from_bytes(content, _class=EmailMessage, policy=SMTP)
    # The newer parser puts a space between two encoded words of a name; the older does not.
    plain = message_from_bytes(content)
    text = mail.get_body(("plain",))
    return Envelope(
        message_id=str(mail["Message-ID"]).strip(),
        from_=_mailbox(plain["From"]),
        to=_mailbox(plain["To"]),
        reply_to=_mailbox(plain["Reply-To"]),
        subject=str(mail["Subject"]),
        text=str(text.get_content()).replace("\r\n", "\n") if text is not None else "",
        date=parsedate_to_datetime(str(mail["Date"])),
        content=content,
    )


# One dispatch writes one date.
@lru_cache(maxsize=8)
def _date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(ZONE))


def _header(box: Mailbox) -> str:
    return mime.mailbox(nfc(box.name), box.address)


def _mailbox(header: str) -> Mailbox:
    name, address = parseaddr(header)
    return Mailbox(str(make_header(decode_header(name))), address)
