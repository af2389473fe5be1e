"""A sign of life between processes: a file that one touches and another watches."""

import os
import time
from collections.abc import Callable
from pathlib import Path


class Pulse:
    """The last time something happened, told through a small file.

    The watcher counts by its own monotonic clock from when it saw the file change: neither a
    clock set back nor a file left by an earlier life can look like a sign of life.
    """

    def __init__(self, file: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Watch `file`; `monotonic` counts seconds."""
        self._file = file
        self._monotonic = monotonic
        self._seen = self._stamp()
        self._since: float | None = None

    def beat(self) -> None:
        """Say that it happened now."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        draft.touch()
        draft.replace(self._file)

    def silent_for(self) -> float:
        """Return the seconds since the last beat that this watcher saw; infinite before one."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen, self._since = stamp, self._monotonic()
        return float("inf") if self._since is None else self._monotonic() - self._since

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns
