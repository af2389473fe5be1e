"""Which settings file a run was given; chosen before any command is loaded."""

import os
from pathlib import Path

DEFAULT_CONFIG = "config.yaml"
_chosen: list[Path] = []


def choose(config: Path | None) -> None:
    """Remember the settings file of this run: --config, DONDOC_CONFIG, or ./config.yaml."""
    _chosen[:] = [config or Path(os.environ.get("DONDOC_CONFIG", DEFAULT_CONFIG))]


def config_file() -> Path:
    """Return the settings file of this run."""
    return _chosen[0] if _chosen else Path(DEFAULT_CONFIG)
