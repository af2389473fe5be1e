"""How long after something befell data of persons it has to be reported, to whom, by which text.

Declared in `rules/people/su-co.yaml`, read by `rules.reading.incident_file`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class IncidentTerm:
    """Within so many hours of finding it, `to` whom, by which text; `assumed`: what is not sure."""

    hours: int
    to: str
    basis: str
    assumed: str = ""

    def latest(self, found_at: datetime) -> datetime:
        """Return the last instant at which what was found at `found_at` (aware) is in time.

        Hours of the clock, by day and night, days off among them.
        """
        return found_at + timedelta(hours=self.hours)


NO_TERM = IncidentTerm(0, "", "")
