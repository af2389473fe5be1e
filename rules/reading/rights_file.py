"""Reads rights from YAML and refuses posts and kinds that no body has."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.errors import Problem, Problems
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.meaning.body import BodyRegistry, Kind
from rules.meaning.policy import HEAD
from rules.meaning.right import Right, Rights, Role

_Role = Annotated[Role, Field(strict=False)]


class _Right(Shape):
    title: Words
    may: dict[_Role, dict[str, list[str]]] = Field(min_length=1)
    usual: str = "office/specialist"


class _File(Shape):
    acts: dict[str, _Right] = Field(default_factory=dict)


# Instead of a kind: bodies of every kind that has the post.
EVERY = "every"


def load_rights(folder: Path, shipped: Path, bodies: BodyRegistry) -> Rights:
    """Return the rights of every `*.yaml` in `folder`.

    Without such a file those `shipped` hold, as far as their kinds and posts are those of `bodies`.

    Raises: RuleError with all problems: an unknown role, kind or post, an act written twice.
    """
    own = any(folder.glob("*.yaml"))
    return _read(folder if own else shipped, bodies, strictly=own)


def _read(folder: Path, bodies: BodyRegistry, *, strictly: bool) -> Rights:
    acts, problems = dict[str, Right](), Problems()
    for file in sorted(folder.glob("*.yaml")):
        with problems.gather():
            source = read(file)
            written = validate(source, _File)
            for name, one in written.acts.items():
                at = ("acts", name)
                for problem in _mistakes(source, at, one, bodies, acts) if strictly else ():
                    problems.add(problem)
                acts[name] = _right(source, name, one, bodies.kinds)
    problems.raise_any()
    return Rights(acts)


def _right(source: Source, name: str, one: _Right, kinds: Mapping[str, Kind]) -> Right:
    may = {
        role: {id_: _posts(by_kind, kind) for id_, kind in kinds.items()}
        for role, by_kind in one.may.items()
    }
    found = {role: {id_: posts for id_, posts in by.items() if posts} for role, by in may.items()}
    return Right(name, one.title, found, one.usual, source)


def _posts(by_kind: Mapping[str, list[str]], kind: Kind) -> tuple[str, ...]:
    """Return which posts of `kind` are named; "head" is whichever answers for such a body."""
    named = [*by_kind.get(kind.id, ()), *by_kind.get(EVERY, ())]
    posts = [kind.head or post if post == HEAD else post for post in named]
    return tuple(dict.fromkeys(post for post in posts if post in kind.posts))


def _mistakes(
    source: Source,
    at: tuple[str, str],
    one: _Right,
    bodies: BodyRegistry,
    known: Mapping[str, Right],
) -> Iterator[Problem]:
    kinds = bodies.kinds
    if at[1] in known:
        yield source.problem(at, f'"{at[1]}" is written twice', "each act once in all files")
    where, _, usual = one.usual.partition("/")
    if where not in (Role.BEARER, Role.VIA, Role.TO, Role.OFFICE) or not usual:
        yield source.problem(
            (*at, "usual"),
            f'"{one.usual}" is nobody',
            "bearer/POST, via/POST, to/POST, office/POST",
        )
    for role, by_kind in one.may.items():
        for kind, posts in by_kind.items():
            here, held = (*at, "may", role.value, kind), _held(kinds, kind)
            if not held:
                yield source.problem(here, f'unknown kind "{kind}"', ", ".join((*kinds, EVERY)))
                continue
            for number, post in enumerate(posts):
                if post not in held:
                    what = f'no body of the kind "{kind}" has a post "{post}"'
                    yield source.problem((*here, number), what, ", ".join(held))


def _held(kinds: Mapping[str, Kind], name: str) -> tuple[str, ...]:
    """Return the posts that may be named of a kind, or of every; none of an unknown kind."""
    meant = [kind for id_, kind in kinds.items() if name in (EVERY, id_)]
    posts = dict.fromkeys(post for kind in meant for post in kind.posts)
    return (*posts, *([HEAD] if any(kind.head for kind in meant) else []))
