"""The database itself refuses to change the trail, whoever asks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import IntegrityError

from dondoc.setup.database import open_engine, reading, writing
from dondoc.trail.verify import verify
from models import Entry, Event
from models.trail import append

NOON = datetime(2024, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def trail(database: Engine) -> Engine:
    five(database)
    return database


def five(database: Engine) -> None:
    with writing(database) as session:
        append(session, NOON, [Event("test.said", f"test:{n}", {"n": n}) for n in range(5)])


def run(database: Engine, *statements: str) -> None:
    with writing(database) as session:
        for statement in statements:
            session.execute(text(statement))


def refuses(database: Engine, *statements: str) -> None:
    with pytest.raises(IntegrityError, match="chỉ được ghi thêm"):
        run(database, *statements)
    with reading(database) as session:
        verdict = verify(session)
    assert (verdict.ok, verdict.entries) == (True, 5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET kind = 'x' WHERE seq = 3",
        "UPDATE entry SET seq = 9 WHERE seq = 5",
        "UPDATE entry SET data = data",
        "DELETE FROM entry WHERE seq = 5",
        "DELETE FROM entry",
    ],
)
def test_no_statement_changes_or_removes_an_entry(trail: Engine, statement: str) -> None:
    refuses(trail, statement)


def test_the_orm_is_refused_as_well(trail: Engine) -> None:
    for statement in (update(Entry).values(data="{}"), delete(Entry)):
        with pytest.raises(IntegrityError, match="append-only"), writing(trail) as session:
            session.execute(statement)


def test_replacing_a_row_is_refused_by_sqlite(sqlite: Engine) -> None:
    five(sqlite)
    values = "VALUES (3, 'at', 'kind', 'subject', '{}', 'prev', 'hash')"
    refuses(sqlite, "INSERT OR REPLACE INTO entry " + values)
    refuses(sqlite, "REPLACE INTO entry " + values)


@pytest.mark.parametrize("seq", [0, 3, 7])
def test_sqlite_takes_entries_at_the_end_only(sqlite: Engine, seq: int) -> None:
    five(sqlite)
    refuses(sqlite, f"INSERT INTO entry SELECT {seq}, '', '', '', '{{}}', '', ''")


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_to_replace_and_to_look_away(postgres_url: str) -> None:
    database = open_engine(postgres_url)
    five(database)
    refuses(database, "TRUNCATE entry")
    refuses(database, "TRUNCATE entry CASCADE")
    refuses(database, "SET LOCAL session_replication_role = replica", "DELETE FROM entry")
    values = "VALUES (3, 'at', 'kind', 'subject', '{}', 'prev', 'hash')"
    conflict = "ON CONFLICT (seq) DO UPDATE SET data = excluded.data"
    refuses(database, f"INSERT INTO entry {values} {conflict}")
    database.dispose()
