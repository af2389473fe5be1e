"""Local time in Việt Nam: the day a moment belongs to, the moment a day begins."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# From this instant on is late what has no term: it never comes.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def local(instant: datetime) -> datetime:
    """Return `instant` as local time, for whatever an office reads."""
    return instant.astimezone(ZONE)


def local_date(instant: datetime) -> date:
    """The local day of an aware `instant`; a day ends at 24:00.

    Raises: ValueError for a naive instant.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone")
    return instant.astimezone(ZONE).date()


def morning(on: date, at: time) -> datetime:
    """Return the UTC instant of the local time `at` on the local date `on`."""
    return datetime.combine(on, at, tzinfo=ZONE).astimezone(UTC)


def last_morning(before: datetime, at: time) -> datetime:
    """Return the last instant up to `before` (aware) at which it was `at` o'clock locally (UTC)."""
    today = local_date(before)
    found = morning(today, at)
    return found if found <= before else morning(today - timedelta(days=1), at)


def next_morning(after: datetime, at: time) -> datetime:
    """Return the first instant later than `after` (aware) at which it is `at` o'clock (UTC)."""
    return morning(local_date(last_morning(after, at)) + timedelta(days=1), at)


def day_after(instant: datetime) -> date:
    """Return the first local day that begins at the aware `instant` or later."""
    at = local(instant)
    return at.date() + timedelta(days=at.time() != time())


def local_midnight(day: date) -> datetime:
    """The instant (aware, UTC) at which the local `day` begins."""
    return morning(day, time())
