"""Frozen databases of earlier versions, put into a database of their own."""

import gzip
import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import Engine, make_url

from dondoc.setup.database import open_engine

FROZEN = Path(__file__).parent / "frozen"
NAMES = sorted({file.name.split(".")[0] for file in FROZEN.glob("*.sql.gz")})


def restore(name: str, url: str) -> Engine:
    """Put the frozen database `name` into the empty one at `url`; return an engine for it."""
    dialect = make_url(url).get_backend_name()
    script = gzip.decompress((FROZEN / f"{name}.{dialect}.sql.gz").read_bytes()).decode()
    engine = open_engine(url)
    if dialect == "sqlite":
        database = engine.url.database
        assert database is not None
        with sqlite3.connect(database) as raw:
            raw.executescript(script)
        raw.close()
        return engine
    # A connection of its own: pg_dump changes the settings of its session.
    with psycopg.connect(url) as raw:
        raw.execute(script.encode())
    return engine
