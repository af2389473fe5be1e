"""Pydantic's errors in plain words: the path in the file, what is wrong, what is allowed there."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from language.text import written_in_old_letters
from rules.errors import MOST
from rules.files.allowed import keys, wanted
from rules.files.nodes import Path

# pydantic's kind of error → what it wanted.
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a day as YYYY-MM-DD, without quotes",
    "date_from_datetime_inexact": "a day as YYYY-MM-DD, without quotes",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "float_type": "a number",
}


# … of a limit → what is wrong, what is allowed (a key of the error's own context).
_LIMITS = {
    "string_too_short": ("is empty", "text", ""),
    "string_too_long": ("is too long", "at most {} letters", "max_length"),
    "too_short": ("holds too little", "{} or more entries", "min_length"),
    "too_long": ("holds too much", "at most {} entries", "max_length"),
    "greater_than_equal": ("is too small", "{} or more", "ge"),
    "greater_than": ("is too small", "more than {}", "gt"),
    "less_than_equal": ("is too large", "{} or less", "le"),
    "less_than": ("is too large", "less than {}", "lt"),
}
# Pattern → the same in plain words; `spelled` adds to it.
_SPELLINGS: dict[str, str] = {}


# Of a text that only an old font would show as Vietnamese: what is wrong, what is allowed.
OLD_FONT = "letters of an old font (TCVN3, VNI), no Vietnamese text"
UNICODE = "the text converted to Unicode"


def _of_today(text: str) -> str:
    if written_in_old_letters(text):
        raise refuse(f"{_shown(text)}: {OLD_FONT}", UNICODE)
    return text


# Text that says something, in letters of today: white space alone does not.
Words = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_of_today)
]


class Shape(BaseModel):
    """The shape of a part of a rule file: strict types, unknown keys refused, frozen."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, populate_by_name=False, defer_build=True
    )


def spelled(pattern: str, words: str) -> StringConstraints:
    """Text of a pattern; `words` tell a clerk what the pattern allows."""
    _SPELLINGS[pattern] = words
    return StringConstraints(pattern=pattern)


def refuse(what: str, allowed: str, key: str = "") -> PydanticCustomError:
    """An error for validators to raise; `key` locates it one level below the validated value."""
    return PydanticCustomError("refused", "{what}", {"what": what, "allowed": allowed, "key": key})


def mistakes(
    refused: ValidationError, model: type[BaseModel], data: object
) -> Iterator[tuple[Path, str, str]]:
    """Yields (path below `data`, what is wrong, what is allowed) for each error that is told."""
    for error in islice(refused.errors(include_url=False), MOST + 1):
        path = _path_in(data, error)
        what, allowed = _words(error, model, path)
        context = error.get("ctx", {})
        key = context.get("key") if error["type"] == "refused" else None
        yield ((*path, key) if key else path), what, allowed


def _path_in(data: object, error: ErrorDetails) -> Path:
    """Pydantic's location without the names of union members, which are not in the file."""
    path: list[str | int] = []
    for index, part in enumerate(error["loc"]):
        found, below = _item(data, part)
        if found:
            data = below
        elif error["type"] != "missing" or index + 1 < len(error["loc"]):
            continue
        path.append(part)
    return tuple(path)


def _item(data: object, part: str | int) -> tuple[bool, object]:
    if isinstance(data, dict) and part in data:
        return True, data[part]
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return True, data[part]
    return False, None


def _words(error: ErrorDetails, model: type[BaseModel], path: Path) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "refused":
        return str(context["what"]), str(context["allowed"])
    if kind == "extra_forbidden":
        return "unknown key", ", ".join(keys(model, path[:-1], error["loc"]))
    if kind == "missing":
        return "required key is missing", f"{path[-1]}: {wanted(model, path)}"
    if kind == "union_tag_not_found":
        return f"wrong type: {_shown(error['input'])}", wanted(model, path)
    if kind == "value_error":
        return f"{_shown(error['input'])} is not written as it must be", _reason(error)
    if kind in ("literal_error", "enum"):
        return f"{_shown(error['input'])} is not known", str(context["expected"])
    if kind in _WANTED:
        return f"wrong type: {_shown(error['input'])}", _WANTED[kind]
    shown = _shown(error["input"])
    if kind in _LIMITS:
        what, allowed, limit = _LIMITS[kind]
        # Of a list or keys it is the number that is wrong.
        subject = "this" if isinstance(error["input"], dict | list) else shown
        return f"{subject} {what}", allowed.format(context.get(limit))
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return f"{shown} is not written as it must be", _SPELLINGS.get(pattern, pattern)
    return f"{shown}: {error['msg']}", wanted(model, path)


def _reason(error: ErrorDetails) -> str:
    """Return what a validator raised, which says what it takes."""
    return error["msg"].removeprefix("Value error, ")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "keys with values" if isinstance(value, dict) else "a list"
    if isinstance(value, date):
        return f"the day {value.isoformat()}"
    return f'"{value}"' if isinstance(value, str) else str(value)
