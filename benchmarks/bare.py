"""The limit: the very rows a sweep wrote, written again by the raw driver, and nothing decided."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.store import PostgresStore, SqliteStore, Store, copy_of, insert_of
from dondoc.obligations import sweep
from models import Entry, Finding, Notice, Obligation
from models.binding import KIND
from models.trail import GENESIS

_FINDING = [c.name for c in Finding.__table__.columns if c.name != "id"]
_NOTICE = [c.name for c in Notice.__table__.columns if c.name != "id"]
_ENTRY = [c.name for c in Entry.__table__.columns]
_JSON = [_FINDING.index("because"), _FINDING.index("facts")]
_DUE = """SELECT id, directive_id, duty, period, bearer_uid, kind, state, cycle, rung, fired,
    briefed, due_on, aim_on, late_from, opens_on, opened_at
    FROM obligation WHERE wake_at <= {now} ORDER BY wake_at, id LIMIT {limit}"""
_HEAD = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"

# (at, kind, subject, data), (rung, fired, wake_at, opened_at, id).
Fact = tuple[str, str, str, dict[str, Any]]
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Batch:
    """What one transaction writes, as the raw driver takes it; JSON still to be encoded."""

    findings: list[Values]
    notices: list[Values]
    entries: list[Fact]
    moves: list[Values]


def written(store: Store, before: int, now: datetime) -> Iterator[Batch]:
    """Yield what the sweep at `now` wrote in `store` after the trail's entry `before`."""
    engine = store.engine()
    text = engine.dialect.name == "sqlite"
    with Session(engine) as session:
        moved = select(Obligation).where(Obligation.opened_at == now).order_by(Obligation.id)
        moves = [_values(m, _MOVE, text) for m in session.scalars(moved)]
        findings = [_values(f, _FINDING, text) for f in _since(session, Finding, len(moves))]
        notices = [_values(n, _NOTICE, text) for n in _since(session, Notice, len(moves))]
        entered = select(Entry.at, Entry.kind, Entry.subject, Entry.data).where(
            Entry.seq > before,
            Entry.kind != "sweep.finished",
            Entry.subject != "table:sweep",
        )
        entries = [
            (at, kind, subject, orjson.loads(data))
            for at, kind, subject, data in session.execute(entered.order_by(Entry.seq))
        ]
    engine.dispose()
    acts = sum(kind != KIND for _, kind, _, _ in entries)
    if acts != 3 * len(moves) or not len(findings) == len(notices) == len(moves):
        raise SystemExit("every obligation due should have opened with one finding, one notice")
    for number, entered_here in enumerate(_transactions(entries)):
        here = slice(number * sweep.BATCH, (number + 1) * sweep.BATCH)
        yield Batch(findings[here], notices[here], entered_here, moves[here])


