"""Reads from YAML within which time an incident has to be reported."""

from pathlib import Path

from pydantic import Field

from rules.files.located import Shape, Words
from rules.files.source import read, validate
from rules.meaning.incident import IncidentTerm

FILE = "su-co.yaml"


class _Report(Shape):
    hours: int = Field(ge=1, le=24 * 30)
    to: Words
    basis: Words
    assumed: Words | None = None


class _File(Shape):
    report: _Report


def load_incident_term(folder: Path, shipped: Path) -> IncidentTerm:
    """Return what `folder` declares, where it declares nothing what `shipped` does.

    Raises: RuleError with every problem.
    """
    own = folder / FILE
    one = validate(read(own if own.is_file() else shipped / FILE), _File).report
    return IncidentTerm(one.hours, one.to, one.basis, one.assumed or "")
