"""The checkpoints that were signed: read, and held against what the database remembers of them."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, why
from dondoc.sending.putback import WHAT_TO_DO
from dondoc.setup.database import reading
from dondoc.setup.key import key_file
from dondoc.trail.marks import Marks
from dondoc.trail.remembered import REMEDY, Memory, recall
from dondoc.trail.second import marks_taken, withdrawn_from
from dondoc.trail.signing import load
from dondoc.trail.standalone.verify_trail import (
    CHECKPOINTS,
    Checkpoint,
    Problem,
    read_checkpoint,
    read_checkpoints,
)
from models import Entry


class NotAnchored(NotPossible):
    """No checkpoint was written: signing would have covered up that something does not fit."""


@dataclass(frozen=True)
class Anchors:
    """The checkpoints that carry a valid signature, their lines, and what does not fit."""

    checkpoints: tuple[Checkpoint, ...] = ()
    lines: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_anchors(
    state: Path, database: Engine | None = None, second: Path | None = None
) -> Anchors:
    """Read and check the checkpoints of the state folder; read the trail only afterwards.

    A state folder in which nothing was ever signed has none, and no problem.

    Args:
        database: the one that remembers them; None: they are taken as they are.
        second: the folder in which they lie once more.
    """
    found = _read(state, database)
    problems = list(found.problems)
    if missed := withdrawn_from(second, found.lines):
        problems.insert(0, Problem(0, "checkpoint", missed))
    if missed := marks_taken(state, second):
        problems.insert(0, Problem(0, "mark", missed))
    if database is not None and (missed := behind_marks(database, state, second)):
        problems.insert(0, Problem(0, "mark", missed))
    return replace(found, problems=tuple(problems))


def behind_marks(database: Engine, state: Path, second: Path | None) -> str | None:
    """Return in words why the database may be older than what it has sent, and what to do.

    None where it is not, and where a dispatch has drawn its conclusions already.
    """
    missed = Marks(state, second).unrecognised(database)
    return missed and f"{missed}: có thể là bản cũ được đặt lại; {WHAT_TO_DO}"


def _read(state: Path, database: Engine | None) -> Anchors:
    memory = None
    if database is not None:
        with reading(database) as session:
            memory = recall(session)
    file, checkpoints = key_file(state), state / CHECKPOINTS
    lines: tuple[bytes, ...] = ()
    try:
        lines = tuple(checkpoints.read_bytes().splitlines(keepends=True))
    except OSError as error:
        if file.exists() or not isinstance(error, FileNotFoundError):
            missed = memory and memory.missed((), None)
            what = f"{CHECKPOINTS}: không đọc được, các điểm kiểm đã ký không còn ({why(error)})"
            return Anchors(problems=(Problem(0, "checkpoint", missed or what),))
    if not lines:
        missed = memory and memory.missed((), None)
        return Anchors(problems=(Problem(0, "checkpoint", missed),) if missed else ())
    try:
        public = load(file).public
    except NotPossible as error:
        return Anchors((), lines, (Problem(0, "key", str(error)),))
    good, problems = read_checkpoints(lines, public)
    if memory and (missed := memory.missed(lines, public)):
        problems.insert(0, Problem(0, "checkpoint", missed))
    return Anchors(tuple(good), lines, tuple(problems))


def trouble(database: Engine, state: Path, second: Path | None = None) -> str | None:
    """Return in words why the next sweep will not sign the trail, None where it will."""
    with reading(database) as session:
        memory = recall(session)
    try:
        refuse_withdrawn(memory, state, second)
        lines = _lines(state)
        if not lines:
            return None
        public = load(key_file(state)).public
        if missed := memory.missed(lines, public):
            return missed
        # A line that is not finished is dropped by whoever signs next.
        whole = [line for line in lines if line.endswith(b"\n")]
        with reading(database) as session:
            refuse_disagreement(session, understood(whole[-1], public) if whole else None)
    except (NotPossible, OSError) as error:
        return str(error)
    return None


def refuse_withdrawn(memory: Memory, state: Path, second: Path | None = None) -> None:
    """Refuse before a key or a file is made anew in the place of those that were taken away."""
    lines = _lines(state)
    missed = memory.missed(lines, None) or withdrawn_from(second, lines)
    if missed := missed or marks_taken(state, second):
        raise NotAnchored(missed)


def _lines(state: Path) -> list[bytes]:
    try:
        return (state / CHECKPOINTS).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []


def understood(line: bytes, public: str) -> Checkpoint:
    """Return the checkpoint of a line; raise NotAnchored where `public` has not signed it."""
    try:
        return read_checkpoint(line, public)
    except (ValueError, TypeError) as error:
        raise NotAnchored(f"{CHECKPOINTS}: dòng cuối {error}; xem: dondoc audit verify") from None


def refuse_disagreement(session: Session, last: Checkpoint | None) -> None:
    """Raise NotAnchored where the trail is not what the `last` checkpoint has signed."""
    if last is None:
        return
    found = session.scalar(select(Entry.hash).where(Entry.seq == last.entries))
    if found != last.head:
        raise NotAnchored(
            f"mục {last.entries} đã ký lúc {last.at} không còn như khi ký (xem: dondoc audit "
            f"verify); phục hồi cơ sở dữ liệu từ bản sao lưu, hoặc {REMEDY}"
        )
