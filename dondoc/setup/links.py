"""Links in letters: each opens what one letter is about, for a time, for its post alone.

What opens it stands in the mail that leaves and nowhere else: the letter that is kept has a word of
the same length in its place, and it can be told from the letter's id only with the office's key.
"""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.setup.key import key_file
from models import EndedLink, Message, installation_of

if TYPE_CHECKING:
    # Who opens an office to look at it sends nothing.
    from notifications.envelope import Envelope

# What stands in the letter that is kept, in place of what opens the link.
PLACE = "duoc-che-trong-ban-luu-tru"
LASTS = timedelta(days=14)
_PURPOSE = b"links in letters"
_ID = re.compile(r"[.]([0-9a-f]{32})@")
_TOKEN = re.compile(rf"([0-9a-f]{{32}})-([a-z2-7]{{{len(PLACE)}}})")
# Quoted-printable breaks a long line anywhere.
_BREAK = rb"(?:=\r\n)?"
_KEPT = re.compile(_BREAK.join(re.escape(sign.encode()) for sign in PLACE))


def address(site: str, message: str) -> str:
    """Return the link of the letter with the id `message` as it is kept, at the pages `site`."""
    return f"{site}/thu/{message.rpartition('.')[2]}-{PLACE}"


@dataclass(frozen=True)
class Links:
    """The links of the office whose key lies in the state folder `state`."""

    state: Path

    @cached_property
    def _key(self) -> bytes:
        return hmac.digest(key_file(self.state).read_bytes(), _PURPOSE, sha256)

    def proof(self, letter: str) -> str:
        """Return what opens the link of a letter, by the last part of its id: 130 bits."""
        made = hmac.digest(self._key, letter.encode(), sha256)
        return b32encode(made).decode().lower()[: len(PLACE)]

    def filled(self, envelope: "Envelope") -> "Envelope":
        """Return the mail as it leaves, with what opens its link."""
        found = _ID.search(envelope.message_id)
        if found is None or PLACE not in envelope.text:
            return envelope
        proof = self.proof(found.group(1))
        content = _KEPT.sub(lambda kept: _written_over(kept.group(), proof), envelope.content)
        return replace(envelope, content=content, text=envelope.text.replace(PLACE, proof))

    def message(self, session: Session, token: str, now: datetime) -> Message | None:
        """Return the letter that `token` opens at `now` (aware); None: forged, over, taken back."""
        found = _TOKEN.fullmatch(token)
        if found is None or not hmac.compare_digest(found.group(2), self.proof(found.group(1))):
            return None
        begins = f"<{installation_of(session, now).uid}.{found.group(1)}@"
        query = select(Message).where(
            Message.message_id_header.startswith(begins, autoescape=True),
            Message.frozen_at > now - LASTS,
            Message.id.not_in(select(EndedLink.message_id)),
        )
        return session.scalars(query).one_or_none()


def _written_over(kept: bytes, proof: str) -> bytes:
    """Return `proof` with the line broken where it was."""
    signs = iter(proof)
    return b"".join(
        part if part == b"=\r\n" else next(signs).encode()
        for part in re.findall(rb"=\r\n|.", kept, re.S)
    )
