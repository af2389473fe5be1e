"""The shipped form of insurance coverage, and rows of it, for tests."""

from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form
from rules.meaning.forms import Forms
from rules.reading.form_file import load_forms
from rules.rulebook import HOME

FORMS: Forms = load_forms(HOME / "forms")
COVERAGE: Form = FORMS.stored("coverage@1")
FIGURES = COVERAGE.ids
assert COVERAGE.lists is not None
LISTS = COVERAGE.lists


def movement(**figures: int) -> GroupFigures:
    """Return a row in which nothing moves but what is named."""
    return GroupFigures(COVERAGE, {**dict.fromkeys(FIGURES, 0), **figures})
