"""What a database is, is compared; what it says of itself is not believed."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from dondoc.setup.database import open_engine
from dondoc.setup.schema import SchemaRefused, bring_up_to_date
from migrations.schema import expected, found
from tests.migrations.restoring import restore
from tests.program import Dondoc

ROOT = Path(__file__).parents[2]


def test_the_schema_written_down_is_what_the_migrations_make(database: Engine) -> None:
    with database.connect() as connection:
        made = found(connection)
    written = expected(database.dialect.name)
    assert made == written, "run `make schema` after a change of migrations"


def test_a_released_migration_never_changes() -> None:
    released = json.loads((Path(__file__).parent / "released.json").read_text("utf-8"))
    for steps in released.values():
        for name, digest in steps.items():
            file = ROOT / "migrations" / "versions" / name
            assert hashlib.sha256(file.read_bytes()).hexdigest() == digest, name


def test_an_empty_database_gets_its_schema(empty_url: str) -> None:
    engine = open_engine(empty_url)
    assert bring_up_to_date(engine)
    assert not bring_up_to_date(engine)
    engine.dispose()


def test_a_start_asks_two_questions_where_nothing_is_to_be_done(database: Engine) -> None:
    asked: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *call: asked.append(call[2]))
    bring_up_to_date(database)
    # SQLite's own PRAGMA and BEGIN apart.
    assert len([one for one in asked if "SELECT" in one]) == 2


_HARM = {
    "a table is missing": "DROP TABLE call",
    "an index is missing": "DROP INDEX ix_obligation_wake_at",
    "a column is missing": "ALTER TABLE obligation DROP COLUMN via_checked_at",
    "a column is of another type": "ALTER TABLE obligation ADD COLUMN more INTEGER",
    "a table is too many": "CREATE TABLE of_somebody_else (id INTEGER PRIMARY KEY)",
}
_NAMED = {
    "a table is missing": "bảng call",
    "an index is missing": "chỉ mục obligation.ix_obligation_wake_at",
    "a column is missing": "cột obligation.via_checked_at",
    "a column is of another type": "cột obligation.more",
    "a table is too many": "bảng of_somebody_else",
}


@pytest.mark.parametrize("harm", _HARM)
def test_a_database_that_is_not_what_it_says_is_refused_by_name(
    harm: str, database: Engine
) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql(_HARM[harm])
    before = _lines(database)
    with pytest.raises(SchemaRefused, match=_NAMED[harm]):
        bring_up_to_date(database)
    assert _lines(database) == before


def test_a_trail_without_its_guards_is_refused(database: Engine) -> None:
    guard = {
        "sqlite": "DROP TRIGGER entry_no_update",
        "postgresql": "ALTER TABLE entry DISABLE TRIGGER entry_append_only",
    }
    with database.begin() as connection:
        connection.exec_driver_sql(guard[database.dialect.name])
    with pytest.raises(SchemaRefused, match=r"trigger entry\.entry_"):
        bring_up_to_date(database)


def test_a_database_half_way_between_two_versions_is_left_as_it_is(empty_url: str) -> None:
    database = restore("f65c5c8", empty_url)
    with database.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_sweep_at")
    before = _lines(database)
    with pytest.raises(SchemaRefused, match=r"ix_sweep_at"):
        bring_up_to_date(database)
    assert _lines(database) == before
    database.dispose()


def test_a_database_of_a_newer_version_is_one_clear_line(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = _lines(database)
    monkeypatch.setenv("DONDOC_DATABASE", database.url.render_as_string(hide_password=False))
    done = Dondoc(tmp_path).run("sweep", "--now", "2024-05-07T07:00", code=3)
    assert "bản mới hơn" in done.stderr
    assert done.stderr.count("\n") == 1
    assert _lines(database) == before


def test_a_database_of_another_program_is_not_written_to(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE customers (id INTEGER PRIMARY KEY)")
    before = _lines(engine)
    with pytest.raises(SchemaRefused, match="không phải của Đôn Đốc"):
        bring_up_to_date(engine)
    assert _lines(engine) == before
    engine.dispose()


def test_the_doctor_says_what_is_wrong_with_the_schema(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_sweep_at")
    monkeypatch.setenv("DONDOC_DATABASE", database.url.render_as_string(hide_password=False))
    done = Dondoc(tmp_path).run("doctor", code=1)
    assert "lược đồ" in done.stdout
    assert "ix_sweep_at" in done.stdout


@pytest.mark.long
def test_of_six_first_starts_one_makes_the_schema_and_five_wait(empty_url: str) -> None:
    first = (
        "import sys; from dondoc.setup.database import open_engine;"
        "from dondoc.setup.schema import bring_up_to_date;"
        "bring_up_to_date(open_engine(sys.argv[1]))"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", first, empty_url], cwd=ROOT) for _ in range(6)
    ]
    assert [one.wait(120) for one in starts] == [0] * 6
    engine = open_engine(empty_url)
    assert not bring_up_to_date(engine)
    engine.dispose()


def _lines(engine: Engine) -> object:
    with engine.connect() as connection:
        return found(connection)
