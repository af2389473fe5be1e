"""Privacy on disk: what the office keeps is for its own account alone; what it hands out is not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

# What no file of the office's may grant: anything to the group or to others.
OTHERS = stat.S_IRWXG | stat.S_IRWXO
_usual: list[int] = []


def keep_private() -> None:
    """Let every file and folder made from here on be for its owner alone (0600, 0700)."""
    before = os.umask(OTHERS)
    if not _usual:
        _usual.append(before)


def hand_out(file: Path) -> None:
    """Let `file`, which a person asked for, be read by whom the person's own files are."""
    if _usual:
        file.chmod(0o666 & ~_usual[0])


def open_to_others(path: Path) -> bool:
    """Say whether others than its owner may read, change or enter `path`."""
    return bool(path.stat().st_mode & OTHERS)


def lying_open(state: Path) -> Iterator[Path]:
    """Yield what others can reach of the state folder: itself, or, in an open one, its files."""
    if not open_to_others(state):
        return
    yield state
    yield from (one for one in sorted(state.iterdir()) if open_to_others(one))
