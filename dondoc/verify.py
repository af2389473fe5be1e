"""Verify: recompute the chain of the trail from its first entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models import Entry
from models.trail import GENESIS, canonical


@dataclass(frozen=True)
class TrailProblem:
    """An entry that does not fit: its number, the kind of break, and what was seen."""

    entry: int
    kind: str
    detail: str


@dataclass(frozen=True)
class Verdict:
    """How many entries were read, the hash of the last, and everything that does not fit."""

    entries: int
    head: str
    problems: tuple[TrailProblem, ...]

    @property
    def ok(self) -> bool:
        """Say whether every entry fits."""
        return not self.problems


def verify(session: Session) -> Verdict:
    """Read the whole trail in order, with flat memory, and check numbers, links and hashes."""
    columns = (Entry.seq, Entry.at, Entry.kind, Entry.subject, Entry.data, Entry.prev, Entry.hash)
    rows = session.execute(select(*columns).order_by(Entry.seq).execution_options(yield_per=5000))
    problems: list[TrailProblem] = []
    expected, prev, count = 1, GENESIS, 0
    for row in rows:
        count += 1
        problems.extend(_check(row, expected, prev))
        expected, prev = row.seq + 1, row.hash
    return Verdict(count, prev, tuple(problems))


def _check(row: Row[Any], expected: int, prev: str) -> Iterator[TrailProblem]:
    if row.seq != expected:
        yield TrailProblem(row.seq, "gap", f"entry {expected} is missing before it")
    elif row.prev != prev:
        yield TrailProblem(row.seq, "link", f"prev is not the hash of entry {row.seq - 1}")
    content = canonical(row.seq, row.at, row.kind, row.subject, row.data, row.prev)
    if sha256(content).hexdigest() != row.hash:
        yield TrailProblem(row.seq, "hash", "its content does not give its hash")
