"""The high-water mark: how far an office had sent, signed and on the disk beside the database.

It stands before the first byte of each window leaves. A database without the entry that its mark
names is older than what it has sent: a copy was put back, and sent again nothing may leave by
itself. Two slots of fixed size, written in turn: a power cut spoils one of them at most.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, why
from dondoc.sending.putback import behind
from dondoc.sending.reached import Reached
from dondoc.setup.database import reading
from dondoc.setup.key import key_file
from dondoc.trail.mark_file import MARKS, Found, put
from dondoc.trail.remembered import REKEYED, RENEWED
from dondoc.trail.second import marks_taken
from dondoc.trail.signing import Signer, load, signer
from models import Anchored, Attempt, Entry, Installation
from notifications.outcome import Kind


class Marks:
    """The marks of one state folder, for one dispatch; the key is loaded when first used."""

    def __init__(self, state: Path, second: Path | None = None) -> None:
        """Keep them in `state`, and once more in `second`, out of reach of whoever has the state.

        What is only in the second folder tells that a whole machine was put back.
        """
        self._state, self._second = state, second
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
        if not anew and marks_taken(self._state, self._second):
            # What was taken away there stays missing until a person has looked.
            others = []
        put(first, reached, at, self._signer, anew)
        for other in others:
            # Where it cannot be reached, `doctor` says so; the office goes on.
            with suppress(OSError):
                put(other, reached, at, self._signer, anew)

    def missed(self, session: Session) -> str | None:
        """Return in words how the database is behind its mark, or has lost it; None for neither.

        Where nothing was ever sent nothing can be said. `session`: one that sees everything that
        was committed before this call.

        Raises:
            OSError: a mark cannot be read, though it is there.
        """
        return self._held_against(session, self._found())

    def unrecognised(self, database: Engine) -> str | None:
        """Return what is missed as long as no dispatch has drawn its conclusions from it."""
        # Before the database: a mark set meanwhile speaks of entries that are not seen yet.
        try:
            found = self._found()
        except OSError as error:
            return f"{error.filename or MARKS} không đọc được: {why(error)}"
        with reading(database) as session:
            return None if behind(session) else self._held_against(session, found)

    def _found(self) -> list[Found]:
        first, *others = self._files
        found = [Found.of(first)]
        for other in others:
            # Where it cannot be reached, `doctor` says so; the office goes on.
            with suppress(OSError):
                found.append(Found.of(other))
        return found

    def _held_against(self, session: Session, found: list[Found]) -> str | None:
        known = _Known(session, self._state)
        wrong = (one.wrong or _missed(one, session, known) for one in found)
        return next((said for said in wrong if said), None) or _lost(session, *found)


def _missed(found: Found, session: Session, known: "_Known") -> str | None:
    mark = found.mark
    if mark is None:
        return None
    if mark.key not in known:
        return f"{found.file} mang chữ ký của một khóa lạ"
    head = session.scalar(select(Entry.hash).where(Entry.seq == mark.entries))
    return None if head == mark.head else mark.said


def _lost(session: Session, first: Found, *others: Found) -> str | None:
    """Marks that were taken away would let a copy that is put back pass for the newest."""
    if first.mark is not None or not _has_sent(session):
        return None
    kept = next((one.file for one in others if one.mark), None)
    where = f"; {kept} còn: chép lại từ đó trước lượt gửi sau" if kept else ""
    return f"{first.file} mất hoặc trống dù đã có thư gửi đi{where}"


class _Known:
    """The public keys that this installation has signed with."""

    def __init__(self, session: Session, state: Path) -> None:
        self._session = session
        self._state = state

    def __contains__(self, key: str) -> bool:
        return key == self._in_use() or key in self._before()

    def _in_use(self) -> str | None:
        try:
            return load(key_file(self._state)).public
        except NotPossible:
            return None

    def _before(self) -> Iterator[str]:
        """Yield what the database remembers; that a key was changed stands in the trail."""
        if last := self._session.get(Anchored, 1):
            yield last.key
        renewals = select(Entry.data).where(Entry.kind.in_((RENEWED, REKEYED)))
        for data in self._session.scalars(renewals):
            yield json.loads(data)["anchored"].get("key", "")


def _has_sent(session: Session) -> bool:
    """Say whether a message left since this installation marks how far it has come."""
    named = session.get(Installation, 1)
    sent = Attempt.outcome == Kind.SENT.value
    newest = select(Attempt.id).where(sent).order_by(Attempt.id.desc()).limit(1)
    since = named and session.scalar(newest.where(Attempt.started_at >= named.made_at))
    return since is not None
