"""Which figures there are is said by the forms alone: no program file names one."""

import ast
from collections.abc import Iterator

import pytest

from rules.meaning.form import Role
from rules.rulebook import HOME
from tests.coverage_form import FORMS
from tests.sources import nodes, parsed

PACKAGES = ("rules", "language", "models", "notifications", "dondoc", "flows")
FILES = sorted(file for package in PACKAGES for file in (HOME.parent / package).rglob("*.py"))
# The language of forms is the code's; a figure of a form may bear the name of its role.
NAMES = {
    id_ for form in FORMS for id_ in (*form.ids, *form.values, *form.measures, *(form.rows or ()))
} - {role.value for role in Role}
TOPICS = {form.words.about for form in FORMS if form.words.about}
# (name, file) → what the same word means there.
OTHERWISE = {
    ("arrived", "dondoc/desk/held_visit.py"): "that a visit has reached the office",
    ("left", "dondoc/cli/table.py"): "the alignment of a cell",
    ("left", "dondoc/web/pages/jobs/routes.py"): "how many are still to be done",
    ("left", "dondoc/documents/parts/words.py"): "the alignment of a cell",
    ("left", "dondoc/documents/writers/paper.py"): "the alignment of a cell",
    ("left", "dondoc/documents/writers/word_frame.py"): "the alignment of a cell",
    ("left", "dondoc/documents/writers/word_table.py"): "the alignment of a cell",
    ("left", "dondoc/documents/writers/word_text.py"): "the alignment of a cell",
    ("left", "dondoc/contacts/changes.py"): "who is no longer in the address book",
    ("left", "dondoc/desk/stop.py"): "what a stopped directive leaves as it stands",
    ("left", "dondoc/cli/directives.py"): "what a stopped directive leaves as it stands",
    ("left", "notifications/deadline.py"): "the time that is left",
    ("left", "notifications/rounds.py"): "whose case has left the road, and why",
    ("so_nguoi", "dondoc/web/pages/helping/routes.py"): "a field of one page: people helped",
    ("arrived", "dondoc/desk/settle.py"): "whether a message came",
    ("adjusted", "dondoc/documents/kinds/dossier/rows.py"): "a kind of entry",
    ("adjusted", "dondoc/reports/record.py"): "a kind of entry",
    ("adjusted", "dondoc/reports/view.py"): "a key that machines were promised",
    ("left", "dondoc/people/reading/rows.py"): "rows that name nobody",
    ("left", "dondoc/people/reading/shown.py"): "rows that name nobody",
    ("left", "dondoc/cli/list_columns.py"): "rows that name nobody",
    ("left", "dondoc/people/reading/file.py"): "rows that name nobody",
    ("left", "dondoc/people/rebase.py"): "the reason for which somebody leaves a list",
    ("left", "dondoc/people/coming.py"): "the reason for which somebody leaves a list",
    ("adjusted", "dondoc/web/api/answers.py"): "a key that machines were promised",
    ("BHYT", "dondoc/people/identity.py"): "a number that people have, as laws call it",
    ("BHYT", "models/double.py"): "a number that people have",
    ("BHYT", "dondoc/looking/handed_down.py"): "a number that people have",
    ("carded", "dondoc/reports/people_counts.py"): "a fact of one person",
    **{
        ("left", f"dondoc/{file}.py"): "whose case has left the road, and why"
        for file in (
            *(
                "cases/along",
                "cases/cases",
                "cases/leaving",
                "cases/road",
                "cli/case_reports",
                "desk/case_answer",
            ),
            *(
                "desk/case_report",
                "desk/case_signing",
                "looking/case",
                "looking/cases",
            ),
            *(f"documents/kinds/cases/{one}" for one in ("assembly", "content", "sheets")),
        )
    },
    **{
        (name, file): "a fact of one person, and a key that machines were promised"
        for name, files in {
            "enrolled": (
                *("people/census.py", "looking/coverage.py", "cli/coverage.py"),
                "documents/parts/shown/people.py",
            ),
            "carded": ("people/census.py", "looking/coverage.py", "cli/coverage.py"),
        }.items()
        for file in (f"dondoc/{one}" for one in files)
    },
    ("carded", "dondoc/people/fact.py"): "a fact of one person: a list of cards shows one",
    ("carded", "dondoc/documents/parts/coverage_of.py"): "a key that machines were promised",
}


def named(tree: ast.Module) -> Iterator[str]:
    """Yield the figures of forms that a program names: as text, attribute, field or keyword."""
    documented = {
        id(node.body[0].value)
        for node in nodes(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documented:
                yield from _in_text(node.value)
        elif isinstance(node, ast.Attribute):
            yield from {node.attr} & NAMES
        elif isinstance(node, ast.keyword) and node.arg:
            yield from {node.arg} & NAMES
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield from {node.target.id} & NAMES


def _in_text(text: str) -> Iterator[str]:
    yield from {text, text.rpartition(".")[2]} & NAMES
    yield from (topic for topic in TOPICS if topic in text)


@pytest.fixture(scope="module")
def found() -> set[tuple[str, str]]:
    """What the program's files name: (name, file)."""
    return {
        (name, file.relative_to(HOME.parent).as_posix())
        for file in FILES
        for name in named(parsed(file))
    }


def test_no_program_file_names_a_figure_of_a_form(found: set[tuple[str, str]]) -> None:
    assert found - OTHERWISE.keys() == set()


@pytest.mark.parametrize(
    "code",
    [
        'x = row["carded"]',
        'at = "can-ngheo.enrolled"',
        "x = figures.not_joining",
        "x = Movement(recognised=3)",
        "class Row:\n    arrived: int = 0",
        'say("Chưa tham gia BHYT cuối kỳ")',
    ],
)
def test_a_figure_is_found_however_it_is_named(code: str) -> None:
    assert set(named(ast.parse(code)))


def test_an_exception_that_nothing_needs_is_taken_out(found: set[tuple[str, str]]) -> None:
    assert set(OTHERWISE) <= found
