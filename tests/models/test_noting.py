"""What a transaction does to a row is noted, on either database, whoever did it."""

import pytest
from sqlalchemy import text

from dondoc.setup.database import open_engine
from models.proof import proven_tables


@pytest.mark.postgres
def test_postgresql_notes_every_proven_column(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    query = text("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'noted_%'")
    with engine.connect() as connection:
        sources = dict(connection.execute(query).all())
    engine.dispose()
    for proven in proven_tables():
        assert {f"noted_{proven.name}_insert", f"noted_{proven.name}_delete"} <= sources.keys()
        for column in proven.columns:
            assert f"THEN '{column}' END" in sources[f"noted_{proven.name}_update"]
