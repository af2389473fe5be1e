"""Nobody reads what is sealed of a person but by the one way that logs it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.sources import parsed

ROOT = Path(__file__).parents[3]
# What opens seals, and why; whatever it finds stays within or goes on by numbers.
OPENS = {
    "dondoc/people/safe.py": "is the safe; to compare, it is opened for its digests",
    "dondoc/people/index.py": "compares persons with persons; gives numbers and scores",
    "dondoc/people/seeking.py": "opens the safe for that comparing, after an import",
    "dondoc/people/merging.py": "makes one of two and gives both back; gives numbers",
    "dondoc/desk/double.py": "hands the safe to those two",
    "dondoc/people/storing.py": "adds the numbers that a list knows of somebody; gives numbers",
    "dondoc/people/counting.py": "counts, and gives counts in which nobody is found again",
    "dondoc/cli/people_counts.py": "hands the safe to that",
    "dondoc/people/resealing.py": "seals anew by another key what it opens",
    "dondoc/people/searching.py": "looks for whom a name means; gives numbers",
    "dondoc/desk/find_persons.py": "hands the safe to that; who was found is opened by persons.py",
    "dondoc/desk/sponsor.py": "reads a private sponsor's name, to the body that asked them",
    "dondoc/desk/held_visit.py": "enters a visit that waited; gives its number",
    "dondoc/desk/person_request.py": "seals what was asked with its answer; shows it logged",
    "dondoc/desk/persons.py": "logs whoever is shown a person, and shows them",
}
_OPENING = {"open_person", "open_safe"}


def test_only_who_logs_it_opens_what_is_sealed_of_a_person() -> None:
    found = {name for name in _modules() if _opens(ROOT / name)}
    assert found == set(OPENS)


def _modules() -> Iterator[str]:
    for folder in ("dondoc", "flows"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield str(file.relative_to(ROOT))


def _opens(file: Path) -> bool:
    """Say whether a module takes the safe's key in hand, or opens anything with a safe."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Name | ast.alias | ast.Attribute):
            name = getattr(node, "id", None) or getattr(node, "name", None) or _attribute(node)
            if name in _OPENING:
                return True
    return False


def _attribute(node: ast.AST) -> str:
    """Return what an attribute is called; `safe.open` is one of `_OPENING` as well."""
    if not isinstance(node, ast.Attribute):
        return ""
    owner = node.value
    owned = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    return "open_safe" if node.attr == "open" and "safe" in owned else node.attr
