"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is in order, and what was seen."""

    name: str
    ok: bool
    said: str
