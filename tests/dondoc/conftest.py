"""Scenes: an office on SQLite, or on each database where the database matters."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.few import few_of
from tests.offices import Scene, scene


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The rules of an office with few communes; a module that needs all of them overrides it."""
    return few_of(whole)


@pytest.fixture
def rules(request: pytest.FixtureRequest, rulebook: Rulebook, whole: Rulebook) -> Rulebook:
    """What the office of a test works by: those of all communes where it is marked `whole`."""
    return whole if request.node.get_closest_marker("whole") else rulebook


@pytest.fixture
def office(
    sqlite: Engine, rules: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, rules, policies, tmp_path) as made:
        yield made


@pytest.fixture
def any_office(
    database: Engine, rules: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(database, rules, policies, tmp_path) as made:
        yield made


@pytest.fixture
def office_with(
    sqlite: Engine, rules: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Callable[..., Scene]]:
    """Make an office with other directives, contacts or release."""
    with ExitStack() as stack:

        def make(**more: Any) -> Scene:
            return stack.enter_context(scene(sqlite, rules, policies, tmp_path, **more))

        yield make


@pytest.fixture
def pg_office(
    postgres_url: str, whole: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office on PostgreSQL, for what SQLite's one writer cannot meet."""
    engine = open_engine(postgres_url)
    with scene(engine, whole, policies, tmp_path) as made:
        yield made
    engine.dispose()
