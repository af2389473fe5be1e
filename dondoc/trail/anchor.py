"""Anchor: a signed checkpoint of the trail's head, appended outside the database.

Whoever can change the database alone cannot change what a checkpoint covers without being found.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, in_one_line, why
from dondoc.setup.wiring import Office
from dondoc.trail.anchors import (
    NotAnchored,
    behind_marks,
    refuse_disagreement,
    refuse_withdrawn,
    understood,
)
from dondoc.trail.notebook import NOTEBOOK
from dondoc.trail.remembered import recall, remember
from dondoc.trail.second import bring_marks, copy_to, put_away
from dondoc.trail.signing import signer, sync_folder
from dondoc.trail.standalone.verify_trail import CHECKPOINTS, ZEROS, Checkpoint, line_hash
from models import Entry
from models.baseline import DONE
from models.trail import instant_text

_log = logging.getLogger(__name__)


def anchor(
    session: Session, state: Path, at: datetime, second: Path | None = None
) -> Checkpoint | None:
    """Sign the committed head of the trail and append it to checkpoints.jsonl, synced to disk.

    Nothing is written where the trail has not grown since the last checkpoint.

    Args:
        session: a reading one that has read nothing yet; what it reads is given up.
        at: the instant of the use case, aware.
        second: the folder in which the checkpoints lie once more.
    Returns:
        the checkpoint that covers the head; None for an empty trail.
    Raises:
        NotAnchored: the checkpoints are not those the database remembers, the last one is
            broken, or the trail no longer agrees with it; it may be older than what was sent.
        NotPossible: the key cannot be used.
        OSError: the file cannot be written; it is as it was before.
    """
    memory = recall(session)
    # A later snapshot: the trail is read after the checkpoints that speak of it.
    session.rollback()
    refuse_withdrawn(memory, state, second)
    if missed := behind_marks(session.get_bind().engine, state, second):
        raise NotAnchored(missed)
    key = signer(state)
    with _locked(state / CHECKPOINTS) as descriptor:
        lines = _whole_lines(descriptor)
        if missed := memory.missed(lines, key.public):
            raise NotAnchored(missed)
        last = understood(lines[-1], key.public) if lines else None
        head = session.execute(
            select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)
        ).one_or_none()
        refuse_disagreement(session, last)
        if head is not None and (last is None or last.entries != head.seq):
            prev = line_hash(lines[-1]) if lines else ZEROS
            last = Checkpoint(instant_text(at), head.seq, head.hash, key.public, prev)
            lines.append(last.line(key.sign(last.canonical())))
            _append(descriptor, lines[-1])
        if last is not None and not memory.fits(lines[-1], len(lines)):
            remember(session, last, lines[-1], len(lines))
        try:
            bring_marks(state, second)
            copy_to(second, lines)
        except OSError as error:
            _log.error("điểm kiểm chưa chép được sang thư mục thứ hai %s: %s", second, why(error))
    return last


def begin_anew(state: Path, at: datetime, second: Path | None = None) -> Path | None:
    """Put the checkpoints away; return where they lie now, None where there were none.

    Args:
        at: the instant (aware) of the act by which a person has said why.
    """
    # What was read of the trail before it was put back is read anew.
    (state / NOTEBOOK).unlink(missing_ok=True)
    if second is not None:
        put_away(second, at)
    return put_away(state, at)


def anchor_quietly(session: Session, state: Path, at: datetime, second: Path | None = None) -> None:
    """Anchor after work that is done and stays done: what goes wrong is logged, not raised.

    `dondoc audit verify` finds the same.
    """
    try:
        anchor(session, state, at, second)
    except (NotPossible, OSError, SQLAlchemyError) as error:
        _log.error("dấu vết chưa được ký: %s", in_one_line(error))


def anchor_upgrade(office: Office) -> None:
    """Sign the baseline that an upgrade has laid at once: until the next sweep nobody vouched."""
    if not office.upgraded:
        return
    located = office.settings
    with office.reading() as session:
        last = select(Entry.kind).order_by(Entry.seq.desc()).limit(1)
        laid = session.scalar(last) == DONE
    if laid:
        with office.reading() as session:
            anchor_quietly(session, located.state_folder, office.clock.now(), located.second_folder)


@contextmanager
def _locked(file: Path) -> Iterator[int]:
    """Open `file` for appending, alone; the kernel lets go when the process ends."""
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if new:
            sync_folder(file.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _whole_lines(descriptor: int) -> list[bytes]:
    """Return the lines; drop a last one that a power cut left unfinished."""
    size = os.fstat(descriptor).st_size
    lines = os.pread(descriptor, size, 0).splitlines(keepends=True)
    if lines and not lines[-1].endswith(b"\n"):
        os.ftruncate(descriptor, size - len(lines.pop()))
    return lines


def _append(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError(f"{CHECKPOINTS}: đĩa đầy")
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
