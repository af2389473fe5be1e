"""What the first placeholders left out

The first commits of 0.1.0 shipped the steps 0002 to 0004 empty and filled them later. A database
made then says that it took them and has nothing of them: no triggers on the trail, no address book,
no decisions. Each of the three was left out as a whole, so each is taken now where it is lacking.
"""

from importlib import import_module

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables = set(sa.inspect(op.get_bind()).get_table_names())
    if not _trail_refuses():
        _take("0002_trail_append_only")
    if "contact_book" not in tables:
        _take("0003_contacts")
    if "call" not in tables:
        _take("0004_decisions")


def downgrade() -> None:
    """Nothing: what is there now belongs to 0002, 0003 and 0004."""


def _trail_refuses() -> bool:
    postgresql = op.get_bind().dialect.name == "postgresql"
    query = (
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'entry'::regclass AND NOT tgisinternal"
        if postgresql
        else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
    )
    return bool(op.get_bind().exec_driver_sql(query).scalar())


def _take(step: str) -> None:
    import_module(f"migrations.versions.{step}").upgrade()
