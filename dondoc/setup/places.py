"""Where an office's things lie, by what its settings and the environment say; loads in no time."""

import os
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from socket import gethostname

# Names the settings file; set by `dondoc up` for its children, else by whoever starts a worker.
CONFIG = "DONDOC_CONFIG"
# By which way an office is ticked.
PREFECT, TIMER, UP, HAND = "prefect", "timer", "up", "hand"
# How many runs one of Prefect's workers has at once: one of each, one of each waiting for its time.
RUNS_AT_ONCE = 4


def state_folder(folder: Path, said: str) -> Path:
    """Return where everything an installation writes lives; DONDOC_STATE wins.

    Args:
        folder: where relative paths start.
        said: `state` of the settings.
    """
    override = os.environ.get("DONDOC_STATE")
    return Path(override) if override else folder / said


def database_url(state: Path, said: str | None) -> str:
    """Return the SQLAlchemy URL: DONDOC_DATABASE, `database` of the settings, SQLite in `state`."""
    override = os.environ.get("DONDOC_DATABASE") or said
    return override or f"sqlite:///{state / 'dondoc.sqlite'}"


def place_of(config: Path) -> str:
    """Return whose program and rules these are: the machine's, by the settings file it has."""
    return f"{gethostname()}:{config.resolve()}"


def worker_name(source: str, place: str) -> str:
    """Return what somebody who ticks by the way `source` at `place` is called."""
    return f"{source}@{place}"


def stamp_of(config: Path) -> str:
    """Return a digest of what decides beside the database whether anything is to be done."""
    said = config.read_bytes() + b"\0" + version().encode()
    return sha256(said).hexdigest()


def version() -> str:
    """Return the version of this program."""
    return metadata.version("dondoc")
