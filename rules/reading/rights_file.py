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
from rules.meaning.right import USUAL, Right, Rights, Role

_Role = Annotated[Role, Field(strict=False)]


class _May(Shape):
    title: Words
    may: dict[_Role, dict[str, list[str]]] = Field(min_length=1)


class _Act(_May):
    usual: str = USUAL


class _File(Shape):
    acts: dict[str, _Act] = Field(default_factory=dict)
    sights: dict[str, _May] = Field(default_factory=dict)


# Instead of a kind: bodies of every kind that has the post.
EVERY = "every"


def load_rights(folder: Path, shipped: Path, bodies: BodyRegistry) -> Rights:
    """Return the rights of every `*.yaml` in `folder`.

    A section that no file has (acts, sights) is the one of `shipped`, as far as its kinds and posts
    are those of `bodies`.

    Raises: RuleError with all problems: an unknown role, kind or post, a right written twice.
    """
    own = _read(folder, bodies, strictly=True)
    if own.acts and own.sights:
        return own
    given = _read(shipped, bodies, strictly=False)
    return Rights(own.acts or given.acts, own.sights or given.sights)


def _read(folder: Path, bodies: BodyRegistry, *, strictly: bool) -> Rights:
    acts, sights, problems = dict[str, Right](), dict[str, Right](), Problems()
    for file in sorted(folder.glob("*.yaml")):
        with problems.gather():
            source = read(file)
            written = validate(source, _File)
            parts = ("acts", written.acts, acts), ("sights", written.sights, sights)
            for part, rights, known in parts:
                for name, one in rights.items():
                    at = (part, name)
                    for problem in _mistakes(source, at, one, bodies, known) if strictly else ():
                        problems.add(problem)
                    known[name] = _right(source, name, one, bodies.kinds)
    problems.raise_any()
    return Rights(acts, sights)


def _right(source: Source, name: str, one: _May, kinds: Mapping[str, Kind]) -> Right:
    may = {
        role: {id_: _posts(by_kind, kind) for id_, kind in kinds.items()}
        for role, by_kind in one.may.items()
    }
    found = {role: {id_: posts for id_, posts in by.items() if posts} for role, by in may.items()}
    usual = one.usual if isinstance(one, _Act) else USUAL
    return Right(name, one.title, found, usual, source)


def _posts(by_kind: Mapping[str, list[str]], kind: Kind) -> tuple[str, ...]:
    """Return which posts of `kind` are named; "head" is whichever answers for such a body."""
    named = [*by_kind.get(kind.id, ()), *by_kind.get(EVERY, ())]
    posts = [kind.head or post if post == HEAD else post for post in named]
    return tuple(dict.fromkeys(post for post in posts if post in kind.posts))


def _mistakes(
    source: Source,
    at: tuple[str, str],
    one: _May,
    bodies: BodyRegistry,
    known: Mapping[str, Right],
) -> Iterator[Problem]:
    kinds = bodies.kinds
    if at[1] in known:
        yield source.problem(at, f'"{at[1]}" is written twice', "each right once in all files")
    if isinstance(one, _Act):
        yield from _nobody(source, at, one.usual, kinds)
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


def _nobody(
    source: Source, at: tuple[str, str], usual: str, kinds: Mapping[str, Kind]
) -> Iterator[Problem]:
    """Yield what is wrong with who usually does it: a role that one body has, and a post."""
    where, _, post = usual.partition("/")
    if where in set(Role) - {Role.ALL, Role.REACHED}:
        held = _held(kinds, EVERY)
        if post in held:
            return
        what = f'no body has a post "{post}"'
        yield source.problem((*at, "usual"), what, ", ".join(held))
        return
    allowed = "bearer/POST, via/POST, to/POST, office/POST"
    yield source.problem((*at, "usual"), f'"{usual}" is nobody', allowed)


def _held(kinds: Mapping[str, Kind], name: str) -> tuple[str, ...]:
    """Return the posts that may be named of a kind, or of every; none of an unknown kind."""
    meant = [kind for id_, kind in kinds.items() if name in (EVERY, id_)]
    posts = dict.fromkeys(post for kind in meant for post in kind.posts)
    return (*posts, *([HEAD] if any(kind.head for kind in meant) else []))
