"""Databases of earlier versions, with data, become databases of this one and work on."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, inspect, select, table

from dondoc.setup.database import reading
from dondoc.setup.schema import bring_up_to_date
from dondoc.trail.verify import verify
from migrations.schema import expected, found
from tests.migrations.restoring import NAMES, restore
from tests.program import Dondoc


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in inspect(engine).get_table_names()
        }


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_database_gets_the_expected_schema_and_keeps_every_row(
    name: str, empty_url: str
) -> None:
    engine = restore(name, empty_url)
    before = _counts(engine)

    assert bring_up_to_date(engine)

    with engine.connect() as connection:
        assert found(connection) == expected(engine.dialect.name)
    after = _counts(engine)
    # The trail tells of the upgrade.
    assert after.pop("entry") >= before.pop("entry")
    assert {name: after[name] for name in before} == before
    assert not bring_up_to_date(engine)
    engine.dispose()


# Either is upgraded every day above, and works on every day as the last program of 0.1.0 left it.
BESIDE = {"5950a9e", "cdf3fba"}
WORKING = [
    pytest.param(name, marks=pytest.mark.slow if name in BESIDE else pytest.mark.long)
    for name in NAMES[:-1]
] + NAMES[-1:]


@pytest.mark.parametrize("name", WORKING)
def test_an_earlier_database_works_on(
    name: str, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore(name, empty_url).dispose()
    monkeypatch.setenv("DONDOC_DATABASE", empty_url)
    dondoc = Dondoc(tmp_path)

    # The database came alone, and that its checkpoints are missing is all that is wrong with it.
    assert _wrong(dondoc) == ["checkpoint"]
    before = dondoc.json("status", "son-duong-bhyt-2024")
    waiting = len(dondoc.json("notices", "--state", "pending"))
    dondoc.run("sweep", "--now", "2024-05-07T07:05")
    # That morning had been swept: nothing is said again, nothing is opened or withdrawn anew.
    assert len(dondoc.json("notices", "--state", "pending")) == waiting
    assert dondoc.json("status", "son-duong-bhyt-2024") == before
    dondoc.run("dispatch", "--now", "2024-05-07T07:10")
    assert dondoc.json("notices", "--state", "pending") == []
    swept = dondoc.json("sweep", "--now", "2024-05-08T07:00")
    assert swept["examined"] > 0
    assert _wrong(dondoc) == ["checkpoint"]


def _wrong(dondoc: Dondoc) -> list[str]:
    return [one["kind"] for one in dondoc.json("audit", "verify", code=1)["problems"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_on_file_says_by_which_form_it_is_and_only_that_changes(
    name: str, empty_url: str
) -> None:
    engine = restore(name, empty_url)
    before = _reports(engine)
    assert bring_up_to_date(engine)
    after = _reports(engine)
    kept = {id_: {key: after[id_][key] for key in row} for id_, row in before.items()}
    forms = {id_: row["form"] for id_, row in after.items()}
    engine.dispose()
    assert kept == before
    # What was filled in is so by the one form there was; of the others only the paper is known.
    assert forms == {
        id_: None if row.get("figures") in (None, "null") else "coverage@1"
        for id_, row in before.items()
    }
    assert ("coverage@1" in forms.values()) == (name in {"f65c5c8", "94d8400"})


def _reports(engine: Engine) -> dict[int, dict[str, object]]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM report").mappings()
        return {row["id"]: dict(row) for row in rows}


@pytest.mark.parametrize("name", NAMES[-1:])
def test_what_was_stored_before_is_bound_once_and_says_since_when(
    name: str, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = restore(name, empty_url)
    assert bring_up_to_date(engine)
    with reading(engine) as session:
        verdict = verify(session)
    assert verdict.problems == ()
    assert verdict.proven_since is not None
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE notice SET step = 'khác' WHERE id = 1")
    with reading(engine) as session:
        (problem,) = verify(session).problems
    engine.dispose()
    assert "bảng notice, dòng 1, cột step" in problem.detail


def test_the_baseline_is_signed_by_the_command_that_upgrades(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = restore(NAMES[-1], empty_url)
    with engine.begin() as connection:
        # An office after its first morning: of later ones the checkpoints would be missed.
        connection.exec_driver_sql("DELETE FROM sweep")
    engine.dispose()
    monkeypatch.setenv("DONDOC_DATABASE", empty_url)
    said = Dondoc(tmp_path).json("audit", "verify")
    assert said["anchored_to"] == said["entries"] > 0
