"""`python -m tests.flows.up_for_test CONFIG`: up on a demonstration, as the command does it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from dondoc.running.up import Doors, up
from dondoc.setup.demonstration import CLOCK, demonstration_of
from dondoc.setup.loading import load
from dondoc.setup.wiring import open_office
from models.clock import SimulatedClock

BEGIN = datetime(2024, 4, 25, 23, 55, tzinfo=UTC)


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(config: Path) -> None:
    """Stand a new simulation at its beginning and go on until told to stop."""
    settings = demonstration_of(load(config))
    SimulatedClock(settings.state_folder / CLOCK).stand(BEGIN)
    office = open_office(settings)
    try:
        up(office, Doors(lambda: None, say))
    finally:
        office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
