"""Reads routes from YAML and refuses those that would leave a notice without a way."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from rules.errors import Problem, Problems
from rules.files.located import Shape
from rules.files.source import Source, read, validate
from rules.meaning.routing import BY_EMAIL, Route, Routing
from steps import table
from steps.posts import USUAL

_CHANNEL = re.compile(r"[a-z][a-z0-9-]*")
_All = Literal["all"]


class _Route(Shape):
    title: str = Field(min_length=1)
    steps: _All | list[str] = "all"
    posts: _All | list[str] = "all"
    channels: list[str] = Field(min_length=1)
    copies: list[str] = Field(default_factory=list)


class _File(Shape):
    routes: dict[str, _Route] = Field(min_length=1)


def load_routing(folder: Path, posts: Collection[str] = USUAL) -> Routing:
    """Return the routes of every `*.yaml` in `folder`, by file name, then as written.

    Without such a file everything goes by e-mail. Raises: RuleError with all problems.

    Args:
        posts: those that can be told.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return BY_EMAIL
    routes, problems = list[Route](), Problems()
    for file in files:
        with problems.gather():
            routes.extend(read_routes(read(file), posts))
    problems.raise_any()
    for problem in _uncovered(routes):
        problems.add(problem)
    problems.raise_any()
    return Routing(routes)


def read_routes(source: Source, posts: Collection[str] = USUAL) -> list[Route]:
    """Return the routes of one file, in the order written. Raises: RuleError."""
    written, problems = validate(source, _File).routes, Problems()
    for id_, route in written.items():
        for problem in _bad_words(source, id_, route, posts):
            problems.add(problem)
    problems.raise_any()
    return [
        Route(
            id=id_,
            title=route.title,
            channels=tuple(route.channels),
            steps=None if route.steps == "all" else frozenset(route.steps),
            posts=None if route.posts == "all" else frozenset(route.posts),
            copies=tuple(route.copies),
            source=source,
        )
        for id_, route in written.items()
    ]


def _bad_words(
    source: Source, id_: str, route: _Route, posts: Collection[str]
) -> Iterator[Problem]:
    at = ("routes", id_)
    for key, known in (("steps", table.ALL), ("posts", posts)):
        named: str | list[str] = getattr(route, key)
        if not named:
            yield source.problem((*at, key), "nothing is named", "all, or at least one")
        for number, name in enumerate(named if isinstance(named, list) else ()):
            if name not in known:
                what = f'unknown {key[:-1]} "{name}"'
                yield source.problem((*at, key, number), what, ", ".join(known))
    for number, channel in enumerate(route.channels):
        here = (*at, "channels", number)
        if not _CHANNEL.fullmatch(channel):
            what = f'"{channel}" is no channel'
            yield source.problem(here, what, "a name from `channels` of config.yaml, or any")
        elif channel in route.channels[:number]:
            yield source.problem(here, f'"{channel}" is written twice', "each channel once")
    for number, post in enumerate(route.copies):
        if post not in posts:
            yield source.problem(
                (*at, "copies", number), f'unknown post "{post}"', ", ".join(posts)
            )
        elif route.posts != "all" and post in route.posts:
            what = f'"{post}" would get a copy of its own'
            others = ", ".join(other for other in posts if other not in route.posts)
            yield source.problem((*at, "copies", number), what, others)


def _uncovered(routes: list[Route]) -> Iterator[Problem]:
    first: dict[str, Route] = {}
    for number, route in enumerate(routes):
        known = first.setdefault(route.id, route)
        if known is not route:
            where = known.source.file if known.source else ""
            yield route.problem(
                (), f'the id "{route.id}" is already taken in {where}', "an id of its own"
            )
        if route.for_all and number < len(routes) - 1:
            what = f'"{routes[number + 1].id}" and what follows is never reached after it'
            yield route.problem((), what, "the route for all steps and posts comes last")
    if not routes[-1].for_all:
        what = "the last route must match every step and post"
        yield routes[-1].problem((), what, "steps: all, posts: all")
