"""An empty database of each kind, without any schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_on_server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dondoc.sqlite'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"e{abs(hash(request.node.nodeid))}"
    run_on_server(server, f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    run_on_server(server, f"DROP DATABASE {name} WITH (FORCE)")
