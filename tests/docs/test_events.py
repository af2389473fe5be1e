"""Every kind of entry that the program writes into the trail stands in the page about the trail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from models.finding import FindingOutcome
from tests.sources import nodes, parsed

ROOT = Path(__file__).parents[2]
_SUBJECTS = (
    "access|account|activity|agreement|assignment|attachment|backup|call|card|case|committee"
    "|consolidation|contact|contacts|counts|decision|device|directive|document|doubles|draft"
    "|extension|finding|help|incident|inspection|installation|list|login|message|notice"
    "|obligation|person|reconciliation|report|rows|seat|sending|sheet|sponsor|sweep|token|trail|village"
    "|visit"
)
_ASKS = ("act", "allowed", "desk.allow", "desk.acting", "visit.may_do")
_MAKERS = ("Event", "Written", "entered", "enter_report")
_KIND = re.compile(rf"({_SUBJECTS})\.[a-z_]+")


def test_the_page_lists_the_kinds_of_entries_that_the_program_writes_and_no_others() -> None:
    page = (ROOT / "docs" / "trail.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", page, re.M)
    findings = {f"finding.{outcome}" for outcome in FindingOutcome}
    assert listed == sorted({*_written(), *findings})


def _written() -> Iterator[str]:
    for folder in ("dondoc", "models"):
        for path in (ROOT / folder).rglob("*.py"):
            module = parsed(path)
            if _makes_entries(module):
                yield from _kinds(module)


def _makes_entries(module: ast.Module) -> bool:
    """Say whether the module calls `Event(…)`, `Written(…)` or what makes one for several."""
    calls = (node.func for node in nodes(module) if isinstance(node, ast.Call))
    return any(isinstance(one, ast.Name) and one.id in _MAKERS for one in calls)


def _kinds(module: ast.Module) -> Iterator[str]:
    # An act is called alike: `@act("report.accept")`, `desk.allow("report.accept", …)`.
    acts = {
        id(argument)
        for node in nodes(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _ASKS
        for argument in node.args
    }
    constants = (node for node in nodes(module) if isinstance(node, ast.Constant))
    texts = (node.value for node in constants if id(node) not in acts)
    # A foreign key looks alike: `ForeignKey("obligation.id")`.
    found = (text for text in texts if isinstance(text, str) and not text.endswith(".id"))
    yield from filter(_KIND.fullmatch, found)
