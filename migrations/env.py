"""How Alembic reaches the database: the caller hands over an engine."""

from alembic import context
from sqlalchemy import Engine

from models import Base

engine: Engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
