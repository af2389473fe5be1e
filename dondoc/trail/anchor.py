"""Anchor: a signed checkpoint of the trail's head, appended outside the database.

Whoever can change the database alone cannot change what a checkpoint covers without being found.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, why
from dondoc.trail.signing import Signer, key_file, load, make, sync_folder
from dondoc.trail.standalone.verify_trail import (
    CHECKPOINTS,
    ZEROS,
    Checkpoint,
    Problem,
    line_hash,
    read_checkpoint,
    read_checkpoints,
)
from models import Entry
from models.trail import instant_text

# Far longer than any line: what is read back to find the last one.
_TAIL = 4096
_log = logging.getLogger(__name__)


class NotAnchored(NotPossible):
    """No checkpoint was written: signing would have covered up that something does not fit."""


@dataclass(frozen=True)
class Anchors:
    """The checkpoints that carry a valid signature, their lines, and what does not fit."""

    checkpoints: tuple[Checkpoint, ...] = ()
    lines: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


def signer(state: Path) -> Signer:
    """Return the signing key of the state folder; it is made at the first start.

    Raises:
        NotPossible: it cannot be read, or it is gone although checkpoints were signed with it.
    """
    file, checkpoints = key_file(state), state / CHECKPOINTS
    if file.exists():
        return load(file)
    if checkpoints.exists() and checkpoints.stat().st_size:
        raise NotPossible(
            f"không thấy khóa ký {file} mà {checkpoints} đã có điểm kiểm: chép lại khóa ấy, hoặc "
            f"cất {CHECKPOINTS} đi nơi khác để bắt đầu với khóa mới"
        )
    state.mkdir(parents=True, exist_ok=True)
    # Before the key: a key without this file means that the file was taken away.
    checkpoints.touch()
    return make(file)


def read_anchors(state: Path) -> Anchors:
    """Read and check the checkpoints of the state folder; read the trail only afterwards.

    A state folder in which nothing was ever signed has none, and no problem.
    """
    file, checkpoints = key_file(state), state / CHECKPOINTS
    if not file.exists() and not checkpoints.exists():
        return Anchors()
    try:
        lines = tuple(checkpoints.read_bytes().splitlines(keepends=True))
    except OSError as error:
        what = f"{CHECKPOINTS}: không đọc được, các điểm kiểm đã ký không còn ({why(error)})"
        return Anchors(problems=(Problem(0, "checkpoint", what),))
    if not lines:
        return Anchors()
    try:
        public = load(file).public
    except NotPossible as error:
        return Anchors((), lines, (Problem(0, "key", str(error)),))
    good, problems = read_checkpoints(lines, public)
    return Anchors(tuple(good), lines, tuple(problems))


def anchor(session: Session, state: Path, at: datetime) -> Checkpoint | None:
    """Sign the committed head of the trail and append it to checkpoints.jsonl, synced to disk.

    Nothing is written where the trail has not grown since the last checkpoint.

    Args:
        session: a reading one that has read nothing yet.
        at: the instant of the use case, aware.
    Returns:
        the checkpoint that covers the head; None for an empty trail.
    Raises:
        NotAnchored: the last checkpoint is broken, or the trail no longer agrees with it.
        NotPossible: the key cannot be used.
        OSError: the file cannot be written; it is as it was before.
    """
    key = signer(state)
    with _locked(state / CHECKPOINTS) as descriptor:
        line = _last_line(descriptor)
        last = _understood(line, key.public) if line else None
        head = session.execute(
            select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)
        ).one_or_none()
        _refuse_disagreement(session, last)
        if head is None or (last and last.entries == head.seq):
            return last
        prev = line_hash(line) if line else ZEROS
        checkpoint = Checkpoint(instant_text(at), head.seq, head.hash, key.public, prev)
        _append(descriptor, checkpoint.line(key.sign(checkpoint.canonical())))
    return checkpoint


def anchor_quietly(session: Session, state: Path, at: datetime) -> None:
    """Anchor after work that is done and stays done: what goes wrong is logged, not raised.

    `dondoc audit verify` finds the same.
    """
    try:
        anchor(session, state, at)
    except (NotPossible, OSError) as error:
        _log.error("dấu vết chưa được ký: %s", error)


@contextmanager
def _locked(file: Path) -> Iterator[int]:
    """Open `file` for appending, alone; the kernel lets go when the process ends."""
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if new:
            sync_folder(file.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _last_line(descriptor: int) -> bytes:
    """Return the last line, empty if there is none; drop one that a power cut left unfinished."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, _TAIL, max(0, size - _TAIL))
    whole, end, torn = tail.rpartition(b"\n")
    if not end and size > _TAIL:
        raise NotAnchored(f"{CHECKPOINTS}: dòng cuối không đúng dạng; xem: dondoc audit verify")
    if torn:
        os.ftruncate(descriptor, size - len(torn))
    return whole.rpartition(b"\n")[2] + end


def _understood(line: bytes, public: str) -> Checkpoint:
    try:
        return read_checkpoint(line, public)
    except (ValueError, TypeError) as error:
        raise NotAnchored(f"{CHECKPOINTS}: dòng cuối {error}; xem: dondoc audit verify") from None


def _refuse_disagreement(session: Session, last: Checkpoint | None) -> None:
    if last is None:
        return
    found = session.scalar(select(Entry.hash).where(Entry.seq == last.entries))
    if found != last.head:
        raise NotAnchored(
            f"mục {last.entries} đã ký lúc {last.at} không còn như khi ký; xem: dondoc audit verify"
        )


def _append(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError(f"{CHECKPOINTS}: đĩa đầy")
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
