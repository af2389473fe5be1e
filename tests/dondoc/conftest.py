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
from tests.offices import Scene, scene


@pytest.fixture
def office(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, rulebook, policies, tmp_path) as made:
        yield made


@pytest.fixture
def any_office(
    database: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(database, rulebook, policies, tmp_path) as made:
        yield made


@pytest.fixture
def office_with(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Callable[..., Scene]]:
    """Make an office with other directives, contacts or release."""
    with ExitStack() as stack:

        def make(**more: Any) -> Scene:
            return stack.enter_context(scene(sqlite, rulebook, policies, tmp_path, **more))

        yield make


@pytest.fixture
def pg_office(
    postgres_url: str, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office on PostgreSQL, for what SQLite's one writer cannot meet."""
    engine = open_engine(postgres_url)
    with scene(engine, rulebook, policies, tmp_path) as made:
        yield made
    engine.dispose()
