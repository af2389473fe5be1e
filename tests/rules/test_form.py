"""Whatever stands in a place of a rule file, it is taken or refused in the one promised form.

The form itself is held by the fixture in conftest.py, as for every other test of the rules.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import Problem, RuleError
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, validate
from rules.reading.case_file import read_cases
from rules.reading.directive_shape import DirectiveShape
from rules.reading.form_file import read_form
from rules.reading.policy_file import read_policies
from rules.reading.routing_file import read_routes
from rules.rulebook import HOME
from tests.rules.conftest import FORM, RAW
from tests.rules.small_directive import write_directive

JUNK: tuple[Any, ...] = (
    "", " ", "Không rõ!", 0, -1, 32, 2.5, True, date(2024, 5, 5), [], [[]], {}, {"Lạ": 1}
)  # fmt: skip
D2024 = HOME / "directives" / "son-duong-bhyt-2024"
READERS: dict[str, tuple[Path, Callable[[Source], object]]] = {
    "targets": (HOME / "policies" / "targets.yaml", read_policies),
    "checks": (HOME / "policies" / "report-checks.yaml", read_policies),
    "routes": (HOME / "routing" / "duong-gui.yaml", read_routes),
    "cases": (D2024 / "cases.yaml", read_cases),
}


def places(data: object, at: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield every key of `data`; of a list its first two items speak for the rest."""
    if at:
        yield at
    if isinstance(data, dict):
        for key, below in data.items():
            yield from places(below, (*at, key))
    elif isinstance(data, list):
        for index, below in enumerate(data[:2]):
            yield from places(below, (*at, index))


def spoiled(source: Source) -> Iterator[Source]:
    """Yield `source` with one place spoiled after the other, in every way, and left out."""
    for path in places(source.data):
        for junk in (*JUNK, None):
            data: Any = deepcopy(source.data)
            here = data
            for part in path[:-1]:
                here = here[part]
            if junk is None:
                del here[path[-1]]
            else:
                here[path[-1]] = junk
            yield replace(source, data=data)


def refusals(source: Source, reader: Callable[[Source], object]) -> Iterator[Problem]:
    for wrong in spoiled(source):
        try:
            reader(wrong)
        except RuleError as refused:
            yield from refused.problems


def wrong_form(problems: Iterator[Problem]) -> list[str]:
    said = {str(problem) for problem in problems}
    assert len(said) > 50
    return sorted(line for line in said if not FORM.fullmatch(line) or RAW.search(line))


def test_a_spoiled_directive_is_refused_in_the_one_form(tmp_path: Path) -> None:
    source = read(write_directive(tmp_path) / "directive.yaml")
    assert wrong_form(refusals(source, lambda wrong: validate(wrong, DirectiveShape))) == []


def test_a_spoiled_form_of_reports_is_refused_in_the_one_form() -> None:
    source = read(HOME / "forms" / "ket-qua-ho-so.yaml")
    assert wrong_form(refusals(source, read_form)) == []


@pytest.mark.parametrize("kind", READERS)
def test_any_other_spoiled_file_is_refused_in_the_one_form(kind: str) -> None:
    file, reader = READERS[kind]
    source = read(file)
    first, entries = next(iter(source.data.items()))
    # A few entries of each file have all its keys.
    few = dict(list(entries.items())[:3]) if isinstance(entries, dict) else entries
    assert wrong_form(refusals(replace(source, data={first: few}), reader)) == []


@pytest.mark.parametrize(
    ("problem", "keeps"),
    [
        (Problem("a.yaml", 3, "duties.x", "unknown key", "y, z"), True),
        (Problem("a.yaml", 1, "(file)", "the file is empty", "text"), True),
        (Problem("a.yaml", 3, "duties.x", "unknown key"), False),
        (Problem("a.yaml", 3, "", "unknown key", "y"), False),
    ],
)
def test_the_form_is_one_that_can_be_missed(problem: Problem, keeps: bool) -> None:
    assert bool(FORM.fullmatch(str(problem))) is keeps
