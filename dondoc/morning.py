"""When a day's work begins: local dates turned into instants."""

from datetime import UTC, date, datetime, time

from rules.meaning.calendar import ZONE


def morning(on: date, at: time) -> datetime:
    """Return the UTC instant of the local time `at` on the local date `on`."""
    return datetime.combine(on, at, tzinfo=ZONE).astimezone(UTC)


def written(on: date) -> str:
    """Return a date as an office writes it: 05/5/2024, a zero before months 1 and 2 only."""
    return (
        f"{on.day:02d}/{on.month:02d}/{on.year}" if on.month <= 2 else f"{on.day:02d}/{on:%-m/%Y}"
    )


def local(instant: datetime) -> datetime:
    """Return `instant` as local time, for whatever an office reads."""
    return instant.astimezone(ZONE)
