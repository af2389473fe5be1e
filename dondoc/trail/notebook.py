"""The notebook: what the trail has bound, read on from where it was left, beside the state.

Whoever prints a document wants to know of its rows alone whether they hold. So what was read of the
trail is kept in a file outside the database, with the number and hash of the last entry; the next
reads on from there, and recomputes the chain as it goes. A notebook that does not fit the trail any
more says so: the trail was rewritten. Deleting it costs nothing but reading the trail once.

It is sealed with the office's key after every reading that is kept, and one whose seal does not fit
is read anew: who can write the folder could say in it what fits a row he has changed. A process
that has looked at the seal looks again when the file has been touched since; few entries more are
read for this once, and the file stays as it is.
"""

import fcntl
import hashlib
import hmac
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Unproven
from dondoc.setup.database import reading
from dondoc.setup.key import key_file, secret_of
from dondoc.trail.bound import KINDS, Bindings
from dondoc.trail.entries import Unreadable, stored_entries
from dondoc.trail.standalone.verify_trail import ZEROS, Chain
from models import Entry
from models.clock import real_now
from models.trail import canonical

NOTEBOOK = "trail-read.sqlite"
_SEAL, _LOCK = "trail-read.seal", "trail-read.lock"
_FORMAT = 1
# So many entries more are read each time rather than kept: the seal is over all of the file.
_FEW = 500
# What the file system says of a file tells of a change only where that was longer ago.
_SETTLED = 1_000_000_000
# Per notebook: how file and seal lay when they were last found, or made, to fit; and the key's.
_FITTED: dict[Path, tuple[int, ...]] = {}
_BROKEN = "dấu vết không còn nguyên vẹn từ mục {}; xem: dondoc audit verify"


class Notebook(Bindings):
    """Bindings that stay; `upto`: up to which entry they are read."""

    def __init__(self, state: Path) -> None:
        path = self._path = state / NOTEBOOK
        self._seal_file, self._key = state / _SEAL, key_file(state)
        # Who reads on seals what another may not change meanwhile.
        self._alone = (state / _LOCK).open("a", encoding="utf-8")
        fcntl.flock(self._alone, fcntl.LOCK_EX)
        if not self._is_sealed():
            path.unlink(missing_ok=True)
        # SQLite would put back what a journal says, after the seal was looked at.
        for beside in ("-journal", "-wal"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        try:
            super().__init__(str(path))
            (known,) = self._file.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            super().__init__(str(path))
            known = 0
        if known != _FORMAT:
            self._begin()
        self.upto, self._head = 0, ZEROS
        self._look_up()

    def close(self) -> None:
        """Give the files back."""
        super().close()
        self._alone.close()

    def _is_sealed(self) -> bool:
        try:
            lay = self._lies()
            if _FITTED.get(self._path) == lay:
                return True
            fits = hmac.compare_digest(self._seal_file.read_bytes(), self._seal())
            if fits and self._lies() == lay and _settled(lay):
                _FITTED[self._path] = lay
        except OSError:
            return False
        return fits

    def _lies(self) -> tuple[int, ...]:
        """Return how file, seal and key lie on the disk: nobody sets when it was changed."""
        files = (os.stat(one) for one in (self._path, self._seal_file, self._key))
        return tuple(n for one in files for n in (one.st_ino, one.st_size, one.st_ctime_ns))

    def _seal(self) -> bytes:
        """Return the seal of the file as it is; raises OSError without it or without a key."""
        key = hashlib.sha256(b"what was read of the trail\0" + secret_of(self._key)).digest()
        with self._path.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").digest()
        return hmac.digest(key, content, "sha256").hex().encode()

    def _look_up(self) -> None:
        row = self._file.execute("SELECT seq, hash FROM upto").fetchone()
        self.upto, self._head = row or (0, ZEROS)
        for number, what, names in self._file.execute("SELECT number, what, names FROM named"):
            self._columns[what, tuple(names.split())] = number

    def _begin(self) -> None:
        for statement in (
            "DELETE FROM bound",
            "DELETE FROM named",
            "DROP TABLE IF EXISTS upto",
            "CREATE TABLE upto (seq INTEGER, hash TEXT)",
            "CREATE INDEX IF NOT EXISTS about ON bound (about, what) WHERE about IS NOT NULL",
            f"PRAGMA user_version = {_FORMAT}",
        ):
            self._file.execute(statement)
        self._columns.clear()
        self._places.clear()

    def read_on(self, session: Session) -> None:
        """Read what the trail has taken in since, as `session` sees it.

        Raises:
            Unproven: the trail is not the one that was read before, or does not hold.
        """
        last = session.scalar(select(func.max(Entry.seq))) or 0
        self._file.execute("BEGIN IMMEDIATE")
        try:
            # Somebody else may have read on meanwhile.
            self._look_up()
            known, few = self.upto, self.upto and last - self.upto <= _FEW
            if last < self.upto:
                self._refuse_cut(session)
            else:
                self._refuse_other(session)
                self._read(session)
                self.store()
            if few:
                # Goes with the transaction; until then nobody else reads on.
                if self.upto == known:
                    self._file.execute("ROLLBACK")
                    fcntl.flock(self._alone, fcntl.LOCK_UN)
                return
            self._file.execute("DELETE FROM upto")
            self._file.execute("INSERT INTO upto VALUES (?, ?)", (self.upto, self._head))
            self._file.execute("COMMIT")
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        # Before the first sweep there is no key: what is so short is read anew.
        with suppress(FileNotFoundError):
            self._seal_file.write_bytes(self._seal())
        fcntl.flock(self._alone, fcntl.LOCK_UN)

    def _read(self, session: Session) -> None:
        chain = Chain(after=self.upto, head=self._head)
        try:
            for batch in stored_entries(session, after=self.upto):
                for seq, at, kind, subject, data, prev, digest in batch:
                    chain.add(seq, prev, digest, canonical(seq, at, kind, subject, data, prev))
                    if kind in KINDS:
                        self.add(seq, subject, data)
                    self.upto = seq
        except (Unreadable, ValueError):
            raise Unproven(_BROKEN.format(self.upto + 1)) from None
        if chain.problems:
            raise Unproven(_BROKEN.format(chain.problems[0].entry))
        self._head = chain.head

    def _refuse_other(self, session: Session) -> None:
        """Refuse a trail whose entry is not the one that was read."""
        found = session.scalar(select(Entry.hash).where(Entry.seq == self.upto))
        if self.upto and found != self._head:
            raise Unproven(_BROKEN.format(self.upto))

    def _refuse_cut(self, session: Session) -> None:
        """Refuse a trail that is shorter than it was; one seen before it grew is not."""
        with reading(session.get_bind().engine) as now:
            self._refuse_other(now)

    def about(self, obligations: list[int], upto: int) -> set[tuple[str, Any, Any]]:
        """Return (table, key) of every row said to hang on one of `obligations`."""
        query = "SELECT what, k1, k2 FROM bound WHERE about = ? AND seq <= ?"
        return {
            row for one in obligations for row in self._file.execute(query, (one, upto)).fetchall()
        }


def _settled(lay: tuple[int, ...]) -> bool:
    """Say whether nothing of it was changed so lately that another change would not be seen."""
    return max(lay[2::3]) < real_now().timestamp() * _SETTLED - _SETTLED
