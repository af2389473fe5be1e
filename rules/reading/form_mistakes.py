"""What does not hang together in a form: roles, references, versions, words."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rules.files.nodes import Path as KeyPath
from rules.meaning.form import MOVING, Role
from rules.reading.form_shape import FigureShape, FormShape

# (path, what is wrong, what is allowed)
Mistake = tuple[KeyPath, str, str]
IN_WORDS = re.compile(r"\{([^{}]*)\}")
_ONCE = (Role.OPENING, Role.ADJUSTMENT, Role.CLOSING)


def mistakes(shape: FormShape) -> Iterator[Mistake]:
    """Yield what contradicts something else in the file."""
    yield from _roles(shape)
    yield from _figures(shape)
    yield from _versions(shape)
    yield from _sums(shape)
    yield from _identities(shape)
    yield from _measures(shape)
    yield from _summary(shape)


def _asked(shape: FormShape, version: int) -> dict[str, FigureShape]:
    """Return the figures that `version` of the form asks."""
    return {
        id_: one
        for id_, one in shape.figures.items()
        if one.since <= version and (one.until is None or version <= one.until)
    }


def _roles(shape: FormShape) -> Iterator[Mistake]:
    """Every version has to hang together: reports by the older ones are still read."""
    found = [one for v in range(1, shape.version + 1) for one in _roles_of(_asked(shape, v))]
    yield from dict.fromkeys(found)


def _roles_of(figures: Mapping[str, FigureShape]) -> Iterator[Mistake]:
    first: dict[Role, str] = {}
    for id_, one in figures.items():
        known = first.setdefault(one.role, id_)
        if one.role in _ONCE and known != id_:
            what = f'"{known}" is already the {one.role}'
            yield ("figures", id_, "role"), what, f"one figure for each of {', '.join(_ONCE)}"
    moving = {*MOVING, *_ONCE} & set(first)
    for needed in (Role.OPENING, Role.CLOSING):
        if moving and needed not in first:
            id_ = next(name for name, one in figures.items() if one.role in moving)
            what = f'a figure that is "{figures[id_].role}" needs one that is "{needed}"'
            yield ("figures", id_, "role"), what, f"role: {needed} at another figure, or role: memo"


def _figures(shape: FormShape) -> Iterator[Mistake]:
    now = _asked(shape, shape.version)
    known = ", ".join(now)
    for id_, one in now.items():
        for key, name in (("carried_from", one.carried_from), ("within", one.within)):
            if name is not None and name not in now:
                yield ("figures", id_, key), f'unknown figure "{name}"', known
        if one.within == id_:
            yield ("figures", id_, "within"), "a figure is no part of itself", known
        if id_ in list(Role) and one.role != id_:
            what = f'"{id_}" is the word for a role this figure does not take'
            yield ("figures", id_), what, f"role: {id_}, or another id"
        if one.role == Role.ADJUSTMENT and not one.negative:
            what = "an adjustment may be below 0"
            yield ("figures", id_, "role"), what, "negative: true beside it"


def _versions(shape: FormShape) -> Iterator[Mistake]:
    for key, asked in (("figures", shape.figures), ("texts", shape.texts)):
        for id_, one in asked.items():
            if one.since > shape.version:
                what = f"version {one.since} is not yet: the form's is {shape.version}"
                yield (key, id_, "since"), what, f"{shape.version} or less"


def _sums(shape: FormShape) -> Iterator[Mistake]:
    for id_, value in shape.values.items():
        if id_ in shape.figures:
            yield ("values", id_), f'"{id_}" is already a figure', "an id of its own"
        yield from _unknown(shape, ("values", id_), sum=value.sum, less=value.less)
        if value.beyond and shape.lists is None:
            yield ("values", id_, "beyond"), "the form is compared with no list", "lists above"
    for id_, share in shape.percentages.items():
        if id_ in shape.figures:
            yield ("percentages", id_), f'"{id_}" is already a figure', "an id of its own"
        yield from _unknown(shape, ("percentages", id_), part=share.part, whole=share.whole)
        for name in (*share.part, *share.whole):
            if name in shape.figures and not shape.figures[name].sums:
                what = f'"{name}" does not add up, so a percentage of sums cannot be told'
                yield ("percentages", id_), what, "figures without sums: false"
    if shape.lists is not None:
        yield from _unknown(shape, ("lists",), figures=shape.lists.figures)
    if shape.lists is not None and Role.CLOSING not in {f.role for f in shape.figures.values()}:
        yield ("lists",), "only a closing is compared with lists", "role: closing at a figure"


def _unknown(shape: FormShape, at: KeyPath, **named: Iterable[str]) -> Iterator[Mistake]:
    for key, names in named.items():
        for number, name in enumerate(names):
            if name not in _countable(shape):
                what = f'unknown figure "{name}"'
                yield (*at, key, number), what, ", ".join(_countable(shape))


def _countable(shape: FormShape) -> tuple[str, ...]:
    """Return what may be added up: the figures, and all those of a moving role."""
    now = _asked(shape, shape.version)
    roles = {one.role for one in now.values()}
    return (*now, *(role for role in (Role.PLUS, Role.MINUS) if role in roles))


def _identities(shape: FormShape) -> Iterator[Mistake]:
    balanced = Role.CLOSING in {one.role for one in shape.figures.values()}
    for id_, one in shape.identities.items():
        at = ("identities", id_)
        if one.of is not None and not balanced:
            yield (*at, "of"), "the roles make no balance", "a figure that is the closing"
        yield from _unknown(shape, at, sum=one.sum, less=one.less)
        now = _asked(shape, shape.version)
        if one.equals is not None and one.equals not in now:
            yield (*at, "equals"), f'unknown figure "{one.equals}"', ", ".join(now)


def _measures(shape: FormShape) -> Iterator[Mistake]:
    now = _asked(shape, shape.version)
    balanced = Role.CLOSING in {one.role for one in now.values()}
    for id_, one in shape.measures.items():
        if one.figure not in now:
            yield ("measures", id_, "figure"), f'unknown figure "{one.figure}"', ", ".join(now)
        elif one.follows is not None and one.follows not in now:
            yield ("measures", id_, "follows"), f'unknown figure "{one.follows}"', ", ".join(now)
        elif not balanced or (one.follows is None and now[one.figure].role != Role.MINUS):
            what = "no closing tells who is not there yet, so the target could never be judged"
            allowed = "role: minus at the figure, or `follows` and the figure it comes after"
            yield ("measures", id_, "figure"), what, allowed


def _summary(shape: FormShape) -> Iterator[Mistake]:
    now = _asked(shape, shape.version)
    roles = {one.role for one in now.values()}
    extra = [word for word in (Role.PLUS, Role.MINUS, Role.ADJUSTMENT) if word in roles]
    known = (*now, *shape.percentages, *extra)
    for name in IN_WORDS.findall(shape.words.summary or ""):
        if name not in known:
            what = f'the form has no figure "{name}"'
            yield ("words", "summary"), what, ", ".join(known)
