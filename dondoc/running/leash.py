"""The leash: whatever becomes of the one who runs everything, nothing it started outlives it.

`python -m dondoc.running.leash` reads from its input which processes there are, the last line
holds. The input ends when its other end is let go: at a stop in good order, when nothing is left to
be ended, and whenever the holder dies, kill -9 or not. What is named then is killed at once, with
all that it started: it may send nothing more that nobody looks after.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict

from dondoc.running.children import Mark, kill_whole


class Leash:
    """Holds the children of this process; letting go of it ends those it was told of last."""

    def __init__(self) -> None:
        """Start the watcher."""
        self._watcher = subprocess.Popen(
            (sys.executable, "-m", "dondoc.running.leash"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            # Neither Ctrl-C nor a terminal that closes reaches it.
            start_new_session=True,
        )

    def hold(self, marks: Iterable[Mark]) -> None:
        """Name the children there are now; a watcher that was killed holds nothing."""
        line = json.dumps([asdict(mark) for mark in marks])
        try:
            assert self._watcher.stdin is not None  # noqa: S101 - it was asked for
            self._watcher.stdin.write(line + "\n")
            self._watcher.stdin.flush()
        except BrokenPipeError:
            return

    def let_go(self) -> None:
        """End the watcher, and what it was told of last."""
        self._watcher.communicate()


def main() -> None:
    """Wait until the holder lets go, then kill what was named last."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    last = "[]"
    for line in sys.stdin:
        # A line that its writer did not finish names nobody.
        last = line if line.endswith("\n") else last
    for mark in json.loads(last):
        kill_whole(Mark(**mark))


if __name__ == "__main__":
    main()
