"""When a day's work begins: local dates turned into instants."""

from datetime import UTC, date, datetime, time

from rules.calendar import ZONE


def morning(on: date, at: time) -> datetime:
    """Return the UTC instant of the local time `at` on the local date `on`."""
    return datetime.combine(on, at, tzinfo=ZONE).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """Return `instant` as local time, for whatever an office reads."""
    return instant.astimezone(ZONE)
