"""A glance at the database before anything is loaded: is there anything to do at all?

Whoever has done everything writes down how far the trail had come, and until when nothing can come
of itself (`dondoc.day.quiet`). While the trail stands where it stood and that instant is ahead,
nothing is to be done: nothing that matters changes without an entry. One query, by the driver
alone and by the database's clock; whatever is unusual means that there may be something to do.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from dondoc.setup.places import database_url, place_of, stamp_of, state_folder, worker_name

# What tells the instant as an instant is stored (models.instant), and what marks a parameter.
_DRIVERS = {"sqlite": ("strftime('%Y-%m-%d %H:%M:%f', 'now')", "?"), "postgresql": ("now()", "%s")}
_QUERY = (
    "SELECT quiet_stamp, quiet_until > {now} AND quiet_entries = "
    "(SELECT max(seq) FROM entry) FROM worker WHERE name = {mark}"
)
_SEEN = "UPDATE worker SET seen_at = {now}, told_at = NULL WHERE name = {mark}"
# How long a database that is busy or does not answer is waited for, in seconds.
_PATIENCE = 5


def nothing_to_do(config: Path, source: str) -> bool:
    """Say whether nothing is to be done now, and note that one looked.

    Args:
        config: the office's settings file.
        source: by which way it is ticked.
    """
    try:
        settings = _top(config)
        state = state_folder(config.resolve().parent, settings.get("state", "var"))
        url = database_url(state, settings.get("database"))
        now, mark = _DRIVERS[url.partition(":")[0].partition("+")[0]]
        name = worker_name(source, place_of(config))
        connection = _connect(url)
        try:
            cursor = connection.cursor()
            cursor.execute(_QUERY.format(now=now, mark=mark), (name,))
            found = cursor.fetchone()
            if found is None or not found[1] or found[0] != stamp_of(config):
                return False
            cursor.execute(_SEEN.format(now=now, mark=mark), (name,))
            connection.commit()
            return True
        finally:
            connection.close()
    except Exception:
        # The program itself says what is wrong, or does what there is.
        return False


def _top(config: Path) -> dict[str, Any]:
    """Return the settings, for the words that say where things lie; the program checks them."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(config.read_bytes(), loader)  # noqa: S506 - a safe loader
    return found


def _connect(url: str) -> Any:
    kind, _, rest = url.partition("://")
    if kind == "sqlite":
        import sqlite3

        # None is made where there is none.
        file = f"file:{quote(rest.removeprefix('/'))}?mode=rw"
        return sqlite3.connect(file, timeout=_PATIENCE, uri=True)
    import psycopg

    return psycopg.connect(f"postgresql://{rest}", connect_timeout=_PATIENCE)
