"""The documentation says what the code says."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unicodedata import is_normalized

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from typer.core import TyperGroup

from docs.generate import DOCS, generated
from docs.refusals import refusals_page
from docs.shapes import Schema, schemas
from dondoc.cli.app import command
from dondoc.setup.demonstration import DemonstrationFile, write
from dondoc.setup.settings import Settings
from rules.files.source import read
from rules.meaning.gap import GAPS
from rules.reading.directive_shape import DirectiveShape, DutyShape
from rules.reading.due_shape import DueShape
from rules.rulebook import HOME

ROOT = DOCS.parent
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_ENVIRONMENT = re.compile(r"environ(?:\.get\(|\[)\s*\"(\w+)\"")
WRITTEN = {
    "config": [ROOT / "config.yaml"],
    "directive": sorted(HOME.glob("directives/*/directive.yaml")),
    "cases": sorted(HOME.glob("directives/*/cases.yaml")),
    "history": sorted(HOME.glob("directives/*/history.yaml")),
    "policies": sorted(HOME.glob("policies/*.yaml")),
    "bodies": sorted(HOME.glob("bodies/*.yaml")),
    "calendar": sorted(HOME.glob("calendars/*.yaml")),
    "letterheads": sorted(HOME.glob("letterheads/*.yaml")),
    "form": sorted(HOME.glob("forms/*.yaml")),
    "routing": sorted(HOME.glob("routing/*.yaml")),
    "people": [HOME / "people" / "bien-dong.yaml"],
    "help": [HOME / "people" / "ho-tro.yaml"],
    "incidents": [HOME / "people" / "su-co.yaml"],
    "visits": [HOME / "people" / "tham.yaml"],
    "road": [HOME / "people" / "ho-so.yaml"],
    "lists": [HOME / "lists" / "tieu-de.yaml"],
    "rights": sorted(HOME.glob("rights/*.yaml")),
}
FILES = [(kind, path) for kind, paths in WRITTEN.items() for path in paths]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _commands(group: TyperGroup, above: str) -> Iterator[str]:
    for name, found in group.commands.items():
        here = f"{above} {name}"
        if isinstance(found, TyperGroup):
            yield from _commands(found, here)
        else:
            yield here


def _keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = f"{above}{field.alias or name}"
        below = field.annotation
        if isinstance(below, type) and issubclass(below, BaseModel):
            yield from _keys(below, f"{key}.")
        else:
            yield key


def _as_json(value: object) -> object:
    """Rule files hold days, JSON their text."""
    if isinstance(value, dict):
        return {key: _as_json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_as_json(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def shapes() -> dict[str, Schema]:
    """The schemas by their files' names, drawn once: the tests only read them."""
    return schemas()


