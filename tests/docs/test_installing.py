"""What installs the program: the locks, the Makefile and the pages say the same as pyproject."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.sources import nodes, parsed

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {path.stem: path.read_text("utf-8") for path in (ROOT / "requirements").glob("*.lock")}
PROGRAM = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
ASKED = SpecifierSet(PROJECT["project"]["requires-python"])
PYTHONS = [python for python in (f"3.{minor}" for minor in range(30)) if f"{python}.1" in ASKED]
_PIN = re.compile(
    r"^([a-z0-9._-]+)==([^ ;]+)(?: ; (.+?))? \\\n((?:    --hash=sha256:\w{64}.*\n)+)", re.M
)


def _pins(*names: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield (package, version, marker) of the locks named."""
    for name in names:
        for package, version, marker, _ in _PIN.findall(LOCKS[name]):
            yield package, version, marker or None


def _asked(listed: list[str]) -> list[Requirement]:
    return [Requirement(line) for line in listed]


def _imported(folder: str) -> set[str]:
    """Return the top-level names that the program's files below `folder` import."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in nodes(parsed(path)):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    return found


def test_there_is_a_lock_for_building_one_for_running_and_one_for_the_tests() -> None:
    assert set(LOCKS) == {"build", "run", "test"}


@pytest.mark.parametrize("name", sorted(LOCKS))
def test_every_line_of_a_lock_is_a_pin_with_its_hashes(name: str) -> None:
    rest = _PIN.sub("", LOCKS[name])
    assert [line for line in rest.splitlines() if not line.startswith("    #")] == []


@pytest.mark.parametrize("name", sorted(LOCKS))
def test_no_lock_says_where_packages_come_from(name: str) -> None:
    assert re.findall(r"https?:|--(?:extra-)?index|--find-links|@ ", LOCKS[name]) == []


def test_no_package_stands_in_two_versions_for_one_python() -> None:
    held: dict[tuple[str, str], set[str]] = {}
    for package, version, marker in _pins(*LOCKS):
        for python in PYTHONS:
            here = {"python_version": python, "python_full_version": f"{python}.0"}
            if marker is None or Marker(marker).evaluate(here):
                held.setdefault((package, python), set()).add(version)
    assert {what: versions for what, versions in held.items() if len(versions) > 1} == {}


def test_what_is_tested_alone_is_not_installed_to_run() -> None:
    run = {package for package, _, _ in _pins("build", "run")}
    assert [package for package, _, _ in _pins("test") if package in run] == []


@pytest.mark.parametrize(
    ("asked", "locks"),
    [
        (_asked(PROJECT["project"]["dependencies"]), ["run"]),
        (_asked(PROJECT["dependency-groups"]["build"]), ["build"]),
        (_asked(PROJECT["build-system"]["requires"]), ["build"]),
        (_asked(PROJECT["dependency-groups"]["test"]), ["run", "test"]),
    ],
    ids=["run", "build", "backend", "test"],
)
def test_what_is_asked_for_is_locked_as_asked(asked: list[Requirement], locks: list[str]) -> None:
    pins = {package: version for package, version, _ in _pins(*locks)}
    wrong = [
        str(one) for one in asked if not one.specifier.contains(pins[canonicalize_name(one.name)])
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", PROGRAM)
def test_the_program_imports_nothing_that_only_the_tests_install(folder: str) -> None:
    of = packages_distributions()
    run = {package for package, _, _ in _pins("run")}
    others = _imported(folder) - set(sys.stdlib_module_names) - set(PROGRAM)
    assert [
        name for name in sorted(others) if not run & {canonicalize_name(one) for one in of[name]}
    ] == []


def test_one_range_of_pythons_stands_everywhere() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    low, high = re.findall(r"\(3,(\d+)\) <= .*? < \(3,(\d+)\)", makefile)[0]
    assert [f"3.{minor}" for minor in range(int(low), int(high))] == PYTHONS
    named = re.findall(r"\bpython(3\.\d+)", makefile.partition("RUNS :=")[0])
    assert named == PYTHONS[::-1]
    first, *_ = *others, last = PYTHONS
    for words in (f"{', '.join(others)} hoặc {last}", f"{', '.join(others)} or {last}"):
        assert f"Python {words}" in makefile
        assert f"Python {words}" in (ROOT / "README.md").read_text("utf-8")
    assert f"({first} to {last})" in (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert PROJECT["tool"]["mypy"]["python_version"] == first
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{first.replace('.', '')}"
