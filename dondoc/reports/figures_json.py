"""Figures from a JSON file: its shape, and where it departs from it."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from dondoc.errors import Refused
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.figure_cells import LONGEST, Written, block, refuse_other
from dondoc.reports.template import FormOf
from language.text import nfc
from rules.meaning.form import AS_OF, NIL, Form

_WHOSE = ("directive", "duty", "bearer", "due_on")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


@cache
def figures_shape(form: Form) -> type[BaseModel]:
    """Return the shape of a JSON file with the figures and texts of `form`."""
    fields: dict[str, Any] = {
        "directive": (str | None, None),
        "duty": (str | None, None),
        "bearer": (str | None, None),
        "due_on": (_Day | None, None),
    }
    if form.figures:
        row = _row_shape(form)
        fields |= {
            AS_OF: (_Day | None, None),
            NIL: (bool, False),
            "groups": (dict[str, row], Field(default_factory=dict)),  # type: ignore[valid-type]
        }
    fields |= {
        _field(id_): (str, Field(default="", alias=id_, json_schema_extra={"maxLength": LONGEST}))
        for id_ in form.text_ids
    }
    fields["explanations"] = (dict[str, str], Field(default_factory=dict))
    return create_model(
        "FiguresShape",
        __base__=_Part,
        __doc__=(
            "A figures file; `directive`, `duty`, `bearer`, `due_on`, where given, are the "
            "report's.\n\n`explanations`: the filer's word by address, \"row.figure\"."
        ),
        **fields,
    )


def _row_shape(form: Form) -> type[BaseModel]:
    fields: dict[str, Any] = {
        _field(figure.id): (
            (int | float | None, Field(default=None, alias=figure.id))
            if figure.required
            else (int | float, Field(default=0, alias=figure.id))
        )
        for figure in form.figures
    }
    doc = f"One row's figures: whole {form.unit}. What is left out counts as not filled in."
    return create_model("GroupShape", __base__=_Part, __doc__=doc, **fields)


def _field(id_: str) -> str:
    """Return a name that no attribute of a model bears."""
    return f"asked_{id_}"


def read_json(name: str, content: bytes, whose: FormOf, form: Form) -> Written:
    """Return what stands in `content`; raise as `figures_file.read_figures` does."""
    data = _composed(_loaded(name, content))
    try:
        shape = figures_shape(form).model_validate(data)
    except ValidationError as refused:
        raise FiguresRefused(_json_mistakes(form, refused)) from None
    said = shape.model_dump(by_alias=True)
    refuse_other(name, whose, tuple(said[key] for key in _WHOSE))
    common = {key: said.get(key) for key in (AS_OF, NIL, *form.text_ids)}
    figures = {
        f"{row}.{id_}": number
        for row, given in said.get("groups", {}).items()
        for id_, number in given.items()
    }
    return Written(cells=common | figures, words=said["explanations"])


def said_in_json(name: str, content: bytes) -> tuple[str, ...]:
    """Return whose figures the file says they are: directive, duty, body, date.

    Raises:
        Refused: it does not say all four.
    """
    data = _loaded(name, content)
    found = [data.get(key) for key in _WHOSE] if isinstance(data, dict) else []
    said = tuple(one for one in found if isinstance(one, str))
    if len(said) < len(_WHOSE):
        raise Refused(f"{name}: chưa ghi là báo cáo nào, cần đủ: {', '.join(_WHOSE)}")
    return said


def _loaded(name: str, content: bytes) -> Any:
    """Return what the JSON file says; raise Refused where it is none, or says a thing twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise Refused(f"{name}: khóa {twice!r} có hai lần, không biết lấy giá trị nào")
        return found

    text = content.removeprefix(b"\xef\xbb\xbf")
    try:
        # Strict, and quick to say no; of two equal keys it would take the last in silence.
        orjson.loads(text)
        return json.loads(text, object_pairs_hook=once)
    except orjson.JSONDecodeError as broken:
        line = f"dòng {broken.lineno}, cột {broken.colno}"
        raise Refused(f"{name}: JSON sai ở {line}: {broken.msg}") from None


def _composed(value: Any) -> Any:
    """Return JSON data with every text in NFC; two keys that become one are refused."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_composed(part) for part in value]
    if isinstance(value, dict):
        found = {nfc(key): _composed(part) for key, part in value.items()}
        if len(found) < len(value):
            raise Refused("JSON: có hai khóa chỉ khác nhau ở cách ghép dấu (NFC/NFD)")
        return found
    return value


_KINDS = {
    "extra_forbidden": "khóa lạ",
    "string_type": "phải là chữ",
    "bool_type": "phải là true hoặc false",
    "dict_type": "phải là khóa và giá trị",
    "model_type": "phải là khóa và giá trị",
    "string_pattern_mismatch": "phải là ngày dạng YYYY-MM-DD",
}


def _json_mistakes(form: Form, refused: ValidationError) -> Iterator[Remark]:
    seen = set()
    for error in refused.errors(include_url=False):
        # Of a number both readings are told; the place is one.
        path = [str(part) for part in error["loc"] if part not in ("int", "float")]
        at = ".".join(path).removeprefix("groups.")
        if at not in seen:
            seen.add(at)
            says = _KINDS.get(error["type"], "phải là số nguyên, không để trong dấu nháy")
            yield block(form, at, ".".join(path), says)
