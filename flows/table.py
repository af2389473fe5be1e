"""What a sweep did, as one row of a table."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime

Row = dict[str, str | int]


def row(at: datetime, outcome: object) -> Row:
    """Return the local time `at` and every count that `outcome` (a dataclass) holds."""
    return {"at": at.isoformat(timespec="minutes")} | dict(_counts(outcome))


def _counts(outcome: object) -> Iterator[tuple[str, int]]:
    if not is_dataclass(outcome):
        return
    for each in fields(outcome):
        value = getattr(outcome, each.name)
        if isinstance(value, int):
            yield each.name, value
        else:
            yield from _counts(value)
