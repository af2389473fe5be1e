"""Connections to PostgreSQL that wait to be used again."""

import pytest
from sqlalchemy import text

from dondoc.setup.database import open_engine
from tests.conftest import run_on_server


@pytest.mark.postgres
def test_a_connection_whose_server_ended_it_is_replaced_before_it_is_used(
    postgres: str, postgres_url: str
) -> None:
    engine, mine = open_engine(postgres_url), text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        first = connection.scalar(mine)
    with engine.connect() as connection:
        assert connection.scalar(mine) == first
    # Returns when it is gone.
    run_on_server(postgres, f"SELECT pg_terminate_backend({first}, 10000)")
    with engine.connect() as connection:
        assert connection.scalar(mine) not in (first, None)
    engine.dispose()
