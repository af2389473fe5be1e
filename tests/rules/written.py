"""Rule files written on the spot, for tests that need one of their own."""

from pathlib import Path
from textwrap import dedent

from rules.files.source import Source, read


def write(folder: Path, text: str, name: str = "policies.yaml") -> Path:
    """Write `text`, its common indentation removed, to a file."""
    file = folder / name
    file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return file


def written(folder: Path, text: str, name: str = "policies.yaml") -> Source:
    """Write `text` to a file and read it as a rule file."""
    return read(write(folder, text, name))
