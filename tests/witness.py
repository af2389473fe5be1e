"""A witness in the database: no transaction commits a change that its own entries do not name.

Triggers on every table note which rows a transaction made, changed or removed, whoever wrote
them: the ORM, Core, COPY. At each commit the notes are held against the entries of that very
transaction. A table made later is watched without a word here, unless it is named below.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import JSON, Connection, Engine, Table, event

from models import whole

# What is no state of the office's affairs, and why.
UNWATCHED = {
    "entry": "is the trail",
    "lease": "who works just now",
    "worker": "who works just now",
    "shared": "how machines find that they are the same office's",
    "turn": "who works just now",
    "web_session": "who looks just now",
    "tries": "who tries just now",
    "person_access": "is a log of its own, told by access.anchored",
    "person_seen": "is a log of its own, told by access.anchored",
    "salt": "a salt that was changed gives other digests",
    "anchored": "what is remembered of the checkpoint that was signed",
    "sweep": "told by sweep.finished",
    "body": "a copy of the rules, told by the directive's digest",
    "clause": "a copy of the rules, told by the directive's digest",
    "directive_text": "a copy of the rules, told by the directive's digest",
    "contact": "who holds a post; its import has tests of its own",
    "contact_book": "the form of a file",
    "attempt": "told by the entries of its message",
    "covered": "told by the entries of the obligations it covers",
    "signed": "told by the digest in its signature's entry",
    "named": "told by the names in its document's entry",
    "people_key": "told with what it first sealed",
    "person": "told by its list's entry, or by that of its change",
    "person_reached": "told by the entry of the report that took the case there",
    "person_mark": "made anew from what is sealed of the person",
    "household": "told by its list's entry",
    "village": "told by its list's entry",
    "list_line": "told by its list's entry",
    "reconciliation_line": "told with its side",
    "person_fact": "told by its list's entry, or by that of its change",
    "double_judged": "told in counts when found, and by its persons' entry when judged",
}
# Columns whose change is no change of state.
PLANS = {
    "login": {"second_step", "language"},
    "api_token": {"used_at", "read_on"},
    "device": {"seen_at"},
    # By another key: told in counts.
    "person_change": {"sealed", "seal_key"},
    "person_request": {"sealed", "seal_key"},
    "sponsor": {"sealed", "seal_key"},
    "help_asked": {"sealed", "seal_key"},
    "person_merge": {"before", "seal_key"},
    # Made one with somebody: told by that entry.
    "case_line": {"person_id", "sealed", "seal_key"},
    "proposal": {"person_id", "sealed", "seal_key"},
    # Goes with whoever somebody turns out to be, told by the merge; by another key: told in counts.
    "visit": {"person_id", "sealed", "seal_key"},
    "visit_question": {"person_id"},
    "draft": {"version", "sealed", "saved_at", "saved_by"},
    "obligation": {"wake_at"},
    "notice": {"message_id"},
    "message": {"lease_owner", "lease_until", "retry_at"},
}
# How an entry names a row that is not its subject.
NAMES = {
    "notice": "{row}.dedupe_key",
    "print": "{row}.sha256",
    "case_line": "'case_report:' || {row}.case_report_id",
    "proposal": "(SELECT 'case_report:' || case_report_id FROM case_line "
    "WHERE id = {row}.case_line_id)",
    "list_count": "'count_import:' || {row}.import_id",
    "inspection_entry": "'inspection:' || {row}.inspection_id",
    "committee_member": "'committee_decision:' || {row}.decision_id",
    "list_receipt": "'person_list:' || {row}.list_id",
    # A transaction knows an obligation in one cycle only.
    "finding": "{row}.obligation_id || ':' || {row}.policy || ':' || {row}.repeat",
}

_NAMED = ("report", "call", "decision", "signature", "issued", "paperwork", "asking")

_at_it: dict[Engine, list[tuple[str, str]]] = {}
# A database's content, and the same with a witness in it: of the first one that was met.
_with_witness: dict[bytes, bytes] = {}


class Unwitnessed(AssertionError):
    """A transaction was about to change rows that none of its entries names."""


@contextmanager
def witnessed(database: Engine) -> Iterator[list[tuple[str, str]]]:
    """Refuse, until the end, every commit with a change that the trail does not tell.

    Where one is at it already, it is that one.

    Yields:
        the changes seen so far: (table, "insert", "update" or "delete").
    """
    if database in _at_it:
        yield _at_it[database]
        return
    seen: list[tuple[str, str]] = []

    def check(connection: Connection) -> None:
        # By the driver itself: it is asked at every commit, of which tests make most.
        run = _runner(connection)
        rows = run("SELECT what, change, key, name FROM witnessed").fetchall()
        told = _told(run)
        untold = sorted({f"{c} of {w}:{k}" for w, c, k, n in rows if not {f"{w}:{k}", n} & told})
        if untold:
            raise Unwitnessed(f"{len(untold)} changes without an entry: {untold[:5]}")
        run("DELETE FROM witnessed")
        seen.extend((what, change) for what, change, _, _ in rows)

    _let_in(database)
    event.listen(database, "commit", check)
    _at_it[database] = seen
    try:
        yield seen
    finally:
        del _at_it[database]
        event.remove(database, "commit", check)


def seen_in(database: Engine) -> list[tuple[str, str]]:
    """Return the changes that the witness in this database has seen, to be added to."""
    return _at_it.get(database, [])


def _runner(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.execute


def _told(run: Any) -> set[str]:
    """Return the names of the rows that this transaction's entries speak of."""
    mine = "SELECT subject, data FROM entry WHERE seq IN (SELECT seq FROM witnessed_at)"
    told: set[str] = set()
    for subject, data in run(mine).fetchall():
        said: dict[str, Any] = orjson.loads(data)
        told |= {subject, str(said.get("notice"))}
        told |= set(said.get("files", {}).values())
        told |= {f"report:{number}" for number in said.get("reports", [])}
        told |= {f"{what}:{said[what]}" for what in _NAMED if what in said}
        if isinstance(carried := said.get("notices"), list):
            told |= {f"notice:{number}" for number in carried}
        about = subject.removeprefix("obligation:")
        told.add(f"{about}:{said.get('policy')}:{said.get('repeat')}")
    run("DELETE FROM witnessed_at")
    return told


