"""The requests of the desk as JSON: the same names; what cannot travel is a file in base64."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import orjson
from pydantic import BaseModel, ConfigDict, JsonValue, StrictBool, create_model
from pydantic import Field as Said

from dondoc.reports.attach import Examined, examine_content
from dondoc.reports.figures_file import Sent
from dondoc.web.api.values import MOST, Day, File, Instant, Number, Text
from rules.meaning.figures import Filled

# Keeps a file that was sent and returns where.
Lay = Callable[[str, bytes], Path]
_PLAIN: Mapping[Any, Any] = {
    str: Text,
    int: Number,
    bool: StrictBool,
    date: Day,
    datetime: Instant,
    Path: File,
    Examined: File,
    type(None): type(None),
}


@cache
def asked(kind: type) -> type[BaseModel]:
    """Return the shape of the JSON by which the request `kind` (a dataclass) is made."""
    hints = get_type_hints(kind)
    found: dict[str, Any] = {
        one.name: (_shape(hints[one.name]), _default(one))
        for one in fields(kind)
        # A form that was read already is none that is sent: it comes as `figures`.
        if Filled not in get_args(hints[one.name])
    }
    return create_model(
        title(kind),
        __config__=ConfigDict(extra="forbid"),
        __doc__=kind.__doc__,
        **found,
    )


def title(kind: type) -> str:
    """Return the name of a shape: no two of the desk's requests share it."""
    module = kind.__module__.rpartition(".")[2].title().replace("_", "")
    return module + kind.__name__.removeprefix(module)


def _default(one: "Field[Any]") -> Any:
    if one.default_factory is MISSING and one.default is MISSING:
        return ...
    if isinstance(one.default, str | int | bool):
        return one.default
    # Left out it is left to the request itself.
    return Said(default_factory=lambda: None)


def _shape(hint: Any) -> Any:
    if Sent in get_args(hint):
        # A form filled in: as the file that it is, or as what a JSON file of figures holds.
        return File | dict[Text, JsonValue] | None
    if hint in _PLAIN:
        return _PLAIN[hint]
    inside = get_args(hint)
    origin = get_origin(hint)
    if origin is types.UnionType:
        return Union[tuple(_shape(one) for one in inside)]  # noqa: UP007 - made, not written
    if origin in (tuple, frozenset):
        return Annotated[list[_shape(inside[0])], Said(max_length=MOST)]  # type: ignore[misc]
    if origin is not None and issubclass(origin, Mapping):
        return dict[Text, _shape(inside[1])]  # type: ignore[misc]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return asked(hint)


def made(kind: type, said: BaseModel, lay: Lay) -> Any:
    """Return the request `kind` that was sent as `said`; raise Refused where a file is not taken.

    Args:
        lay: keeps a file of which the desk wants the path.
    """
    hints = get_type_hints(kind)
    given = {name: _made(hints[name], getattr(said, name), lay) for name in said.model_fields_set}
    return kind(**given)


def _made(hint: Any, said: Any, lay: Lay) -> Any:
    inside = get_args(hint)
    match said:
        case File():
            if Sent in inside:
                return Sent(said.name, said.content)
            if hint is Path:
                return lay(said.name, said.content)
            return examine_content(said.name, said.content)
        case BaseModel():
            kind = next(one for one in (hint, *inside) if is_dataclass(one))
            return made(cast(type, kind), said, lay)
        case dict() if Sent in inside:
            return Sent("figures.json", orjson.dumps(said))
        case list():
            listed = hint if get_origin(hint) in (tuple, frozenset) else inside[0]
            return get_origin(listed)(_made(get_args(listed)[0], one, lay) for one in said)
    return said


@cache
def answered(kind: Any) -> Any:
    """Return the shape of the JSON that `dondoc.desk.plain` makes of an answer `kind`."""
    inside = get_args(kind)
    if not is_dataclass(kind):
        origin = get_origin(kind)
        if origin is types.UnionType:
            return Union[tuple(answered(one) for one in inside)]  # noqa: UP007 - made, not written
        if origin in (tuple, frozenset):
            return list[answered(inside[0])]  # type: ignore[misc]
        if origin is not None and issubclass(origin, Mapping):
            return dict[str, answered(inside[1])]  # type: ignore[misc]
        return kind
    hints = get_type_hints(kind)
    found: dict[str, Any] = {
        one.name.rstrip("_"): (answered(hints[one.name]), ...) for one in fields(kind)
    }
    config = ConfigDict(extra="forbid")
    return create_model(title(cast(type, kind)), __config__=config, __doc__=kind.__doc__, **found)
