"""Two persons side by side, as who judges whether they are one reads them.

Whoever looks is logged with all that one page shows, before anything of it is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons
from dondoc.looking.doubles import Pair
from dondoc.looking.side import Side, said, sides, written
from dondoc.people.entry import entry_of
from dondoc.people.score import weigh
from models import Access, Purpose


@dataclass(frozen=True)
class Line:
    """One thing that is known of both, in words; `differs`: both are known and are not alike."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Return whether both are known and differ."""
        return bool(self.one and self.other and self.one.casefold() != self.other.casefold())


@dataclass(frozen=True)
class Beside:
    """A pair with both sides, or only the one who is visible: then `other` is None.

    `about`: who that one is, in a line.
    """

    pair: Pair
    one: Side
    other: Side | None
    lines: tuple[Line, ...]
    findings: tuple[str, ...]
    about: str


def beside(look: Look, pairs: Sequence[Pair]) -> list[Beside]:
    """Return `pairs` side by side; none of them opens nobody.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        NotAllowed, Refused, NotLogged, NotPossible: as `open_persons`.
    """
    if not pairs:
        return []
    ids = {case for pair in pairs for case in (pair.one, pair.other) if case is not None}
    opened = open_persons(look, ids, Access.VIEW, Purpose.DOUBLES)
    found = sides(look, opened)
    return [
        _beside(pair, found[pair.one], found.get(pair.other) if pair.other else None)
        for pair in pairs
        if pair.one in found
    ]


def _beside(pair: Pair, one: Side, other: Side | None) -> Beside:
    if other is None:
        return Beside(pair, one, None, (), (), _about(one))
    weighed = weigh(*(entry_of(side.personal, side.body, side.place) for side in (one, other)))
    return Beside(pair, one, other, tuple(_lines(one, other)), weighed.findings, _about(one))


def _about(side: Side) -> str:
    birth = side.personal.birth
    born = [written(birth)] if birth else []
    return "; ".join((side.personal.name, *born, side.place))


def _lines(one: Side, other: Side) -> Iterator[Line]:
    """Yield what is known of either, in the order in which papers say it."""
    mine, theirs = dict(said(one)), dict(said(other))
    for name in mine:
        if mine[name] or theirs[name]:
            yield Line(name, mine[name], theirs[name])
