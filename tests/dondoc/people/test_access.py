"""Whoever is shown a person is logged; the log only grows, and the trail vouches for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from dondoc.people import access
from dondoc.people.access import NotLogged, Showing, log, seen_by, who_saw
from dondoc.setup.database import open_engine, reading, writing
from dondoc.trail import accesses
from dondoc.trail.accesses import anchor_accesses
from dondoc.trail.verify import Verdict, verify
from models import Access, AccessBatch, Entry, PersonAccess, Purpose

NOON = datetime(2024, 5, 7, 5, tzinfo=UTC)
OFFICER = "02554@base/officer"


def shown(*persons: int, what: Access = Access.VIEW, who: str = OFFICER) -> Showing:
    return Showing(who, what, Purpose.DUTY, persons)


def looked(database: Engine) -> None:
    log(database, shown(3, 5, 3), NOON)
    log(database, shown(5, what=Access.EXPORT, who="bhxh-huyen/officer"), NOON + timedelta(hours=1))
    log(database, shown(what=Access.SEARCH), NOON + timedelta(hours=2))


def verified(database: Engine) -> Verdict:
    with reading(database) as session:
        return verify(session)


def beside(database: Engine, *statements: str) -> None:
    """Do what somebody does who has the database and takes the triggers away."""
    tables = "person_access", "person_seen"
    with database.begin() as connection:
        run = connection.exec_driver_sql
        for table in tables:
            if database.dialect.name == "postgresql":
                run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            else:
                for change in ("no_update", "no_delete", "at_the_end"):
                    run(f"DROP TRIGGER IF EXISTS {table}_{change}")
        for statement in statements:
            run(statement)


def test_who_saw_a_person_is_told_the_last_first(database: Engine) -> None:
    looked(database)
    with reading(database) as session:
        assert [(one.who, one.what) for one in who_saw(session, 5)] == [
            ("bhxh-huyen/officer", Access.EXPORT),
            (OFFICER, Access.VIEW),
        ]
        assert [one.at for one in who_saw(session, 3)] == [NOON]
        assert len(list(who_saw(session, 5, most=1))) == 1
        assert list(who_saw(session, 4)) == []


def test_a_search_that_finds_nobody_is_logged_as_well(database: Engine) -> None:
    looked(database)
    with reading(database) as session:
        searched = seen_by(session, OFFICER, NOON + timedelta(hours=2))
    assert [(one.what, one.persons) for one in searched] == [("search", 0)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person_access SET who = 'x' WHERE id = 1",
        "UPDATE person_access SET why = why",
        "DELETE FROM person_access WHERE id = 3",
        "UPDATE person_seen SET person_id = 7 WHERE access_id = 1",
        "DELETE FROM person_seen",
    ],
)
def test_the_database_refuses_to_change_or_forget_a_view(database: Engine, statement: str) -> None:
    looked(database)
    with (
        pytest.raises(IntegrityError, match="chỉ được ghi thêm"),
        writing(database) as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO person_access SELECT 2, at, 'x', NULL, what, why, 1 "
        "FROM person_access WHERE id = 1",
        "INSERT INTO person_access SELECT 9, at, 'x', NULL, what, why, 1 "
        "FROM person_access WHERE id = 1",
        "INSERT INTO person_seen VALUES (1, 99)",
        "REPLACE INTO person_seen VALUES (3, 99), (3, 99)",
    ],
)
def test_sqlite_takes_views_at_the_end_only(sqlite: Engine, statement: str) -> None:
    looked(sqlite)
    with (
        pytest.raises(IntegrityError, match="chỉ được ghi thêm"),
        writing(sqlite) as session,
    ):
        session.execute(text(statement))


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_the_log(postgres_url: str) -> None:
    database = open_engine(postgres_url)
    looked(database)
    for statement in ("TRUNCATE person_access CASCADE", "TRUNCATE person_seen"):
        with pytest.raises(IntegrityError, match="append-only"), writing(database) as session:
            session.execute(text(statement))
    database.dispose()


def test_logging_enters_nothing_and_anchoring_binds_what_was_logged_once(database: Engine) -> None:
    looked(database)
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 0
    assert anchor_accesses(database, NOON) == 1
    assert anchor_accesses(database, NOON) == 0
    with reading(database) as session:
        kinds = session.scalars(select(Entry.kind).order_by(Entry.seq)).all()
        batch = session.scalars(select(AccessBatch)).one()
    assert (kinds, batch.upto) == (["access.anchored", "rows.bound"], 3)
    assert (batch.accesses, batch.persons) == (3, 3)
    log(database, shown(8), NOON)
    assert verified(database).ok


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE person_access SET who = 'x' WHERE id = 2"], "nội dung không như dấu vết"),
        (["UPDATE person_access SET why = 'complaint' WHERE id = 1"], "nội dung không như"),
        (["UPDATE person_seen SET person_id = 6 WHERE person_id = 3"], "nội dung không như"),
        (["DELETE FROM person_seen WHERE person_id = 3"], "có 3 lần xem, 2 lượt hồ sơ"),
        (
            ["DELETE FROM person_seen WHERE access_id = 2", "DELETE FROM person_access WHERE id=2"],
            "có 2 lần xem, 2 lượt hồ sơ; dấu vết đã ghi 3 lần xem, 3 lượt hồ sơ",
        ),
        (["INSERT INTO person_seen VALUES (1, 99)"], "có 3 lần xem, 4 lượt hồ sơ"),
    ],
)
def test_verify_finds_what_was_done_to_the_log_beside_the_program(
    database: Engine, statements: list[str], said: str
) -> None:
    looked(database)
    anchor_accesses(database, NOON)
    beside(database, *statements)
    problems = verified(database).problems
    assert [one.kind for one in problems] == ["access"]
    assert problems[0].detail.startswith("nhật ký xem hồ sơ, mục 1 đến 3: ")
    assert said in problems[0].detail


def test_verify_finds_a_batch_that_was_taken_away(database: Engine) -> None:
    looked(database)
    anchor_accesses(database, NOON)
    beside(database, "DELETE FROM access_batch")
    assert {one.kind for one in verified(database).problems} == {"removed"}


def test_batches_follow_each_other_without_a_hole(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accesses, "AT_MOST", 2)
    looked(database)
    assert anchor_accesses(database, NOON) == 2
    looked(database)
    assert anchor_accesses(database, NOON) == 2
    with reading(database) as session:
        assert session.scalars(select(AccessBatch.upto).order_by(AccessBatch.id)).all() == [
            2,
            3,
            5,
            6,
        ]
    assert verified(database).ok


@pytest.fixture
def held(sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A database that somebody else is writing to all the time."""
    monkeypatch.setattr(access, "PATIENCE", 0.05)
    with closing(sqlite3.connect(str(sqlite.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield sqlite
        other.execute("ROLLBACK")


def test_what_cannot_be_logged_is_not_shown_and_nobody_waits_long(held: Engine) -> None:
    with pytest.raises(NotLogged, match="chưa mở hồ sơ nào"):
        log(held, shown(3), NOON)
    with reading(held) as session:
        assert session.scalar(select(func.count()).select_from(PersonAccess)) == 0


def test_another_writer_of_the_same_connection_waits_as_long_as_before(sqlite: Engine) -> None:
    log(sqlite, shown(3), NOON)
    with writing(sqlite) as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000


@pytest.mark.postgres
def test_on_postgresql_the_log_waits_neither_for_the_trail_nor_for_whoever_anchors(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "PATIENCE", 0.2)
    database = open_engine(postgres_url)
    looked(database)
    with writing(database) as session:
        session.execute(text("SELECT pg_advisory_xact_lock(7305804031)"))
        log(database, shown(4), NOON)
    with database.begin() as connection:
        connection.execute(text("LOCK TABLE person_access IN EXCLUSIVE MODE"))
        with pytest.raises(NotLogged):
            log(database, shown(4), NOON)
    database.dispose()
