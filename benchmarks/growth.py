"""How the commands grow with the office: processor, clock and memory at 31, 300 and 3,321 communes.

Run `python -m benchmarks.growth [SIZES …] [--sqlite | --postgres] [--keep FOLDER] [--only WORD]`:
both databases, where neither is named; sweep, status and board at a country's 10,599 too. Each
office has lived through five rounds of a monthly report, consolidated (`benchmarks.province`);
each command is a process of its own, as a person runs it. Beside each size stands how many times
the smallest office's processor that is; the exponent is that of the processor in the number of
communes, between the two largest. A start that is not the database's (the rules of so many bodies
read) is the line `duties`. What was promised is exceeded where "missed" stands.
"""

import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.country import communes_of
from benchmarks.province import DIRECTIVE, DUE, LOOKED, Province, found, live, mornings
from benchmarks.store import PostgresStore, serving
from benchmarks.told import asking, say

SIZES, TINY = (31, 300, 3_321, 10_599), (2, 4)
# Up to so many communes the goals hold; beyond, only what a country's office runs is run.
PROVINCE = 3_321
_NOW = LOOKED.isoformat()
_ROUND = (DIRECTIVE, "--due", DUE)


@dataclass(frozen=True)
class Command:
    """What is run; its goals in seconds of processor and in MB, None where none was set.

    `country`: also at the size of a country.
    """

    name: str
    arguments: tuple[str, ...]
    seconds: float | None = 2.0
    megabytes: int | None = None
    country: bool = False


COMMANDS = (
    Command("duties", ("duties", DIRECTIVE), None),
    Command("status", ("status",), country=True),
    Command("status --per body", ("status", "--per", "body"), country=True),
    Command("the same, all, json", ("status", "--per", "body", "--json"), None),
    Command("notices", ("notices",)),
    Command("the same, all, json", ("notices", "--json"), None),
    Command("board", ("board", "--now", _NOW), country=True),
    Command("consolidation", ("consolidation", *_ROUND)),
    Command("the same, json", ("consolidation", *_ROUND, "--json"), None),
    Command(
        "document consolidation",
        ("document", "consolidation", *_ROUND, "--force", "--out", "{out}"),
        None,
        300,
    ),
    Command("sweep, nothing due", ("sweep", "--now", "{next}"), None, country=True),
)


# A child counts as its own the memory that its parent held when it was made: a small process
# between the two keeps ours out of the figure.
_LAUNCHER = """
import os, subprocess, sys, time
begin = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, code, used = os.wait4(child.pid, 0)
clock = time.perf_counter() - begin
print(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)
os._exit(sys.stdout.flush() or os.waitstatus_to_exitcode(code))
"""


@dataclass(frozen=True)
class Taken:
    """What one run of a command took: seconds of processor and of the clock, and MB at its peak."""

    processor: float
    clock: float
    megabytes: float


def run(province: Province, command: Command) -> Taken:
    """Run it on the office as a process of its own; exits with its complaint where it fails."""
    out = province.config.parent / "out"
    said = [one.format(out=out, next=_NOW) for one in command.arguments]
    return launched(
        [sys.executable, "-m", "dondoc", *said], command.name, DONDOC_CONFIG=str(province.config)
    )


def launched(command: Sequence[str], name: str = "", **environment: str) -> Taken:
    """Run a command as a process of its own; exits with its complaint, `name` before it."""
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    return Taken(*map(float, done.stdout.split()))


@contextmanager
def offices(folder: Path, sizes: Sequence[int], postgres: bool) -> Iterator[list[Province]]:
    """Yield an office of each size below `folder`; those that lie there already are taken."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(folder)) if postgres else None
        yield [_office(folder, size, server) for size in sizes]


def _office(folder: Path, size: int, server: str | None) -> Province:
    name = f"office_{size}{'_postgres' if server else ''}"
    config = folder / name / "config.yaml"
    if config.exists():
        return Province(config, size)
    say(f"{name}: living through its rounds")
    url = None
    if server:
        url = PostgresStore(server, name).create().url.render_as_string(hide_password=False)
    province = found(folder / name, communes_of(size, None), url)
    live(province, list(mornings()))
    return province


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Return how fast it grows between two (communes, seconds): 1 is in proportion."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def row(command: Command, sizes: Sequence[int], taken: Sequence[Taken]) -> str:
    """Return the line of one command over the offices of `sizes`, the last of which may lack."""
    cells = "".join(
        f"{one.processor:>8.2f}{one.clock:>7.2f}{one.megabytes:>6.0f}"
        f"{one.processor / taken[0].processor:>7.1f}"
        for one in taken
    )
    points = [*zip(sizes, (one.processor for one in taken), strict=False)]
    grown = f"{exponent(*points[-2:]):>6.2f}" if len(points) > 1 else ""
    judged = [one for size, one in zip(sizes, taken, strict=False) if size <= PROVINCE]
    slow = command.seconds is not None and any(one.processor > command.seconds for one in judged)
    fat = command.megabytes is not None and any(one.megabytes > command.megabytes for one in judged)
    missed = "  missed" if slow or fat else ""
    return f"{command.name:24}{cells:{len(_FOUR) * len(sizes)}}{grown}{missed}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of communes")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--sqlite", action="store_true", help="SQLite alone")
    only.add_argument("--postgres", action="store_true", help="PostgreSQL alone")
    parser.add_argument("--keep", type=Path, help="make the offices here, or take those that are")
    parser.add_argument("--only", default="", help="only commands whose name holds this")
    asked = parser.parse_args(arguments)
    sizes = sorted(asked.sizes or (TINY if asked.tiny else SIZES))
    commands = [one for one in COMMANDS if asked.only in one.name]
    if asked.tiny:
        commands = [one for one in commands if one.name in _SHOWN]
    # The tiny form shows that it runs.
    both = (False,) if asked.tiny else (False, True)
    for postgres in (asked.postgres,) if asked.sqlite or asked.postgres else both:
        with (
            TemporaryDirectory(prefix="dondoc-growth-") as made,
            offices(asked.keep or Path(made), sizes, postgres) as provinces,
        ):
            table("PostgreSQL" if postgres else "SQLite", commands, provinces)


def table(title: str, commands: Sequence[Command], provinces: Sequence[Province]) -> None:
    """Print what each of `commands` takes in each of `provinces`."""
    sizes = [province.communes for province in provinces]
    print(title)
    print(f"{'communes':24}" + "".join(f"{size:>28,}" for size in sizes))
    print(f"{'':24}{_FOUR * len(sizes)}   exp")
    for command in commands:
        taken = [
            run(province, command)
            for province in provinces
            if command.country or province.communes <= PROVINCE
        ]
        if taken:
            print(row(command, sizes, taken), flush=True)


# Over each office's cells.
_FOUR = f"{'cpu s':>8}{'clock':>7}{'MB':>6}{'ratio':>7}"
# What the tiny form runs: one that reads rows, one that reads a round.
_SHOWN = ("status --per body", "consolidation")


if __name__ == "__main__":
    main()
