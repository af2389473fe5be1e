"""Rules that were read are kept as data, and never believed once anything about them differs."""

import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from rules import plain
from rules.cases import run_cases
from rules.kept import Shelf
from rules.rulebook import HOME, Rulebook, load

SECRET = b"the office's key"
RULES = load(HOME)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf on which the shipped rules are kept under the digest "d"."""
    made = Shelf(tmp_path / "rules.kept", SECRET)
    made.keep("d", RULES)
    return made


def test_what_is_kept_comes_back_and_says_the_same_of_every_case(shelf: Shelf) -> None:
    found = shelf.fetch("d")
    assert isinstance(found, Rulebook)
    assert found is not RULES
    assert plain.write(found) == plain.write(RULES)
    assert [run_cases(found, one) for one in found.directives.values()] == [[], []]


def _altered(shelf: Shelf) -> None:
    shelf.file.write_bytes(shelf.file.read_bytes().replace(b"2024-05-05", b"2024-05-06", 1))


def _cut_short(shelf: Shelf) -> None:
    shelf.file.write_bytes(shelf.file.read_bytes()[:-100])


def _open_to_the_group(shelf: Shelf) -> None:
    shelf.file.chmod(0o640)


def _a_link(shelf: Shelf) -> None:
    other = shelf.file.rename(shelf.file.with_name("other"))
    shelf.file.symlink_to(other)


def _a_pipe(shelf: Shelf) -> None:
    shelf.file.unlink()
    os.mkfifo(shelf.file, 0o600)


def _sealed_by_somebody_else(shelf: Shelf) -> None:
    Shelf(shelf.file, b"another key").keep("d", RULES)


def _of_other_files(shelf: Shelf) -> None:
    shelf.keep("e", RULES)


def _a_pickle(shelf: Shelf) -> None:
    shelf.file.write_bytes(pickle.dumps(RULES.digest))


@pytest.mark.parametrize(
    "spoil",
    [
        _altered,
        _cut_short,
        _open_to_the_group,
        _a_link,
        _a_pipe,
        _sealed_by_somebody_else,
        _of_other_files,
        _a_pickle,
    ],
)
def test_what_was_kept_is_not_believed_when(spoil: Callable[[Shelf], None], shelf: Shelf) -> None:
    assert shelf.fetch("d") is not None
    spoil(shelf)
    assert shelf.fetch("d") is None


def test_another_program_reads_the_files_itself(shelf: Shelf) -> None:
    assert replace(shelf, program="another").fetch("d") is None


@pytest.mark.parametrize(
    "name",
    ["os:system", "rules.kept:os", "rules.kept:_own", "rules.kept:find_spec", "builtins:exec"],
)
def test_nothing_but_what_rules_are_made_of_can_be_named(name: str) -> None:
    with pytest.raises(plain.NotPlain):
        plain.read([[[name, "true"]], ["o", 0]])


def test_rules_that_changed_are_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    for part in ("bodies", "calendars", "directives", "policies", "routing", "forms"):
        shutil.copytree(HOME / part, folder / part)
    shelf = Shelf(tmp_path / "rules.kept", SECRET)
    before = load(folder, shelf)
    lay = shelf.file.read_bytes()
    file = folder / "directives" / "son-duong-bhyt-2024" / "directive.yaml"
    title = before.directives["son-duong-bhyt-2024"].title
    file.write_text(file.read_text("utf-8").replace(title, f"{title} (sửa)", 1), "utf-8")
    assert load(folder, shelf).directives["son-duong-bhyt-2024"].title == f"{title} (sửa)"
    assert shelf.file.read_bytes() != lay


def test_what_is_kept_is_read_by_its_owner_alone_and_is_data(shelf: Shelf) -> None:
    assert shelf.file.stat().st_mode & 0o777 == 0o600
    assert isinstance(orjson.loads(shelf.file.read_bytes().split(b"\n", 2)[2]), list)


def test_where_nothing_can_be_kept_nothing_is_said(tmp_path: Path) -> None:
    Shelf(tmp_path / "no" / "rules.kept", SECRET).keep("d", RULES)
    assert list(tmp_path.iterdir()) == []
