"""The JSON Schemas of every file an office writes, from the models that read those files."""

from typing import Any

from pydantic import BaseModel

from dondoc.contacts.row import CONTACTS
from dondoc.looking.behaviour import Behaviour
from dondoc.looking.lived import History
from dondoc.reports.figures_json import figures_shape
from dondoc.setup.channels import CHANNEL_NAMES
from dondoc.setup.demonstration import DemonstrationFile
from dondoc.setup.settings import Settings
from models.contact import Capacity
from rules.meaning.condition import Operator
from rules.meaning.fact_kinds import FACT_KINDS
from rules.reading import (
    body_file,
    calendar_file,
    case_file,
    case_road_file,
    help_file,
    incident_file,
    letterhead_file,
    list_file,
    policy_file,
    reason_file,
    rights_file,
    routing_file,
    visiting_file,
)
from rules.reading.directive_shape import DirectiveShape
from rules.reading.form_file import load_forms
from rules.reading.form_shape import FormShape
from rules.rulebook import HOME
from steps.posts import Post

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, tuple[str, type[BaseModel]]] = {
    "config": ("config.yaml", Settings),
    "demonstration": ("demonstration.yaml of a demonstration's folder", DemonstrationFile),
    "behaviour": ("a behaviour file of `dondoc simulate`", Behaviour),
    "history": ("rules/directives/*/history.yaml", History),
    "directive": ("rules/directives/*/directive.yaml", DirectiveShape),
    "cases": ("rules/directives/*/cases.yaml", case_file._File),
    "policies": ("rules/policies/*.yaml", policy_file._File),
    "form": ("rules/forms/*.yaml", FormShape),
    "routing": ("rules/routing/*.yaml", routing_file._File),
    "rights": ("rules/rights/*.yaml", rights_file._File),
    "people": ("rules/people/bien-dong.yaml", reason_file._File),
    "help": ("rules/people/ho-tro.yaml", help_file._File),
    "incidents": ("rules/people/su-co.yaml", incident_file._File),
    "visits": ("rules/people/tham.yaml", visiting_file._File),
    "road": ("rules/people/ho-so.yaml", case_road_file._File),
    "letterheads": ("rules/letterheads/*.yaml", letterhead_file._File),
    "lists": ("rules/lists/*.yaml", list_file._File),
    "bodies": ("rules/bodies/*.yaml", body_file._Bodies),
    "calendar": ("rules/calendars/vn.yaml", calendar_file._Calendar),
}
_TYPES = {int: "integer", bool: "boolean"}


def schemas() -> dict[str, Schema]:
    """Return each schema by the name of its file in docs/schemas/."""
    found = {name: _of(title, model) for name, (title, model) in _MODELS.items()}
    for shape, key in (
        ("DutyShape", "bearers"),
        ("DutyShape", "concerns"),
        ("GroundShape", "bearers"),
    ):
        _one_or_many(found["directive"]["$defs"][shape]["properties"], key)
    _with_conditions(found["policies"])
    _with_form_conditions(found["form"])
    for form in load_forms(HOME / "forms"):
        title = f"figures of `dondoc report record --figures` as JSON, by the form {form.id}"
        found[f"figures-{form.id}"] = _of(title, figures_shape(form))
    found["contacts"] = _contacts()
    return {f"{name}.schema.json": schema for name, schema in found.items()}


def _of(title: str, model: type[BaseModel]) -> Schema:
    schema = _as_written(model.model_json_schema(by_alias=True))
    return {"$schema": DRAFT, **schema, "title": title}


def _as_written(node: Any) -> Any:
    """A pydantic schema in the words of the file: no private names, times as they are typed."""
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "time":
        return {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", **_default(node)}
    if node.get("format") == "date-time":
        return {"type": "string", "description": "ISO 8601; without a zone it is local"}
    return {_public(key): _public_reference(key, _as_written(value)) for key, value in node.items()}


def _default(node: Schema) -> Schema:
    return {"default": str(node["default"])[:5]} if "default" in node else {}


def _public(key: str) -> str:
    return key.strip("_") if key[:1] == "_" or key[-1:] == "_" else key


def _public_reference(key: str, value: Any) -> Any:
    if key == "$ref":
        head, _, name = str(value).rpartition("/")
        return f"{head}/{_public(name)}"
    return _public(value) if key == "title" and isinstance(value, str) else value


def _one_or_many(properties: Schema, key: str) -> None:
    """One name may stand without its brackets."""
    many = properties[key]
    rest = {name: many.pop(name) for name in ("title", "default") if name in many}
    properties[key] = {"anyOf": [{"type": "string", "minLength": 1}, many], **rest}


def _with_conditions(policies: Schema) -> None:
    """What `when` and `lapses` may hold; pydantic leaves it to rules.reading.grammar."""
    attributes: dict[str, Schema] = {}
    for kind in FACT_KINDS.values():
        attributes |= {name: _constant(wanted) for name, wanted in kind.items()}
    numbers = {name: one for name, one in attributes.items() if one["type"] == "integer"}
    reference = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "minItems": 1, "items": reference}
    keys: Schema = {"all": several, "any": several}
    for operator in Operator:
        keys[operator.value] = _one_key(attributes if "eq" in operator[:3] else numbers)
    policies["$defs"]["Condition"] = _one_key(keys)
    properties = policies["$defs"]["Policy"]["properties"]
    properties["when"] = reference
    properties["lapses"] = reference


def _with_form_conditions(forms: Schema) -> None:
    """What `when` of a check may hold: what a row of that very form has, not only these."""
    condition = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "minItems": 1, "items": condition}
    keys: Schema = {"all": several, "any": several}
    for operator in Operator:
        compared = {"type": ["string", "boolean", "integer"] if "eq" in operator[:3] else "integer"}
        keys[operator.value] = {
            "type": "object",
            "additionalProperties": compared,
            "minProperties": 1,
            "maxProperties": 1,
        }
    forms["$defs"]["Condition"] = _one_key(keys)
    forms["$defs"]["CheckShape"]["properties"]["when"] = condition


def _constant(wanted: type) -> Schema:
    return {"type": _TYPES.get(wanted, "string")}


def _one_key(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _contacts() -> Schema:
    words = {
        "body": {"type": "string", "description": "uid or name: 02617@base, Xã Đại Phú"},
        "post": {
            "type": "string",
            "description": f"or its Vietnamese title: {', '.join(post.value for post in Post)}",
        },
        "person": {"type": "string", "description": "who holds the post; may be empty"},
        "email": {"type": "string", "pattern": "^([^@\\s]+@[^\\s]+)?$"},
        "phone": {"type": "string", "pattern": "^[+0-9 .()-]*$"},
        "channels": {
            "type": "string",
            "description": (
                "in order, between commas; name or name:address; empty means email. "
                f"Names: {', '.join(CHANNEL_NAMES)}"
            ),
        },
        "capacity": {"enum": ["", *(capacity.value for capacity in Capacity)]},
        "valid_from": {"type": "string", "description": "YYYY-MM-DD or DD/MM/YYYY; may be empty"},
        "valid_to": {"type": "string", "description": "the last day; may be empty"},
    }
    return {
        "$schema": DRAFT,
        "title": "one row of the contacts file (CSV in UTF-8, or XLSX, with a header row)",
        "type": "object",
        "properties": {column: words[column] for column in CONTACTS.names},
        "required": list(CONTACTS.required),
        "additionalProperties": False,
    }
