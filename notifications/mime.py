"""The bytes of a mail, written straight down: RFC 5322, 2045–2047, 2231; ASCII lines with CRLF.

The standard library's EmailMessage takes 3 ms for a letter, drops a space where it breaks a line
between two Vietnamese words (seen in CPython 3.11.7) and draws a random boundary. What is written
here is read back with it in the tests.
"""

import binascii
import re
from base64 import b64encode, encodebytes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

# With "=?utf-8?b?", "?=" and the longest field name a line stays within 78 characters.
_WORD_BYTES = 42
_PARAMETER_BYTES = 60
_PLAIN = re.compile(r"[A-Za-z0-9\[\]][A-Za-z0-9 .,:;/()\[\]-]{0,59}(?<! )")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+){0,5}")


@dataclass(frozen=True)
class Attachment:
    """A document that goes with a message; its name in any script. `media_type`: "application/pdf".

    Raises ValueError for a name or type that would break out of its header.
    """

    name: str
    content: bytes
    media_type: str = "application/octet-stream"

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable() or {"/", "\\"} & set(self.name):
            raise ValueError("an attachment needs a printable name without a path")
        if not re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", self.media_type):
            raise ValueError(f"not a media type: {self.media_type!r}")


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """`text` as a header's value: as it is where short and plain, else encoded words, folded.

    Raises ValueError for a line break.
    """
    return text if _PLAIN.fullmatch(text) else _encoded(text)


@lru_cache(maxsize=4096)
def mailbox(name: str, address: str) -> str:
    """`name <address>` as a header's value. Raises ValueError for an impossible address."""
    if not address.isascii() or not address.isprintable() or {" ", "<", ">", ","} & set(address):
        raise ValueError("an address must be ASCII, without spaces, commas and angle brackets")
    if len(address) > 254:
        raise ValueError("an address has at most 254 characters (RFC 5321)")
    shown = name if _PLAIN_NAME.fullmatch(name) and len(name) < 60 else _encoded(name)
    return f"{shown}\r\n <{address}>" if name else f"<{address}>"


def _encoded(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("a header must not hold a newline")
    pieces = _pieces(text, _WORD_BYTES)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces)


def _pieces(text: str, size: int) -> Iterator[bytes]:
    """UTF-8 in pieces of at most `size` bytes; no character is cut."""
    data = text.encode()
    start = 0
    while start < len(data):
        end = min(start + size, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end]
        start = end


def text_part(text: str, subtype: str) -> bytes:
    """A part text/`subtype`; quoted-printable keeps a paragraph within 76 bytes a line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    *whole, last = text.split("\n")
    return b"".join((head.encode(), *map(_quoted, whole), _soft(last)))


# A line is encoded by itself, and most lines of a morning's letters are the same.
@lru_cache(maxsize=2048)
def _quoted(line: str) -> bytes:
    return _soft(f"{line}\n")


def _soft(text: str) -> bytes:
    return binascii.b2a_qp(text.encode()).replace(b"\n", b"\r\n")


def file_part(attachment: Attachment) -> bytes:
    """An attachment in base64; its name as RFC 2231 says, in pieces short enough for a line."""
    name = "".join(
        f";\r\n filename*{number}*={'' if number else 'utf-8' + chr(39) * 2}{quote(piece, safe='')}"
        for number, piece in enumerate(_pieces(attachment.name, _PARAMETER_BYTES))
    )
    head = (
        f"Content-Type: {attachment.media_type}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment{name}\r\n\r\n"
    )
    return head.encode() + encodebytes(attachment.content).replace(b"\n", b"\r\n")


def multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """The parts as multipart/`kind`, its header first; the boundary follows from the parts."""
    digest = sha256(b"".join(parts)).hexdigest()[:32]
    # "=_" cannot occur in quoted-printable (RFC 2045, 6.7) nor in base64.
    boundary = f"=_{digest}"
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return b"".join((head, *(b"%b\r\n%b\r\n" % (mark, part) for part in parts), mark, b"--\r\n"))
