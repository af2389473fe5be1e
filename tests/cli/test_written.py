"""Files that commands write: nothing that is there is lost, a folder's files all or none."""

import os
import re
from pathlib import Path

import pytest

import dondoc.cli
from dondoc.cli.written import write, writing
from dondoc.errors import NotPossible, Refused
from tests.begun import OPENED, begun
from tests.offices import D2024, MONTHLY

THEIRS = b"typed by somebody"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put(folder: Path, *files: str, force: bool = False, then: Exception | None = None) -> None:
    with writing(folder, force=force) as drafts:
        for name in files:
            (drafts / name).write_bytes(b"ours")
        if then:
            raise then


def test_a_file_that_is_there_stays_and_none_of_the_others_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(THEIRS)
    with pytest.raises(Refused, match=r"đã có b\.csv; không ghi gì: .*--force"):
        put(tmp_path, "a.csv", "b.csv", "c.csv")
    assert names(tmp_path) == ["b.csv"]
    assert (tmp_path / "b.csv").read_bytes() == THEIRS


def test_it_is_written_over_where_that_is_meant(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(THEIRS)
    put(tmp_path, "a.csv", "b.csv", force=True)
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"ours"}


@pytest.mark.parametrize("force", [False, True])
def test_what_breaks_off_half_way_leaves_nothing(tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "moi" / "nua"
    with pytest.raises(Refused, match="hỏng"):
        put(folder, "a.csv", force=force, then=Refused("hỏng"))
    assert names(tmp_path) == []


def test_a_file_where_a_folder_belongs_is_told(tmp_path: Path) -> None:
    (tmp_path / "tep").write_bytes(THEIRS)
    with pytest.raises(NotPossible, match="không ghi được vào"):
        put(tmp_path / "tep", "a.csv")
    assert (tmp_path / "tep").read_bytes() == THEIRS


def test_a_folder_is_no_file_to_write_over(tmp_path: Path) -> None:
    (tmp_path / "mau.xlsx").mkdir()
    for force, refused in ((False, Refused), (True, NotPossible)):
        with pytest.raises(refused, match=r"mau\.xlsx|không ghi được"):
            write(tmp_path / "mau.xlsx", b"ours", force=force)
    assert names(tmp_path) == ["mau.xlsx"]


def test_what_is_private_is_for_its_owner_alone_and_the_rest_as_usual(tmp_path: Path) -> None:
    for private, granted in ((True, 0o600), (False, 0o666 & ~_umask())):
        folder = tmp_path / f"private-{private}"
        with writing(folder, private=private) as drafts:
            (drafts / "a").write_bytes(b"ours")
        assert (folder / "a").stat().st_mode & 0o777 == granted


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_every_command_that_writes_refuses_to_write_over_a_file(tmp_path: Path) -> None:
    """All of them write through one place; each hands on what the person said."""
    dondoc = begun(tmp_path / "state", OPENED)
    asked = (D2024, MONTHLY, "Đại Phú", "--due", "2024-05-05")
    for command in (
        ("template", *asked, "--out", str(tmp_path / "mau.xlsx")),
        ("contacts", "export", str(tmp_path / "danh-ba.csv")),
        ("document", "agenda", "02554@base", "--out", str(tmp_path / "lich")),
    ):
        dondoc.run(*command)
        assert "--force" in dondoc.run(*command, code=1).stderr, command
        dondoc.run(*command, "--force")


def test_no_command_writes_a_file_by_another_road() -> None:
    """`audit export` writes into an empty folder only, and refuses any other."""
    doors = Path(dondoc.cli.__file__).parent
    roads = re.compile(r"\.write_(bytes|text)\(|\bopen\(\s*[\"'][wax]|\.open\(")
    found = {
        file.name
        for file in doors.glob("*.py")
        if roads.search(file.read_text("utf-8")) and "with writing(" not in file.read_text("utf-8")
    }
    assert found == set()
