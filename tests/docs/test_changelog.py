"""The version is the same wherever it is said, and each has its place in the changelog."""

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

from tests.program import Dondoc

ROOT = Path(__file__).parents[2]


def test_the_version_installed_is_the_one_declared_and_the_changelog_begins_with_it(
    tmp_path: Path,
) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert metadata.version("dondoc") == declared
    assert Dondoc(tmp_path).run("--version").stdout == f"Đôn Đốc {declared}\n"
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert versions[0] == declared


def test_every_migration_belongs_to_a_version(tmp_path: Path) -> None:
    """Those of this version are entered when it is released; until then they may change."""
    released = json.loads((ROOT / "tests/migrations/released.json").read_text("utf-8"))
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert set(released) <= set(versions)
    listed = [name for steps in released.values() for name in steps]
    stored = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("0*.py"))
    assert stored[: len(listed)] == sorted(listed)
