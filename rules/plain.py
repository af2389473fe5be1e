"""What rules mean as plain data, and back: numbers, texts, lists; never code.

An object is written as the name of its class and what it was made of, once however often it
occurs. Only classes of rules that say what they are made of can be named: dataclasses, named
tuples, enumerations, and those with a method `made_of`, which gives back their arguments.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

_ROOMS = ("rules.", "steps.", "language.")
# What stands before plain values in a list says what it is; "o": an object written before.
_SEQUENCES: dict[type, str] = {list: "l", tuple: "t"}
_MADE: dict[str, Callable[[Iterator[Any]], Any]] = {"l": list, "t": tuple, "f": frozenset}


class NotPlain(ValueError):
    """A value that cannot be written as plain data, or data that no such value was written as."""


class Writing:
    """One value on its way into plain data: `objects` in the order in which they can be made."""

    def __init__(self) -> None:
        self.objects: list[list[Any]] = []
        self._places: dict[int, int] = {}

    def plain(self, value: object) -> Any:
        """Return `value` as plain data; raises NotPlain."""
        if isinstance(value, Enum):
            return ["e", _name(type(value)), value.value]
        kind = type(value)
        if value is None or kind in (str, int, bool, float):
            return value
        if isinstance(value, frozenset):
            # In an order that is the same in every process.
            return ["f", *sorted(map(self.plain, value), key=str)]
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], *map(self.plain, value)]  # type: ignore[call-overload]
        if isinstance(value, dict):
            return ["d", *(self.plain(one) for pair in value.items() for one in pair)]
        if kind is date:
            return ["day", value.isoformat()]  # type: ignore[attr-defined]
        if kind is time:
            return ["hour", value.isoformat()]  # type: ignore[attr-defined]
        return ["o", self._object(value)]

    def _object(self, value: object) -> int:
        if id(value) not in self._places:
            made = [_name(type(value)), *map(self.plain, _arguments(value))]
            self.objects.append(made)
            self._places[id(value)] = len(self.objects) - 1
        return self._places[id(value)]


def write(value: object) -> list[Any]:
    """Return `value` as plain data; raises NotPlain."""
    writing = Writing()
    last = writing.plain(value)
    return [writing.objects, last]


def read(data: Any) -> Any:
    """Return the value that `write` wrote as `data`; raises NotPlain."""
    made: list[Any] = []
    try:
        objects, last = data
        for name, *arguments in objects:
            made.append(_class(name)(*(_value(one, made) for one in arguments)))
        return _value(last, made)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ImportError) as wrong:
        raise NotPlain(str(wrong)) from wrong


def _value(data: Any, made: list[Any]) -> Any:
    if not isinstance(data, list):
        return data
    kind, *rest = data
    if kind == "o":
        return made[rest[0]]
    if kind == "d":
        each = [_value(one, made) for one in rest]
        return dict(zip(each[::2], each[1::2], strict=True))
    if kind == "day":
        return date.fromisoformat(rest[0])
    if kind == "hour":
        return time.fromisoformat(rest[0])
    if kind == "e":
        return _class(rest[0])(rest[1])
    return _MADE[kind](_value(one, made) for one in rest)


def _arguments(value: Any) -> list[Any]:
    if hasattr(value, "made_of"):
        return list(value.made_of())
    if is_dataclass(value):
        return [getattr(value, one.name) for one in fields(value)]
    return list(value)


def _name(kind: type) -> str:
    name = f"{kind.__module__}:{kind.__qualname__}"
    if _class(name) is not kind:
        raise NotPlain(f"{name} cannot be found again")
    return name


@cache
def _class(name: str) -> Any:
    module, _, called = name.partition(":")
    if not module.startswith(_ROOMS):
        raise NotPlain(f"{name} is no class of rules")
    found = getattr(import_module(module), called)
    plain = isinstance(found, type) and (
        is_dataclass(found)
        or issubclass(found, Enum)
        or hasattr(found, "made_of")
        or hasattr(found, "_fields")
    )
    if not plain:
        raise NotPlain(f"{name} does not say what it is made of")
    return found
