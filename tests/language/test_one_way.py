"""Dates and grouped numbers are written one way: nobody outside `language/` spells one out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import language
from tests.sources import nodes, parsed

ROOT = Path(language.__file__).parents[1]
PACKAGES = ("rules", "models", "notifications", "dondoc", "flows")
FILES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))
# A day before its month, an hour beside a date, or a number of two digits made of a date's part.
_PARTS = re.compile(r"(?<!-)\{[\w.]*\b(?:day|month):02d?\}(?:[/.]|'$)")
_GROUPED = re.compile(r"f'[,_]")
_WRITTEN = re.compile(r"Asia/Ho_Chi_Minh$|%d\s*[/.-]\s*%-?m|%H:%M ngày|%H giờ|ngày %d")


def _formats(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _WRITTEN.search(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr) and _PARTS.search(ast.unparse(node)):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            if _GROUPED.match(ast.unparse(node.format_spec)):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ZoneInfo"):
            yield node.lineno, ast.unparse(node)


def test_no_file_writes_a_date_or_names_the_zone_by_itself() -> None:
    found = {file.relative_to(ROOT).as_posix(): list(_formats(parsed(file))) for file in FILES}
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code",
    [
        'f"{at:%d/%m/%Y}"',
        'on.strftime("%d.%m")',
        'f"{at:%H:%M ngày %d/%m}"',
        'f"{day.day:02d}"',
        'f"{day:02}/{month}"',
        'ZoneInfo("Asia/Ho_Chi_Minh")',
        'f"{people:,}"',
    ],
)
def test_what_would_write_another_way_is_seen(code: str) -> None:
    assert list(_formats(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'f"{at:%Y-%m-%d}"',
        'f"{year}-{month:02}-{day:02} 00:00"',
        'f"{at:%Y%m%dT%H%M%S}"',
        'f"{at:%H:%M}"',
    ],
)
def test_what_machines_read_and_a_bare_hour_stay(code: str) -> None:
    assert not list(_formats(ast.parse(code)))
