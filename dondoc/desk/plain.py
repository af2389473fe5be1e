"""Answers as plain data: what the desk says, in the JSON that machines are promised."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from language.zone import ZONE

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def plain(said: object) -> Plain:
    """Return an answer as JSON holds it: instants with +07:00, dates as YYYY-MM-DD.

    A name that Python keeps for itself carries an underscore (`in_`), which JSON does not show.

    Raises:
        TypeError: something in it has no such form.
    """
    match said:
        case Enum():
            return plain(said.value)
        case None | str() | bool() | int() | float():
            return said
        case datetime():
            return said.astimezone(ZONE).isoformat()
        case date():
            return said.isoformat()
        case Mapping():
            return {str(key): plain(value) for key, value in said.items()}
        case Sequence() | frozenset():
            return [plain(one) for one in said]
    if is_dataclass(said) and not isinstance(said, type):
        names = (field.name for field in fields(said))
        return {name.rstrip("_"): plain(getattr(said, name)) for name in names}
    raise TypeError(f"{type(said).__name__} is no part of an answer")