def _transactions(entries: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Yield the entries of each transaction: what was done, and then the rows it is bound to."""
    some: list[Fact] = []
    for entry in entries:
        if some and some[-1][1] == KIND and entry[1] != KIND:
            yield some
            some = []
        some.append(entry)
    if some:
        yield some


_MOVE = ("rung", "fired", "wake_at", "opened_at", "id")


def _since(session: Session, model: type[Any], number: int) -> list[Any]:
    """Return the last `number` rows of `model`, oldest first."""
    newest = select(model).order_by(model.id.desc()).limit(number)
    return list(session.scalars(newest))[::-1]


def _values(row: object, names: Sequence[str], text: bool) -> Values:
    found = (getattr(row, name) for name in names)
    return tuple(_stored(value) if text else value for value in found)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


def _chained(entries: Sequence[Fact], seq: int, prev: str) -> Iterator[Values]:
    for at, kind, subject, content in entries:
        seq += 1
        data = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
        body = (
            f'{{"at":"{at}","data":{data},"kind":"{kind}","prev":"{prev}","seq":{seq},'
            f'"subject":"{subject}"}}'
        )
        digest = sha256(body.encode()).hexdigest()
        yield seq, at, kind, subject, data, prev, digest
        prev = digest


def _encoded(findings: Sequence[Values]) -> Iterator[Values]:
    because, facts = _JSON
    for row in findings:
        values = list(row)
        values[because] = orjson.dumps(row[because]).decode()
        values[facts] = orjson.dumps(row[facts]).decode()
        yield tuple(values)


class BareSqlite:
    """The standard library's driver: one `executemany` a table."""

    def __init__(self, store: SqliteStore) -> None:
        self._connection = store.bare()

    def look(self, now: datetime) -> int:
        """Read what is due in a transaction of its own; return how many rows."""
        query = _DUE.format(now="?", limit="?")
        self._connection.execute("BEGIN IMMEDIATE")
        rows = self._connection.execute(query, (_stored(now), sweep.BATCH)).fetchall()
        self._connection.execute("COMMIT")
        return len(rows)

    def write(self, batch: Batch, now: datetime) -> None:
        """Write one batch in one transaction."""
        execute, many = self._connection.execute, self._connection.executemany
        execute("BEGIN IMMEDIATE")
        execute(_DUE.format(now="?", limit="?"), (_stored(now), sweep.BATCH)).fetchall()
        head = execute(_HEAD).fetchone() or (0, GENESIS)
        moves = [(rung, orjson.dumps(fired).decode(), *rest) for rung, fired, *rest in batch.moves]
        many("UPDATE obligation SET rung=?, fired=?, wake_at=?, opened_at=? WHERE id=?", moves)
        many(insert_of("finding", _FINDING, "?"), _encoded(batch.findings))
        many(insert_of("notice", _NOTICE, "?"), batch.notices)
        many(insert_of("entry", _ENTRY, "?"), _chained(batch.entries, *head))
        execute("COMMIT")

    def head(self) -> tuple[int, str]:
        """Return number and hash of the trail's last entry."""
        seq, digest = self._connection.execute(_HEAD).fetchone()
        return seq, digest

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


class BarePostgres:
    """psycopg: one COPY a table, one UPDATE for the rows that moved alike."""

    def __init__(self, store: PostgresStore) -> None:
        self._connection = store.bare()

    def look(self, now: datetime) -> int:
        """Read what is due in a transaction of its own; return how many rows."""
        with self._connection.transaction():
            query = _DUE.format(now="%s", limit="%s").encode()
            return len(self._connection.execute(query, (now, sweep.BATCH)).fetchall())

    def write(self, batch: Batch, now: datetime) -> None:
        """Write one batch in one transaction."""
        execute = self._connection.execute
        with self._connection.transaction():
            query = f"{_DUE} FOR UPDATE".format(now="%s", limit="%s").encode()
            execute(query, (now, sweep.BATCH)).fetchall()
            head = execute(_HEAD).fetchone() or (0, GENESIS)
            alike: dict[Values, list[int]] = {}
            for rung, fired, wake_at, opened_at, id_ in batch.moves:
                move = (rung, orjson.dumps(fired).decode(), wake_at, opened_at)
                alike.setdefault(move, []).append(id_)
            change = b"UPDATE obligation SET rung=%s, fired=%s, wake_at=%s, opened_at=%s"
            for move, ids in alike.items():
                execute(change + b" WHERE id = ANY(%s)", (*move, ids))
            self._copy("finding", _FINDING, _encoded(batch.findings))
            self._copy("notice", _NOTICE, iter(batch.notices))
            self._copy("entry", _ENTRY, _chained(batch.entries, *head))

    def _copy(self, table: str, columns: Sequence[str], rows: Iterator[Values]) -> None:
        with self._connection.cursor().copy(copy_of(table, columns)) as copy:
            for row in rows:
                copy.write_row(row)

    def head(self) -> tuple[int, str]:
        """Return number and hash of the trail's last entry."""
        seq, digest = self._connection.execute(_HEAD).fetchone() or (0, GENESIS)
        return seq, digest

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def bare_of(store: Store) -> BareSqlite | BarePostgres:
    """Return the raw driver for `store`."""
    if isinstance(store, SqliteStore):
        return BareSqlite(store)
    assert isinstance(store, PostgresStore)  # noqa: S101 - there are two
    return BarePostgres(store)


def replay(store: Store, batches: Sequence[Batch], now: datetime) -> tuple[float, tuple[int, str]]:
    """Write `batches` to `store`; return (seconds, head of the trail)."""
    with closing(bare_of(store)) as bare:
        begin = time.perf_counter()
        for batch in batches:
            bare.write(batch, now)
        return time.perf_counter() - begin, bare.head()
