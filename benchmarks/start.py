"""What a command costs before it does anything, in seconds of processor.

Run `python -m benchmarks.start [TIMES]`; the least of so many starts counts. Beside each stands how
many times the interpreter's own start that is, in the same run: between machines compare that.
Goals: 0.4 s without the database, 0.8 s with it; the table says which are missed. The office has
a key, so that its rules are kept (rules/kept.py); `first` is what the same costs before it has one.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.told import asking

TIMES = 5
DIRECTIVE = "son-duong-bhyt-2024"
BARE = ("-c", "pass")
# What is asked → its goal in seconds of processor.
GOALS = {
    ("--help",): 0.4,
    ("check",): 0.4,
    ("duties", DIRECTIVE): 0.4,
    ("status",): 0.8,
    ("notices",): 0.8,
    ("board",): 0.8,
    ("doctor",): 0.8,
    ("simulate", DIRECTIVE, "--from", "2024-05-02", "--to", "2024-05-02"): 0.8,
}


def processor(arguments: Sequence[str], state: str, times: int) -> float:
    """Return the least seconds of processor that a start of Python with `arguments` took."""
    return min(_once(arguments, state) for _ in range(times))


def _once(arguments: Sequence[str], state: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "DONDOC_STATE": state},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # `doctor` of an office that was never swept finds something.
        check="doctor" not in arguments,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("times", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    times = asked.times or (1 if asked.tiny else TIMES)
    goals = dict(list(GOALS.items())[:1]) if asked.tiny else GOALS
    with tempfile.TemporaryDirectory() as state:
        bare = processor(BARE, state, times)
        print(f"{'':10}{'s':>7}{'× bare':>8}{'goal':>6}\n{'bare':10}{bare:>7.3f}{1:>8}")
        first = processor(("-m", "dondoc", "check"), state, times)
        print(f"{'first':10}{first:>7.3f}{first / bare:>8.0f}")
        _once(("-m", "dondoc", "audit", "key"), state)
        for command, goal in goals.items():
            _once(("-m", "dondoc", *command), state)
            took = processor(("-m", "dondoc", *command), state, times)
            said = "" if took <= goal else "  missed"
            print(f"{command[0]:10}{took:>7.3f}{took / bare:>8.0f}{goal:>6}{said}")


if __name__ == "__main__":
    main()
