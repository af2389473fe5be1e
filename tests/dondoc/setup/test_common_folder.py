"""One folder for all who work at a database: whoever has another one is refused in a line."""

import shutil
from pathlib import Path

import pytest

from dondoc.errors import Refused
from dondoc.setup.common_folder import FILE, lay_down, mind_common_folder
from dondoc.setup.database import open_engine
from tests.program import Dondoc


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    made: str = request.getfixturevalue(f"{request.param}_url")
    return made


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_a_second_machine_without_the_folder_is_refused_and_with_it_goes_on(
    url: str, tmp_path: Path
) -> None:
    engine = open_engine(url)
    first, second = folder(tmp_path, "một"), folder(tmp_path, "hai")
    mind_common_folder(engine, first)
    mind_common_folder(engine, first)
    with pytest.raises(Refused, match=rf"{second} không phải là thư mục chung .*{FILE} không có"):
        mind_common_folder(engine, second)
    (second / FILE).write_text("khác")
    with pytest.raises(Refused, match="khác mã"):
        mind_common_folder(engine, second)
    shutil.copy(first / FILE, second / FILE)
    mind_common_folder(engine, second)
    engine.dispose()


def test_what_was_put_back_takes_its_new_folder_for_the_one(url: str, tmp_path: Path) -> None:
    engine = open_engine(url)
    mind_common_folder(engine, folder(tmp_path, "một"))
    engine.dispose()
    lay_down(url, folder(tmp_path, "mới"))
    engine = open_engine(url)
    mind_common_folder(engine, tmp_path / "mới")
    engine.dispose()


def test_a_database_within_the_folder_needs_no_such_file(tmp_path: Path) -> None:
    state = folder(tmp_path, "var")
    Dondoc(state).run("status")
    assert not (state / FILE).exists()


def test_every_command_says_so_in_one_line(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE", sqlite_url)
    first, second = folder(tmp_path, "một"), folder(tmp_path, "hai")
    Dondoc(first).run("status")
    for command in ("tick", "doctor", "sweep"):
        said = Dondoc(second).run(command, code=1).stderr
        assert "không phải là thư mục chung" in said
        assert len(said.splitlines()) == 1
