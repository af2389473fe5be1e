"""Find the entries of the trail that prove a few rows, without reading the whole trail.

Entries have no index but their number. A row keeps the instant at which it was written, and the
entry of the same transaction has the same instant: the number is found by halving.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.dossier.content import Proof
from models import Entry
from models.trail import instant_text

# Who reads the clock first may write last: entries stand out of order by this much at most, or
# they are not found by halving (`of` then finds them).
SLACK = timedelta(minutes=10)


class Found(NamedTuple):
    """One entry, its data read."""

    seq: int
    at: datetime
    kind: str
    subject: str
    data: dict[str, object]
    hash: str

    @property
    def proof(self) -> Proof:
        return Proof(self.seq, self.hash)


class TrailSearch:
    """Looks up entries of one trail; what it finds stands in the order of the trail."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last = session.scalar(select(func.max(Entry.seq))) or 0

    def at(self, instants: Collection[datetime], subjects: Collection[str]) -> list[Found]:
        """Return the entries of `subjects` that were written at one of `instants` (aware)."""
        found: dict[int, Found] = {}
        for first, last in self._windows(instants):
            texts = [instant_text(at) for at in instants]
            wanted = Entry.seq.between(first, last), Entry.at.in_(texts)
            for entry in self._read(select(Entry).where(*wanted, Entry.subject.in_(subjects))):
                found[entry.seq] = entry
        return [found[seq] for seq in sorted(found)]

    def of(self, subjects: Collection[str]) -> list[Found]:
        """Return every entry of `subjects`; reads the whole trail."""
        return list(self._read(select(Entry).where(Entry.subject.in_(subjects))))

    def _read(self, query: Select[Entry]) -> Iterator[Found]:
        for entry in self._session.scalars(query.order_by(Entry.seq)):
            at, data = datetime.fromisoformat(entry.at), orjson.loads(entry.data)
            yield Found(entry.seq, at, entry.kind, entry.subject, data, entry.hash)

    def _windows(self, instants: Collection[datetime]) -> Iterator[tuple[int, int]]:
        """Yield the ranges of numbers in which entries of `instants` may stand, joined."""
        around = sorted((at - SLACK, at + SLACK) for at in instants)
        firsts = self._firsts({instant_text(at) for pair in around for at in pair})
        first, last = 0, -1
        for since, until in around:
            begin, end = firsts[instant_text(since)], firsts[instant_text(until)] - 1
            if begin > last + 1:
                yield first, last
                first = begin
            last = max(last, end)
        yield first, last

    def _firsts(self, texts: Collection[str]) -> dict[str, int]:
        """Return, per instant, the number of the first entry not before it.

        All are halved together: one statement a step, however many there are.
        """
        bounds = dict.fromkeys(texts, (1, self._last + 1))
        while middles := {t: (low + high) // 2 for t, (low, high) in bounds.items() if low < high}:
            query = select(Entry.seq, Entry.at).where(Entry.seq.in_(sorted({*middles.values()})))
            stood = {seq: at for seq, at in self._session.execute(query)}  # noqa: C416 - rows
            for text, middle in middles.items():
                low, high = bounds[text]
                before = middle in stood and stood[middle] < text
                bounds[text] = (middle + 1, high) if before else (low, middle)
        return {text: low for text, (low, _) in bounds.items()}
