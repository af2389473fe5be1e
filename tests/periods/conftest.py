"""Offices that follow the small directives of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from rules.meaning.engine import PolicyEngine
from rules.rulebook import load
from tests.offices import Scene, scene
from tests.periods.offices import BY_THE_HOUR, CROSSING, OWN_MONTH, QUARTER, rules_folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return rules_folder(tmp_path)


@pytest.fixture
def crossing(sqlite: Engine, policies: PolicyEngine, home: Path, tmp_path: Path) -> Iterator[Scene]:
    with scene(sqlite, load(home), policies, tmp_path, [CROSSING]) as made:
        yield made


@pytest.fixture
def quarterly(
    sqlite: Engine, policies: PolicyEngine, home: Path, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, load(home), policies, tmp_path, [QUARTER]) as made:
        yield made


@pytest.fixture
def own_month(
    sqlite: Engine, policies: PolicyEngine, home: Path, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, load(home), policies, tmp_path, [OWN_MONTH]) as made:
        yield made


@pytest.fixture
def by_the_hour(
    sqlite: Engine, policies: PolicyEngine, home: Path, tmp_path: Path
) -> Iterator[Scene]:
    with scene(sqlite, load(home), policies, tmp_path, [BY_THE_HOUR]) as made:
        yield made