def test_every_generated_page_is_fresh() -> None:
    stale = [
        f"{_name(path)} is stale: make docs"
        for path, text in generated().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    assert stale == []


def test_nothing_else_lies_among_the_schemas(shapes: dict[str, Schema]) -> None:
    assert {path.name for path in (DOCS / "schemas").iterdir()} == set(shapes)


def test_every_command_is_documented() -> None:
    page = (DOCS / "cli.md").read_text("utf-8")
    missing = [name for name in _commands(command(), "dondoc") if f"## `{name}`" not in page]
    assert missing == []


def test_the_readme_lists_every_command() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    names = (name.removeprefix("dondoc ") for name in _commands(command(), "dondoc"))
    assert [name for name in names if f"`{name}`" not in page] == []


def test_every_setting_is_documented() -> None:
    page = (DOCS / "operating.md").read_text("utf-8")
    assert [key for key in _keys(Settings) if f"| `{key}` |" not in page] == []


def test_no_setting_is_documented_that_does_not_exist() -> None:
    section = (DOCS / "operating.md").read_text("utf-8").partition("### Contacts")[0]
    assert set(re.findall(r"^\| `([\w.]+)` \|", section, re.M)) == set(_keys(Settings))


def test_every_environment_variable_is_documented() -> None:
    page = (DOCS / "operating.md").read_text("utf-8")
    files = [path for name in ("dondoc", "flows") for path in (ROOT / name).rglob("*.py")]
    names = {name for path in files for name in _ENVIRONMENT.findall(path.read_text("utf-8"))}
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("shape", [DirectiveShape, DutyShape, DueShape])
def test_the_clerks_guide_names_every_key(shape: type[BaseModel]) -> None:
    page = (DOCS / "vi" / "viet-van-ban.md").read_text("utf-8")
    keys = (field.alias or name for name, field in shape.model_fields.items())
    assert [key for key in keys if f"`{key}`" not in page] == []


def test_the_clerks_guide_names_every_gap() -> None:
    page = (DOCS / "vi" / "viet-van-ban.md").read_text("utf-8")
    assert [gap for gap in GAPS if f"`{gap}`" not in page] == []


def test_every_refusal_shown_names_its_file_and_no_folder_of_this_machine() -> None:
    _, *sections = refusals_page().split("\n## ")
    said = [
        line for section in sections for line in re.findall(r"^(\S+):DÒNG: (.*)$", section, re.M)
    ]
    assert len(said) >= len(sections)
    assert {file for file, _ in said} == {"directive.yaml"}


def test_the_readme_begins_with_two_commands() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    assert "```\nmake run\nmake test\n```" in page


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_pages_are_nfc(page: Path) -> None:
    assert is_normalized("NFC", page.read_text("utf-8"))


def test_every_schema_is_a_schema(shapes: dict[str, Schema]) -> None:
    for shape in shapes.values():
        Draft202012Validator.check_schema(shape)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=[_name(path) for _, path in FILES])
def test_what_the_office_has_written_fits_its_schema(
    shapes: dict[str, Schema], kind: str, path: Path
) -> None:
    validator = Draft202012Validator(shapes[f"{kind}.schema.json"])
    errors = [error.message for error in validator.iter_errors(_as_json(read(path).data))]
    assert errors == []


def test_every_rule_file_has_a_schema_and_the_guide_tells_editors_of_it() -> None:
    assert {path for _, path in FILES} == {ROOT / "config.yaml", *HOME.rglob("*.yaml")}
    page = (DOCS / "writing-a-directive.md").read_text("utf-8")
    assert [name for name in WRITTEN if f"schemas/{name}.schema.json:" not in page] == []


def test_what_a_demonstration_writes_of_itself_fits_its_schema(
    shapes: dict[str, Schema], tmp_path: Path
) -> None:
    written = write(tmp_path, DemonstrationFile(directives=["a"]))
    assert written.file is not None
    validator = Draft202012Validator(shapes["demonstration.schema.json"])
    assert list(validator.iter_errors(read(written.file).data)) == []
    # No path of the machine that made the schema stands in it.
    assert str(HOME) not in str(shapes)


def test_the_schema_of_config_refuses_an_unknown_key(shapes: dict[str, Schema]) -> None:
    validator = Draft202012Validator(shapes["config.schema.json"])
    assert not validator.is_valid({"directives": ["a"], "directive": "a"})
    assert not validator.is_valid({})


def test_the_schema_of_policies_refuses_what_no_fact_has(shapes: dict[str, Schema]) -> None:
    validator = Draft202012Validator(shapes["policies.schema.json"])
    policy = {
        "title": "t",
        "for": "target",
        "when": {"all": [{"eq": {"late": True}}]},
        "then": {"step": "first", "to": ["officer"]},
    }
    assert validator.is_valid({"policies": {"a": policy}})
    wrongs: list[dict[str, object]] = [
        {"eq": {"colour": "red"}},
        {"gt": {"state": 1}},
        {"all": []},
        {},
    ]
    for wrong in wrongs:
        assert not validator.is_valid({"policies": {"a": policy | {"when": wrong}}})
