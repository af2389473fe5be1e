"""A complete mail: composed once, its bytes kept, every attempt the same bytes.

The standard library's EmailMessage under its SMTP policy, with one repair: names and subjects of
any length are folded into encoded words (RFC 2047) that lose no space.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from typing import Any

from notifications.wording import ZONE, nfc

_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


class _WholeWords(EmailPolicy):
    """EmailPolicy drops a space where it breaks a line between two Vietnamese words (seen in
    CPython 3.11.7); the older Header class encodes the space with the words.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "Subject":
            return f"{name}: {self._encoded(name, value)}{self.linesep}".encode("ascii")
        if name in {"From", "To", "Reply-To"}:
            (one,) = value.addresses
            shown = f"{self._encoded(name, one.display_name)}{self.linesep} "
            return f"{name}: {shown}<{one.addr_spec}>{self.linesep}".encode("ascii")
        return bytes(super().fold_binary(name, value))

    def _encoded(self, name: str, words: str) -> str:
        return Header(words, "utf-8", header_name=name).encode(linesep=self.linesep)


_POLICY = _WholeWords().clone(linesep="\r\n")


@dataclass(frozen=True)
class Mailbox:
    """A display name in any script, and an address."""

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


def header_id(message: str, domain: str) -> str:
    """The Message-ID of our message `message` (its stored id): the same at every attempt.

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
) -> Envelope:
    """Compose the bytes, once. The same arguments give the same bytes.

    Raises ValueError for a naive `date`, a line break in a header or an impossible address.
    """
    if date.tzinfo is None:
        raise ValueError("an envelope's date must be aware")
    subject, text = nfc(subject), nfc(text)
    mail = EmailMessage(policy=_POLICY)
    mail["Date"] = format_datetime(date.astimezone(ZONE))
    mail["Message-ID"] = message_id
    mail["From"] = _address(from_)
    mail["To"] = _address(to)
    mail["Reply-To"] = _address(reply_to)
    mail["Subject"] = subject
    # RFC 3834: keeps out-of-office replies from answering a machine.
    mail["Auto-Submitted"] = "auto-generated"
    # A paragraph is one long line; quoted-printable keeps it within the 998 bytes of RFC 5322.
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    # After the content: setting it drops every Content-* header there was.
    mail["Content-Language"] = "vi"
    return Envelope(message_id, from_, to, reply_to, subject, text, date, mail.as_bytes())


def reopen(content: bytes) -> Envelope:
    """The envelope whose stored bytes are `content`; the bytes stay as they are."""
    mail = message_from_bytes(content, _class=EmailMessage, policy=SMTP)
    # The newer parser puts a space between two encoded words of a name; the older does not.
    plain = message_from_bytes(content)
    return Envelope(
        message_id=str(mail["Message-ID"]).strip(),
        from_=_mailbox(plain["From"]),
        to=_mailbox(plain["To"]),
        reply_to=_mailbox(plain["Reply-To"]),
        subject=str(mail["Subject"]),
        text=str(mail.get_content()).replace("\r\n", "\n"),
        date=parsedate_to_datetime(str(mail["Date"])),
        content=content,
    )


def _address(mailbox: Mailbox) -> Address:
    return Address(display_name=nfc(mailbox.name), addr_spec=mailbox.address)


def _mailbox(header: str) -> Mailbox:
    name, address = parseaddr(header)
    return Mailbox(str(make_header(decode_header(name))), address)
