"""Taking the steps a database lacks: what needs Alembic, which is not loaded without need."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

import migrations

Check = Callable[[Connection], None]


def upgrade(engine: Engine, check: Check) -> None:
    """Take every step the database lacks, in one transaction.

    Args:
        check: looks at the outcome before it is committed; what it raises undoes all.
    """
    command.upgrade(config_of(engine, check), "head")


def is_known(engine: Engine, revision: str) -> bool:
    """Say whether `revision` is a step of this version."""
    scripts = ScriptDirectory.from_config(config_of(engine))
    try:
        return scripts.get_revision(revision) is not None
    except CommandError:
        return False


def config_of(engine: Engine, check: Check | None = None) -> Config:
    """Return what Alembic needs to know, as `migrations/env.py` reads it."""
    config = Config()
    folder = Path(migrations.__file__).parent
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["engine"] = engine
    if check is not None:
        config.attributes["check"] = check
    return config
