"""Which instant a flow run works at."""

from datetime import UTC, datetime, timedelta

# Prefect may start a run about a second before its time; a run asked for by hand may carry a
# time far ahead, which is not ours to jump to.
EARLY = timedelta(minutes=1)


def present(now: datetime, scheduled: datetime | None) -> datetime:
    """Return the instant to work at: `now`, or the scheduled time when that is just ahead.

    Both are aware. A sweep planned for 07:00 that starts at 06:59:59 belongs to 07:00, and one
    for midnight to its own day; a late run works at the present, as catching up does.
    """
    if scheduled is not None and now < scheduled <= now + EARLY:
        return scheduled.astimezone(UTC)
    return now


def run_name(what: str, scheduled: datetime | None) -> str:
    """Return the name of a run as Prefect's pages show it: what and when."""
    return f"{what} {scheduled:%Y-%m-%d %H:%M:%S}" if scheduled else what
