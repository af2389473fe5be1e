"""What a benchmark is told, and what it tells on the way to its table."""

import sys
import time
from argparse import ArgumentParser


def asking(about: str | None) -> ArgumentParser:
    """Return the parser of a benchmark that says `about` of itself; each has a tiny form."""
    parser = ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--tiny", action="store_true", help="only show that it still runs")
    return parser


def say(what: str) -> None:
    """Tell a person who watches what is going on; elsewhere only complaints go to stderr."""
    if sys.stderr.isatty():
        print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)