def _let_in(database: Engine) -> None:
    """Install the witness; the tables that most tests begin with are kept with it in them."""
    file = Path(database.url.database or "")
    if database.dialect.name != "sqlite" or not file.is_file() or database.pool.checkedout():
        _install(database)
        return
    # The last one to leave carries the journal over into the file.
    database.dispose()
    if Path(f"{file}-wal").exists():
        _install(database)
        return
    before = file.read_bytes()
    if before in _with_witness:
        file.write_bytes(_with_witness[before])
        return
    _install(database)
    database.dispose()
    if not _with_witness:
        _with_witness[before] = file.read_bytes()


def _install(database: Engine) -> None:
    postgresql = database.dialect.name == "postgresql"
    with database.begin() as connection:
        run = connection.exec_driver_sql
        run("CREATE TABLE witnessed (what TEXT, change TEXT, key TEXT, name TEXT)")
        run("CREATE TABLE witnessed_at (seq INTEGER)")
        _trigger(
            run, postgresql, "entry", "INSERT", "", "INSERT INTO witnessed_at VALUES (NEW.seq)"
        )
        for table in whole().metadata.sorted_tables:
            if table.name not in UNWATCHED:
                _watch(run, postgresql, table)


def _watch(run: Any, postgresql: bool, table: Table) -> None:
    for change, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        key = " || ':' || ".join(f"{row}.{column.name}" for column in table.primary_key)
        name = NAMES.get(table.name, "''").format(row=row)
        note = (
            f"INSERT INTO witnessed VALUES ('{table.name}', '{change.lower()}', "  # noqa: S608
            f"CAST({key} AS TEXT), CAST({name} AS TEXT))"
        )
        when = f"WHEN ({_differs(postgresql, table)})" if change == "UPDATE" else ""
        _trigger(run, postgresql, table.name, change, when, note)


def _differs(postgresql: bool, table: Table) -> str:
    distinct = "IS DISTINCT FROM" if postgresql else "IS NOT"
    plans: set[str] = PLANS.get(table.name, set())
    sides: Sequence[tuple[str, str]] = [
        (_comparable(postgresql, "OLD", column), _comparable(postgresql, "NEW", column))
        for column in table.columns
        if column.name not in plans
    ]
    return " OR ".join(f"{old} {distinct} {new}" for old, new in sides)


def _comparable(postgresql: bool, row: str, column: Any) -> str:
    # PostgreSQL's json has no equality.
    said = f'{row}."{column.name}"'
    return f"{said}::text" if postgresql and isinstance(column.type, JSON) else said


def _trigger(run: Any, postgresql: bool, table: str, change: str, when: str, note: str) -> None:
    name = f"witness_{table}_{change.lower()}"
    if postgresql:
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {note}; RETURN NULL; END $$"
        )
        run(
            f'CREATE TRIGGER {name} AFTER {change} ON "{table}" FOR EACH ROW {when} '
            f"EXECUTE FUNCTION {name}()"
        )
    else:
        run(
            f'CREATE TRIGGER {name} AFTER {change} ON "{table}" FOR EACH ROW {when} '
            f"BEGIN {note}; END"
        )
