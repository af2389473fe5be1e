"""Reads a calendar file: the span, and the days on which our own data wins."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.errors import RuleError
from rules.files.located import Shape, refuse
from rules.files.source import Source, read, validate
from rules.meaning.calendar import Override, WorkingCalendar

# The lunar calendar behind the package ends in 2199; a century is more than an office plans.
_Year = Annotated[int, Field(ge=1990, le=2090)]


class _Years(Shape):
    from_: _Year = Field(alias="from")
    until: _Year


class _Override(Shape):
    day: date
    works: bool
    citation: str | None = None
    assumed: str | None = None
    known_from: date | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "_Override":
        if (self.citation is None) == (self.assumed is None):
            raise refuse("a day needs its reason, one of the two", "citation, assumed")
        if self.citation and self.known_from is None:
            raise refuse(
                "required key is missing: the day the decision was made",
                "known_from: a day as YYYY-MM-DD",
                "known_from",
            )
        return self


class _Calendar(Shape):
    years: _Years
    settled_until: date
    overrides: list[_Override] = Field(default_factory=list)


def load_calendar(path: Path) -> WorkingCalendar:
    """The working calendar of one file. Raises: RuleError with every located problem."""
    source = read(path)
    shape = validate(source, _Calendar)
    _refuse_disorder(source, shape)
    overrides = (
        Override(one.day, one.works, one.citation or one.assumed or "", one.known_from)
        for one in shape.overrides
    )
    return WorkingCalendar(shape.years.from_, shape.years.until, overrides, shape.settled_until)


def _refuse_disorder(source: Source, shape: _Calendar) -> None:
    problems = []
    if shape.years.from_ > shape.years.until:
        problems.append(source.problem(("years",), "`from` lies after `until`", "from ≤ until"))
    seen: set[date] = set()
    for index, one in enumerate(shape.overrides):
        here = ("overrides", index, "day")
        if one.day in seen:
            problems.append(source.problem(here, f"{one.day} is decided twice", "each day once"))
        years = f"{shape.years.from_} to {shape.years.until}"
        if not shape.years.from_ <= one.day.year <= shape.years.until:
            problems.append(source.problem(here, f"{one.day} lies outside `years`", years))
        seen.add(one.day)
    if problems:
        raise RuleError(problems)
