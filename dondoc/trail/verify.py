"""Verify: the chain recomputed from its first entry, and the tables held against it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.trail.accesses import BATCHES, check_accesses
from dondoc.trail.anchors import Anchors
from dondoc.trail.bound import KINDS, Bindings, compare
from dondoc.trail.entries import Row, Unreadable, stored_entries
from dondoc.trail.purge import PURGED
from dondoc.trail.standalone.verify_trail import KEY_KINDS, Chain, Problem, Rekeyed, other_key
from models import Entry
from models.trail import canonical


@dataclass(frozen=True)
class Verdict:
    """How many entries were read, the hash of the last, and everything that does not fit.

    `anchored_to` is the last entry a signed checkpoint vouches for, None for none; what comes
    after it could be cut off unseen. `rows`: how many rows of the tables were held against the
    trail, None where the trail itself does not hold: there is nothing to hold them against.
    `proven_since`: the instant of the baseline, as the trail writes it: what happened to a row
    before is proven by nobody. None where everything is proven from its beginning. `purged`:
    table → how many of its rows were emptied when their time was over; digests of them stay.
    `keys`: when the checkpoints began anew, and with which key where that was the reason.
    """

    entries: int
    head: str
    anchored_to: int | None
    problems: tuple[Problem, ...]
    rows: int | None = None
    proven_since: str | None = None
    purged: Mapping[str, int] = field(default_factory=dict)
    keys: tuple[Rekeyed, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether every entry fits, and every checkpoint."""
        return not self.problems


def verify(session: Session, anchors: Anchors | None = None) -> Verdict:
    """Read the whole trail in order, then every proven row, with flat memory, and check them.

    Args:
        anchors: what `read_anchors` returned before `session` read anything: a checkpoint
            written later may speak of entries this session does not see.
    """
    anchors = anchors or Anchors()
    chain, rows, purged = Chain(anchors.checkpoints), None, Counter[str]()
    keys = list[Rekeyed]()
    with closing(Bindings()) as bindings:
        try:
            for batch in stored_entries(session):
                _add(batch, chain, bindings, purged)
                keys.extend(_rekeyed(batch))
            _count_again(session, chain)
        except Unreadable as error:
            what = f"cơ sở dữ liệu hỏng từ đây, không đọc tiếp được ({error})"
            chain.problem(max(error.after, 0) + 1, "unreadable", what)
        chain.finish()
        if wrong := other_key(keys, anchors.checkpoints):
            chain.problem(*wrong)
        if not chain.problems:
            rows = compare(session, bindings, lambda one: chain.problem(*one))
            if not any(BATCHES in one.detail for one in chain.problems):
                for one in check_accesses(session):
                    chain.problem(*one)
            chain.count_unsaid()
    problems = (*anchors.problems, *chain.problems)
    since = session.scalar(select(Entry.at).where(Entry.seq == bindings.baseline))
    return Verdict(
        chain.entries, chain.head, chain.anchored_to, problems, rows, since, purged, tuple(keys)
    )


def _add(batch: Sequence[Row], chain: Chain, bindings: Bindings, purged: Counter[str]) -> None:
    for seq, at, kind, subject, data, prev, digest in batch:
        try:
            content = canonical(seq, at, kind, subject, data, prev)
        except ValueError:
            # No UTF-8 any more: whatever it was, it is not what was hashed.
            content = b""
        chain.add(seq, prev, digest, content)
        if kind in KINDS:
            bindings.add(seq, subject, data)
        elif kind == PURGED:
            purged[subject.partition(":")[0]] += 1


def _rekeyed(batch: Sequence[Row]) -> Iterator[Rekeyed]:
    for seq, at, kind, _, data, _, _ in batch:
        if kind in KEY_KINDS:
            with suppress(ValueError):
                if one := Rekeyed.of(seq, at, kind, orjson.loads(data)):
                    yield one


def _count_again(session: Session, chain: Chain) -> None:
    """Two rows of one number, where somebody took the table's key away, are not read twice."""
    stored = session.scalar(select(func.count()).select_from(Entry)) or 0
    if stored != chain.entries:
        what = f"bảng có {stored} dòng, đọc theo thứ tự chỉ thấy {chain.entries}"
        chain.problem(0, "order", what)
