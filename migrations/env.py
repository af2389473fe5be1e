"""How Alembic reaches the database: the caller hands over an engine.

It may hand over a check as well, called in the transaction of the steps before it is committed.
"""

from alembic import context
from sqlalchemy import Engine

from models import whole

# One who migrates at a time; whoever comes second finds it done. Any number of our own.
_LOCK = 7_226_001

engine: Engine = context.config.attributes["engine"]
check = context.config.attributes.get("check")
one = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
with one as connection, connection.begin():
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    context.configure(
        connection=connection,
        target_metadata=whole().metadata,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if check is not None:
        check(connection)
