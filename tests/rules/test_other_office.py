"""Nothing that is shipped for all knows one office: its dispatches, its bodies, its level."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from language.naming import UNITS
from rules.cases import run_cases
from rules.rulebook import HOME, load
from tests.other_office import other_office
from tests.rules.small_directive import rulebook
from tests.sources import nodes, parsed

REPOSITORY = HOME.parent
PROGRAM = ("dondoc", "flows", "models", "notifications", "language", "rules")
# What every office copies as it is; bodies, directives and letterheads are an office's own.
FOR_ALL = ("policies", "routing", "calendars")
# (file, word) → what the same word means there.
OTHERWISE = {
    **dict.fromkeys(
        (
            ("rules/meaning/list_titles.py", "commune"),
            ("dondoc/people/placing.py", "commune"),
            ("dondoc/people/reading/parting.py", "commune"),
            ("dondoc/people/reading/person.py", "commune"),
            ("dondoc/people/reading/rows.py", "commune"),
        ),
        "what a column of a list holds: where somebody lives, of whatever kind of body",
    ),
    **dict.fromkeys(
        (
            ("dondoc/desk/committee.py", "committee"),
            ("dondoc/cli/contents.py", "committee"),
            ("dondoc/cli/inspections.py", "committee"),
        ),
        "a command, and a key that machines are promised: any body whose members are decided on",
    ),
}
LEVEL = r"huyện|(?<!đơn vị )cấp xã|xã, thị trấn|Sơn Dương|Tuyên Quang|sonduong|tuyenquang"
# The words of administrative units in general, with which names of bodies begin.


def test_the_rules_of_another_office_hold(tmp_path: Path) -> None:
    found = load(other_office(tmp_path))
    assert run_cases(found, found.directives["kien-tan-2026"]) == []


def test_without_the_shipped_dispatches_nothing_is_broken(tmp_path: Path) -> None:
    rules, own = tmp_path / "rules", other_office(tmp_path / "own") / "directives"
    shutil.copytree(HOME, rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.rmtree(rules / "directives")
    shutil.copytree(own, rules / "directives")
    file = rules / "directives" / "kien-tan-2026" / "directive.yaml"
    text = file.read_text("utf-8").replace("so-y-te", "bhxh-huyen")
    file.write_text(text.replace("ubnd-tinh", "ubnd-huyen"), "utf-8")
    assert set(load(rules).directives) == {"kien-tan-2026"}


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """What is said, read once: the tests only look through it."""
    return list(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    """Yield what is said in the program and in the rules for all, with its file and line."""
    for folder in PROGRAM:
        for file in sorted((REPOSITORY / folder).rglob("*.py")):
            yield from _literals(file)
    for file in sorted((REPOSITORY / "notifications" / "templates").glob("*.j2")):
        yield file.name, file.read_text("utf-8")
    for part in FOR_ALL:
        for file in sorted((HOME / part).glob("*.yaml")):
            yield f"{part}/{file.name}", _said(file)


def _literals(file: Path) -> Iterator[tuple[str, str]]:
    tree = parsed(file)
    comments = {
        id(node.value)
        for node in nodes(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes(tree):
        if id(node) in comments or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield f"{file.relative_to(REPOSITORY)}:{node.lineno}", node.value


def _said(file: Path) -> str:
    """Return the content of a rule file; citations of law stand in calendars."""
    return yaml.safe_dump(yaml.safe_load(file.read_text("utf-8")), allow_unicode=True, width=1000)


def named() -> str:
    """Return the expression of the ids of dispatches, bodies and their kinds that are shipped."""
    book = rulebook()
    uids = [body.uid for body in book.bodies.all()]
    kinds = "|".join({*book.bodies.kinds} - {"office"})
    known = "|".join(map(re.escape, (*book.directives, *uids)))
    return rf"(?<![\w-])(?:{known})(?![\w-])|^(?:{kinds})$"


@pytest.mark.parametrize("what", [named(), LEVEL], ids=["names", "levels"])
def test_the_program_and_what_is_shipped_for_all_know_no_office(
    texts: list[tuple[str, str]], what: str
) -> None:
    found = {
        f"{where}: {match[0]}"
        for where, text in texts
        if text != UNITS
        for match in re.finditer(what, text)
        if (where.partition(":")[0], match[0]) not in OTHERWISE
    }
    assert found == set()
