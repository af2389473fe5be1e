"""Every refusal met in these tests, whatever its input, has the one form that is promised."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rules.errors import Problem

# FILE:LINE: path.to.key: what; allowed: … — a policy built without a file has no name for it.
FORM = re.compile(r".*:[1-9][0-9]*: [^:\s][^:]*: \S.*; allowed: \S.*", re.DOTALL)
# What pydantic says by itself is no plain word for a clerk.
RAW = re.compile(r"Input should|should match pattern|should have at least|\[type=|pydantic")


@pytest.fixture(autouse=True)
def _every_problem_has_its_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold each problem that a test provokes against the form, those it does not look at too."""
    made: list[Problem] = []
    build = Problem.__init__

    def recorded(self: Problem, *given: Any, **named: Any) -> None:
        build(self, *given, **named)
        made.append(self)

    monkeypatch.setattr(Problem, "__init__", recorded)
    yield
    said = [str(problem) for problem in made]
    assert [line for line in said if not FORM.fullmatch(line)] == []
    assert [line for line in said if RAW.search(line)] == []
