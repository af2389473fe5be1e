"""The checklists name files and tests that there are, one list for each kind of change."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.S))))
PATHS = [said for said in QUOTED if re.fullmatch(r"[\w./-]+/[\w./-]*|[\w./-]+\.(md|yaml)", said)]
TESTS = [said for said in QUOTED if "::" in said]
# Parts of a directive's folder, written without it.
_BELOW = {"directive.yaml": "rules/directives/son-duong-bhyt-2024", "cases.yaml": None}
CHECKLISTS = (
    *("form", "directive", "body kind", "known step", "step", "document kind", "state"),
    *("event kind", "right", "act", "channel", "column of an import", "migration", "page"),
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_named_is_there(path: str) -> None:
    below = _BELOW.get(path, "") or ("" if path not in _BELOW else _BELOW["directive.yaml"])
    assert path == "var/demo" or (ROOT / below / path).exists()  # the simulation makes that one


@pytest.mark.parametrize("test", TESTS)
def test_a_test_that_is_named_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_kind_of_change_has_its_checklist_with_a_test_that_sees_it() -> None:
    lists = dict(re.findall(r"^### (?:A|An) (.+?)\n(.*?)(?=^### |\Z)", PAGE, re.M | re.S))
    assert tuple(sorted(lists)) == tuple(sorted(CHECKLISTS))
    assert [kind for kind, text in lists.items() if "::test_" not in text] == []


def test_the_page_is_found_from_the_first_one() -> None:
    assert "(CONTRIBUTING.md)" in (ROOT / "README.md").read_text("utf-8")


def test_something_is_looked_at() -> None:
    assert len(PATHS) > 25
    assert len(TESTS) >= len(CHECKLISTS)
