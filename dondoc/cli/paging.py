"""Long lists: a person gets a page of them and how the next is asked for, a machine all of them.

A page begins after a line, not at a number: what comes in meanwhile moves nothing on it.
"""

import typer

from dondoc.cli.output import LARGEST, say
from language.numbers import grouped

# What a person is shown at once.
ROWS = 100
PageOption = typer.Option(
    None,
    "--page",
    min=1,
    max=LARGEST,
    help=f"Mỗi trang bao nhiêu dòng (mặc định {ROWS}; --json: mọi dòng).",
)
AfterOption = typer.Option(
    None, "--after", min=0, max=LARGEST, help="Các dòng sau dòng mang số này."
)


def say_rest(rest: int, after: int) -> None:
    """Say how many lines are left after the one numbered `after`, and how they are asked for."""
    if rest > 0:
        say(f"Còn {grouped(rest)} dòng nữa; xem tiếp: thêm --after {after}")
