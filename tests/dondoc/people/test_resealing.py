"""Another key seals what is stored of people, some rows at a time, while everybody goes on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dondoc.errors import NotPossible
from dondoc.people import resealing
from dondoc.people.keys import add_key
from dondoc.people.resealing import reseal_some, retire_keys, sealed_tables
from dondoc.people.row import Personal
from dondoc.people.safe import open_safe, safe_to_write
from dondoc.setup.database import reading, writing
from dondoc.trail.verify import verify
from models import PeopleKey, Person, PersonMerge
from models.people_key import MATCHING

NOW = datetime(2024, 5, 6, 2, tzinfo=UTC)
KEYS = {"recorded_at": NOW, "recorded_by": "a/b"}


@pytest.fixture
def stored(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Five persons sealed by the first key, two of them made one; two rows are sealed at once."""
    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    for id_ in range(1, 6):
        add(database, tmp_path, id_)
    with writing(database) as session:
        safe = safe_to_write(session, tmp_path, NOW)
        before, key = safe.close(b"both", "person_merge:1"), safe.newest
        merged = {"merged_at": NOW, "merged_by": "a/b", "reason": "x"}
        session.add(PersonMerge(id=1, kept_id=1, gone_id=2, before=before, seal_key=key, **merged))
    return database


def add(database: Engine, state: Path, id_: int) -> None:
    with writing(database) as session:
        safe = safe_to_write(session, state, NOW)
        sealed = safe.close_person(id_, Personal(f"Ma Thị {id_}"))
        row = {"body_uid": "a", "state": "known", **KEYS}
        session.add(Person(id=id_, sealed=sealed, seal_key=safe.newest, **row))


def sealed_anew(database: Engine, state: Path) -> int:
    with writing(database) as session:
        return reseal_some(session, safe_to_write(session, state, NOW))


def names(database: Engine, state: Path) -> list[str]:
    with reading(database) as session:
        safe = open_safe(session, state)
        rows = session.scalars(select(Person).order_by(Person.id))
        return [safe.open_person(row.id, row.sealed, row.seal_key).name for row in rows]


def test_rows_are_sealed_anew_some_at_a_time_and_everybody_reads_meanwhile(
    stored: Engine, tmp_path: Path
) -> None:
    before = names(stored, tmp_path)
    assert sealed_anew(stored, tmp_path) == 0
    assert add_key(tmp_path) == 2
    steps = []
    while rows := sealed_anew(stored, tmp_path):
        steps.append(rows)
        assert names(stored, tmp_path)[:5] == before
        if len(steps) == 1:
            add(stored, tmp_path, 6)
    assert (steps, len(names(stored, tmp_path))) == ([2, 2, 2], 6)
    with reading(stored) as session:
        assert set(session.scalars(select(Person.seal_key))) == {2}
        assert set(session.scalars(select(PersonMerge.seal_key))) == {2}
        assert verify(session).ok


def test_a_key_is_retired_when_it_seals_nothing_and_need_not_be_there_any_more(
    stored: Engine, tmp_path: Path
) -> None:
    add_key(tmp_path)
    sealed_anew(stored, tmp_path)
    assert retired(stored, tmp_path) == []
    while sealed_anew(stored, tmp_path):
        pass
    assert retired(stored, tmp_path) == [1]
    file = tmp_path / "people.keys"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("1 ")), "utf-8")
    assert len(names(stored, tmp_path)) == 5
    with reading(stored) as session:
        assert verify(session).ok


def test_a_key_that_still_seals_is_missed(stored: Engine, tmp_path: Path) -> None:
    add_key(tmp_path)
    sealed_anew(stored, tmp_path)
    file = tmp_path / "people.keys"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("1 ")), "utf-8")
    with pytest.raises(NotPossible, match="thiếu khóa dữ liệu người dân số 1"):
        sealed_anew(stored, tmp_path)


def retired(database: Engine, state: Path) -> list[int]:
    with writing(database) as session:
        return retire_keys(session, safe_to_write(session, state, NOW), NOW)


def test_what_was_changed_beside_the_program_is_not_sealed_anew(
    stored: Engine, tmp_path: Path
) -> None:
    add_key(tmp_path)
    with stored.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE person SET sealed = (SELECT sealed FROM person WHERE id = 2) WHERE id = 1"
        )
    with pytest.raises(NotPossible, match="person:1"):
        sealed_anew(stored, tmp_path)
    with reading(stored) as session:
        assert set(session.scalars(select(Person.seal_key))) == {1}


def test_every_table_with_a_key_has_one_column_that_it_sealed() -> None:
    found = {model.__tablename__: name for model, name in sealed_tables()}
    assert found["person"] == found["list_line"] == found["person_change"] == "sealed"
    assert found["person_merge"] == "before"


def test_the_matching_key_is_never_retired(stored: Engine, tmp_path: Path) -> None:
    retired(stored, tmp_path)
    with reading(stored) as session:
        assert session.get_one(PeopleKey, MATCHING).retired_at is None
