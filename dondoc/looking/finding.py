"""What the doctor says of one thing."""

from dataclasses import dataclass

from dondoc.looking.alarms import alarm_of


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is in order, and what was seen."""

    name: str
    ok: bool
    said: str

    @property
    def receiver(self) -> str:
        """Return who has to act where it is not in order."""
        return alarm_of(self.name).receiver
