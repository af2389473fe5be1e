"""A demonstration of the shipped settings whose clock a test sets."""

from datetime import datetime
from pathlib import Path

from dondoc.setup.demonstration import CLOCK, DemonstrationFile, Named, write
from language.zone import ZONE
from models.clock import SimulatedClock
from tests.offices import D2024

SAID = DemonstrationFile(
    office=Named(name="Văn phòng HĐND và UBND huyện Sơn Dương", body="van-phong"),
    directives=[D2024],
)


def stand(state: Path, when: str, said: DemonstrationFile = SAID) -> Path:
    """Let it be the local instant `when` in the demonstration in `state`; return its settings."""
    clock = state / CLOCK
    clock.unlink(missing_ok=True)
    SimulatedClock(clock).stand(datetime.fromisoformat(when).replace(tzinfo=ZONE))
    made = write(state, said)
    assert made.file is not None
    return made.file
