"""The high-water mark: how far an office had sent, signed and on the disk beside the database.

It stands before the first byte of each window leaves. A database without the entry that its mark
names is older than what it has sent: a copy was put back, and sent again nothing may leave by
itself. Two slots of fixed size, written in turn: a power cut spoils one of them at most.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.sending.reached import Reached
from dondoc.trail.signing import Signer, signer, sync_folder
from language.dates import hour_of_day
from language.zone import local
from models import Entry
from models.trail import instant_text

MARKS = "marks.jsonl"
FORMAT = "dondoc-mark-1"
_SLOT = 1024
_SLOTS = 2


class Mark(NamedTuple):
    """At the instant `at` the trail had `entries`, the last hashed `head`; `message`: the newest.

    `number`: which mark it is, counted from 1; `key`: the signer's public key.
    """

    number: int
    at: str
    installation: str
    entries: int
    head: str
    message: int
    key: str

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        said = {**self._asdict(), "format": FORMAT}
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()

    @property
    def said(self) -> str:
        """Return the mark as a person reads it."""
        at = hour_of_day(local(datetime.fromisoformat(self.at)))
        return f"mốc gửi lúc {at}, đến thư số {self.message}"


class Marks:
    """The marks of one state folder, for one dispatch; the key is loaded when first used."""

    def __init__(self, state: Path, second: Path | None = None) -> None:
        """Keep them in `state`, and once more in `second`, out of reach of whoever has the state.

        What is only in the second folder tells that a whole machine was put back.
        """
        self._state = state
        self._files = [folder / MARKS for folder in (state, second) if folder is not None]
        self._signer: Signer | None = None

    def put(self, reached: Reached, at: datetime, anew: bool = False) -> None:
        """Let the mark be durable; one that another worker has set further stays.

        Args:
            at: the instant (aware) of the dispatch.
            anew: the marks before speak of what the database does not know; it begins again.
        Raises:
            NotPossible: the key cannot be used.
            OSError: it cannot be written.
        """
        self._signer = self._signer or signer(self._state)
        first, *others = self._files
        _put(first, reached, at, self._signer, anew)
        for other in others:
            # Where it cannot be reached, `doctor` says so; the office goes on.
            with suppress(OSError):
                _put(other, reached, at, self._signer, anew)

    def missed(self, session: Session) -> str | None:
        """Return in words how the database is behind its mark; None where it is not.

        Where nothing was ever marked nothing can be said. `session`: one that sees everything that
        was committed before this call.
        """
        found = (_missed(file, session) for file in self._files)
        return next((one for one in found if one), None)


def _put(file: Path, reached: Reached, at: datetime, key: Signer, anew: bool) -> None:
    with _alone(file) as descriptor:
        newest, place = _newest(descriptor)
        if newest is not None and newest.entries >= reached.entries and not anew:
            return
        number = 1 if newest is None else newest.number + 1
        mark = Mark(number, instant_text(at), *reached, key.public)
        signature = key.sign(mark.canonical()).hex().encode()
        line = b'{"mark":%b,"signature":"%b"}' % (mark.canonical(), signature)
        content = line.ljust(_SLOT - 1) + b"\n"
        if os.pwrite(descriptor, content, _SLOT * ((place + 1) % _SLOTS)) != _SLOT:
            raise OSError(f"{MARKS}: đĩa đầy")
        os.fdatasync(descriptor)


def _missed(file: Path, session: Session) -> str | None:
    try:
        with file.open("rb") as opened:
            newest, place = _newest(opened.fileno())
            content = opened.read()
    except FileNotFoundError:
        return None
    if newest is None:
        return f"{file} không đọc được" if content.strip() else None
    if not _signed(content[place * _SLOT : (place + 1) * _SLOT], newest):
        return f"{file} không mang chữ ký của khóa ký"
    head = session.scalar(select(Entry.hash).where(Entry.seq == newest.entries))
    return None if head == newest.head else newest.said


@contextmanager
def _alone(file: Path) -> Iterator[int]:
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if new:
            os.pwrite(descriptor, (b" " * (_SLOT - 1) + b"\n") * _SLOTS, 0)
            os.fsync(descriptor)
            sync_folder(file.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _newest(descriptor: int) -> tuple[Mark | None, int]:
    """Return the newest whole mark, signatures unseen, and in which slot it stands."""
    found = [(_read(os.pread(descriptor, _SLOT, _SLOT * place)), place) for place in range(_SLOTS)]
    whole = [(mark, place) for mark, place in found if mark is not None]
    return max(whole, key=lambda one: one[0].number, default=(None, _SLOTS - 1))


def _read(line: bytes) -> Mark | None:
    try:
        said = json.loads(line)["mark"]
        said.pop("format")
        return Mark(**said)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _signed(line: bytes, mark: Mark) -> bool:
    """Say whether `mark` was signed by the key it names; which one that is the checkpoints hold."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(mark.key))
        key.verify(bytes.fromhex(json.loads(line)["signature"]), mark.canonical())
    except (ValueError, TypeError, KeyError, InvalidSignature):
        return False
    return True
