"""Reads the titles of lists of people from YAML and refuses those that would mean two things."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from language.text import spelt
from rules.errors import Problem, Problems
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.meaning.list_titles import ListColumn, ListField, ListTitles

_Field = Annotated[ListField, Field(strict=False)]


class _Column(Shape):
    called: Words
    titles: list[Words] = Field(min_length=1)
    within: str = ""
    many: bool = False
    doubtful: list[Words] = Field(default_factory=list)


class _Headings(Shape):
    village: list[Words] = Field(default_factory=list)
    commune: list[Words] = Field(default_factory=list)
    section: list[Words] = Field(default_factory=list)


class _File(Shape):
    columns: dict[_Field, _Column] = Field(min_length=1)
    above: dict[str, list[Words]] = Field(default_factory=dict)
    aside: list[Words] = Field(default_factory=list)
    headings: _Headings = Field(default_factory=_Headings)


def load_lists(folder: Path, shipped: Path) -> ListTitles:
    """Return the titles that the one `*.yaml` in `folder` declares; without it those of `shipped`.

    Raises: RuleError with all problems: an unknown column, a title of two, an unknown `within`, a
    second file.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return load_lists(shipped, shipped) if folder != shipped else ListTitles()
    source, problems = read(files[0]), Problems()
    written = validate(source, _File)
    if len(files) > 1:
        what = f"{files[0].name} already declares the titles"
        problems.add(Problem(str(files[1]), 1, "(file)", what, "one file for all titles"))
    for problem in _mistakes(source, written):
        problems.add(problem)
    problems.raise_any()
    return _titles(written)


def _titles(written: _File) -> ListTitles:
    return ListTitles(
        tuple(
            ListColumn(
                name, one.called, tuple(one.titles), one.within, one.many, tuple(one.doubtful)
            )
            for name, one in written.columns.items()
        ),
        {name: tuple(titles) for name, titles in written.above.items()},
        tuple(written.aside),
        tuple(written.headings.village),
        tuple(written.headings.commune),
        tuple(written.headings.section),
    )


def _mistakes(source: Source, written: _File) -> Iterator[Problem]:
    parents = [*map(str, written.columns), *written.above]
    taken: dict[tuple[str, str], str] = {}
    for name, one in written.columns.items():
        at = ("columns", str(name))
        if one.within and one.within not in parents:
            what = f'no column or title above is called "{one.within}"'
            yield source.problem((*at, "within"), what, ", ".join(parents))
        titles = [("titles", *pair) for pair in enumerate(one.titles)]
        for part, number, title in (*titles, *(("doubtful", *p) for p in enumerate(one.doubtful))):
            key = (one.within, spelt(title))
            if taken.setdefault(key, name) != name:
                what = f'"{title}" already means {taken[key]}'
                yield source.problem((*at, part, number), what, "a title of one column")
    if ListField.NAME not in written.columns:
        yield source.problem(("columns",), "the column of names is missing", "name: …")
