"""The file of the high-water mark: two slots of fixed size, written in turn and signed.

A power cut spoils one of them at most.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dondoc.sending.reached import Reached
from dondoc.trail.signing import Signer, sync_folder
from language.dates import hour_of_day
from language.zone import local
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


def put(file: Path, reached: Reached, at: datetime, key: Signer, anew: bool) -> None:
    """Let the mark be durable in `file`; one that another worker has set further stays.

    Args:
        at: the instant (aware) of the dispatch.
        anew: the marks before speak of what the database does not know; it begins again.
    Raises:
        OSError: it cannot be written.
    """
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


class Found(NamedTuple):
    """What lies in one file: the newest whole mark, None for none; `wrong`: in words."""

    file: Path
    mark: Mark | None
    wrong: str | None

    @classmethod
    def of(cls, file: Path) -> "Found":
        """Read the file; one that is not there or empty holds no mark, and nothing wrong.

        Raises:
            OSError: it is there and cannot be read.
        """
        try:
            with file.open("rb") as opened:
                mark, place = _newest(opened.fileno())
                content = opened.read()
        except FileNotFoundError:
            return cls(file, None, None)
        if mark is None:
            return cls(file, None, f"{file} không đọc được" if content.strip() else None)
        signed = _signed(content[place * _SLOT : (place + 1) * _SLOT], mark)
        return cls(file, mark, None if signed else f"{file} không mang chữ ký đúng")


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
    """Say whether `mark` was signed by the key it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(mark.key))
        key.verify(bytes.fromhex(json.loads(line)["signature"]), mark.canonical())
    except (ValueError, TypeError, KeyError, InvalidSignature):
        return False
    return True
