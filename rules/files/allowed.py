"""What a shape allows at a path of a rule file, in plain words."""

import types
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from rules.files.nodes import Path

_TYPES: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
    date: "a day as YYYY-MM-DD",
    list: "a list",
    tuple: "a list",
    dict: "keys with values",
}


def keys(model: type[BaseModel], path: Path, tried: Path) -> list[str]:
    """The keys allowed at `path`, by the names a file uses.

    `tried`: pydantic's own location; of a tagged union it names the member that was meant.
    """
    here: list[Any] = [model]
    for part in path:
        here = [below for kind in here for below in _below(kind, part)]
    models = [kind for kind in here if isinstance(kind, type) and issubclass(kind, BaseModel)]
    meant = [found for found in models if found.__name__ in tried] or models
    return sorted({name for found in meant for name in _fields(found)})


def wanted(model: type[BaseModel], path: Path) -> str:
    """What may stand at `path`, as far as its type says."""
    here: list[Any] = [model]
    for part in path:
        here = [below for kind in here for below in _below(kind, part)]
    found = [words for kind in here if kind is not type(None) for words in _named(kind)]
    return ", ".join(dict.fromkeys(found)) or "a value"


def _named(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return [str(one) for one in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [f"keys ({', '.join(_fields(kind))})"]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(one) for one in kind]
    words = _TYPES.get(get_origin(kind) or kind)
    return [words] if words else []


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _below(kind: Any, part: str | int) -> list[Any]:
    """The possible types of `part` inside a value of type `kind`."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _members(_fields(kind).get(str(part)))
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return _members(arguments[1])
    return _members(arguments[0]) if get_origin(kind) in (list, tuple) else []


def _members(kind: Any) -> list[Any]:
    """A union's members, an annotation's bare type."""
    if get_origin(kind) is Annotated:
        return _members(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return [member for part in get_args(kind) for member in _members(part)]
    return [kind]
