"""A directive lived through before it is switched on, in seconds of processor.

Run `python -m benchmarks.simulate [TIMES]`: `dondoc simulate` of the directive of
`config.yaml` from April to December 2024, 31 communes that stay silent, once on the screen and once
as JSON; the least of so many counts, with the program's start. Beside each stands how many times
the interpreter's own start that is, in the same run: between machines compare that.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.start import BARE, processor
from benchmarks.told import asking
from dondoc.cli.chosen import DEFAULT_CONFIG
from dondoc.setup.loading import load

TIMES, GOAL = 3, 5.0
FIRST, LAST = "2024-04-15", "2024-12-31"


def living(last: str) -> tuple[str, ...]:
    """Return the command that lives through the directive of `config.yaml` up to the day `last`."""
    directive = load(Path(DEFAULT_CONFIG)).settings.directives[0]
    return "simulate", directive, "--from", FIRST, "--to", last


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("times", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    times = asked.times or (1 if asked.tiny else TIMES)
    lived = living(FIRST if asked.tiny else LAST)
    ways = (
        {"json": (*lived, "--json")} if asked.tiny else {"table": lived, "json": (*lived, "--json")}
    )
    with tempfile.TemporaryDirectory() as state:
        bare = processor(BARE, state, times)
        print(f"{'':10}{'s':>7}{'× bare':>8}{'goal':>6}\n{'bare':10}{bare:>7.3f}{1:>8}")
        for name, command in ways.items():
            took = processor(("-m", "dondoc", *command), state, times)
            said = "" if took <= GOAL else "  missed"
            print(f"{name:10}{took:>7.3f}{took / bare:>8.0f}{GOAL:>6.1f}{said}")


if __name__ == "__main__":
    main()
