"""From a file of settings to what it describes: an office, or a demonstration."""

from pathlib import Path

from dondoc.setup.demonstration import FILE, demonstration
from dondoc.setup.settings import LocatedSettings, read_settings
from rules.files.source import read


def load(path: Path) -> LocatedSettings:
    """Read the file of settings at `path`.

    Raises:
        rules.errors.RuleError: with file, line, key and reason of every wrong setting.
    """
    source = read(path)
    return demonstration(source, path) if path.name == FILE else read_settings(source, path)
