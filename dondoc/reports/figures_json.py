"""Figures from a JSON file: its shape, and where it departs from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unicodedata import normalize

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dondoc.errors import Refused
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.figure_cells import LONGEST, BadCell, block, refuse_other, whole_or_fraction
from dondoc.reports.template import FormOf
from rules.meaning.figures import FIGURES, TEXTS, Filled, Given


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class GroupShape(_Part):
    """One group's figures: whole people. What is left out counts as not filled in."""

    opening: int | float | None = None
    adjusted: int | float = 0
    recognised: int | float | None = None
    arrived: int | float | None = None
    expired: int | float | None = None
    enrolled: int | float | None = None
    covered_elsewhere: int | float | None = None
    left: int | float | None = None
    closing: int | float | None = None
    carded: int | float | None = None
    not_joining: int | float | None = None


class FiguresShape(_Part):
    """A figures file; `directive`, `duty`, `bearer`, `due_on`, where given, are the report's.

    `explanations`: the filer's word by address, such as "can-ngheo.closing".
    """

    directive: str | None = None
    duty: str | None = None
    bearer: str | None = None
    due_on: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    as_of: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    nil: bool = False
    groups: dict[str, GroupShape] = Field(default_factory=dict)
    done: str = Field(default="", max_length=LONGEST)
    obstacles: str = Field(default="", max_length=LONGEST)
    proposals: str = Field(default="", max_length=LONGEST)
    explanations: dict[str, str] = Field(default_factory=dict)


def read_json(name: str, content: bytes, form: FormOf) -> Filled:
    try:
        data = _composed(orjson.loads(content.removeprefix(b"\xef\xbb\xbf")))
        shape = FiguresShape.model_validate(data)
    except orjson.JSONDecodeError as broken:
        line = f"dòng {broken.lineno}, cột {broken.colno}"
        raise Refused(f"{name}: JSON sai ở {line}: {broken.msg}") from None
    except ValidationError as refused:
        raise FiguresRefused(_json_mistakes(refused)) from None
    refuse_other(name, form, (shape.directive, shape.duty, shape.bearer, shape.due_on))
    return Filled(
        as_of=_json_day(shape.as_of),
        nil=shape.nil,
        groups={id_: _json_group(id_, group) for id_, group in shape.groups.items()},
        texts={text: getattr(shape, text) for text in TEXTS},
        explanations=shape.explanations,
    )


def _composed(value: Any) -> Any:
    """Return JSON data with every text in NFC; two keys that become one are refused."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(part) for part in value]
    if isinstance(value, dict):
        found = {normalize("NFC", key): _composed(part) for key, part in value.items()}
        if len(found) < len(value):
            raise Refused("JSON: có hai khóa chỉ khác nhau ở cách ghép dấu (NFC/NFD)")
        return found
    return value


def _json_group(id_: str, group: GroupShape) -> dict[str, Given]:
    return {name: _json_number(f"{id_}.{name}", getattr(group, name)) for name in FIGURES}


def _json_number(at: str, value: float | None) -> Given:
    try:
        return None if value is None else whole_or_fraction(value)
    except BadCell as bad:
        raise FiguresRefused([block(at, at, str(bad))]) from None


def _json_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FiguresRefused([block("as_of", "as_of", f"{text} không có trong lịch")]) from None


_KINDS = {
    "extra_forbidden": "khóa lạ",
    "string_type": "phải là chữ",
    "bool_type": "phải là true hoặc false",
    "dict_type": "phải là khóa và giá trị",
    "model_type": "phải là khóa và giá trị",
    "string_too_long": f"dài quá {LONGEST} ký tự",
    "string_pattern_mismatch": "phải là ngày dạng YYYY-MM-DD",
}


def _json_mistakes(refused: ValidationError) -> Iterator[Remark]:
    seen = set()
    for error in refused.errors(include_url=False):
        # Of a number both readings are told; the place is one.
        path = [str(part) for part in error["loc"] if part not in ("int", "float")]
        at = ".".join(path).removeprefix("groups.")
        if at not in seen:
            seen.add(at)
            says = _KINDS.get(error["type"], "phải là số nguyên, không để trong dấu nháy")
            yield block(at, ".".join(path), says)
