"""Which settings file a run was given; chosen before any command is loaded."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dondoc.setup.settings import LocatedSettings

DEFAULT_CONFIG = "config.yaml"
_chosen: list[Path] = []


def choose(config: Path | None) -> None:
    """Remember the settings file of this run: --config, DONDOC_CONFIG, or ./config.yaml."""
    _chosen[:] = [config or Path(os.environ.get("DONDOC_CONFIG", DEFAULT_CONFIG))]


def config_file() -> Path:
    """Return the settings file of this run."""
    return _chosen[0] if _chosen else Path(DEFAULT_CONFIG)


def settings() -> LocatedSettings:
    """Read the settings of this run."""
    # A list of commands needs none.
    from dondoc.setup.loading import load

    return load(config_file())
