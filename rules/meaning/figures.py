"""The coverage form: the movement of a list of people, group by group.

opening + adjusted + plus − minus = closing, where closing is who is not yet covered. Figures are
people, whole numbers; groups overlap, so nothing is added up across them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.directive import Directive

COVERAGE = "coverage"
PLUS = ("recognised", "arrived", "expired")
MINUS = ("enrolled", "covered_elsewhere", "left")
FIGURES = ("opening", "adjusted", *PLUS, *MINUS, "closing", "carded", "not_joining")
# Corrections of a frozen round; left out, there is none.
SIGNED = frozenset({"adjusted"})
TEXTS = ("done", "obstacles", "proposals")
REQUIRED_TEXTS = frozenset({"done"})

# As it was written: a fraction or nothing is a mistake that a check has to see.
Given: TypeAlias = int | Fraction | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """People of one group. `adjusted`: what corrections of frozen rounds change, may be below 0.

    `left`: moved, died, left the group, or stood on the list by error; `carded`: cards handed
    out in the period; `not_joining`: of `closing`, who will not join after help.
    """

    opening: int = 0
    adjusted: int = 0
    recognised: int = 0
    arrived: int = 0
    expired: int = 0
    enrolled: int = 0
    covered_elsewhere: int = 0
    left: int = 0
    closing: int = 0
    carded: int = 0
    not_joining: int = 0

    @property
    def plus(self) -> int:
        """Return how many came onto the list."""
        return self.recognised + self.arrived + self.expired

    @property
    def minus(self) -> int:
        """Return how many went off the list."""
        return self.enrolled + self.covered_elsewhere + self.left

    @property
    def difference(self) -> int:
        """Return by how many people the movement fails to add up; 0 when it does."""
        return self.opening + self.adjusted + self.plus - self.minus - self.closing

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield (figure, people) in the order of the form."""
        for name in FIGURES:
            yield name, getattr(self, name)


@dataclass(frozen=True, slots=True)
class Figures:
    """One filled-in form that passed its checks. `nil`: nothing moved since the last one."""

    as_of: date
    nil: bool
    groups: Mapping[str, GroupFigures] = field(hash=False, default_factory=dict)
    done: str = ""
    obstacles: str = ""
    proposals: str = ""

    @property
    def closings(self) -> dict[str, int]:
        """Return the closing per group."""
        return {id_: group.closing for id_, group in self.groups.items()}

    def to_json(self) -> dict[str, object]:
        """Return the form as it is stored."""
        return {
            "as_of": self.as_of.isoformat(),
            "nil": self.nil,
            "groups": {id_: dict(group.items()) for id_, group in self.groups.items()},
            **{name: getattr(self, name) for name in TEXTS},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Figures":
        """Return the form that `to_json` stored."""
        groups = stored["groups"]
        assert isinstance(groups, dict)  # noqa: S101 - as stored
        return cls(
            as_of=date.fromisoformat(str(stored["as_of"])),
            nil=bool(stored["nil"]),
            groups={id_: GroupFigures(**group) for id_, group in groups.items()},
            **{name: str(stored[name]) for name in TEXTS},
        )


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in, before any check. Addresses are "group.figure" or a text's name.

    `explanations`: the filer's word at an address. `places`: where an address stands in the file
    it was read from ("C12").
    """

    as_of: date | None
    nil: bool = False
    groups: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, at: str) -> str:
        """Return where the filer finds the address `at`."""
        return self.places.get(at, at)


class Change(NamedTuple):
    """What one revision changed: the address, before and after; None where it was not there."""

    at: str
    before: int | str | None
    after: int | str | None


def group_figures(given: Mapping[str, Given]) -> GroupFigures | None:
    """Return the figures of a group, None while one is missing or fractional."""
    whole = {name: given.get(name, 0 if name in SIGNED else None) for name in FIGURES}
    people = {name: value for name, value in whole.items() if isinstance(value, int)}
    return GroupFigures(**people) if len(people) == len(FIGURES) else None


def differences(before: Figures, after: Figures) -> tuple[Change, ...]:
    """Return what `after` says otherwise than `before`, in the order of the form."""
    then, now = dict(_flat(before)), dict(_flat(after))
    return tuple(
        Change(at, then.get(at), now.get(at))
        for at in {**then, **now}
        if then.get(at) != now.get(at)
    )


def _flat(figures: Figures) -> Iterator[tuple[str, int | str]]:
    yield "as_of", figures.as_of.isoformat()
    yield "nil", figures.nil
    for id_, group in figures.groups.items():
        for name, people in group.items():
            yield f"{id_}.{name}", people
    for name in TEXTS:
        yield name, getattr(figures, name)


def groups_asked(
    directive: Directive, bodies: BodyRegistry, bearer: Body, on: date
) -> tuple[str, ...]:
    """Return the groups `bearer` is asked for: those of which it bears a target as of `on`.

    A target that has passed is asked on: its people still have to be covered.
    """
    asked = [
        duty.target.group
        for duty in directive.duties.values()
        if duty.target and bearer.uid in {body.uid for body in duty.bearers.resolve(bodies, on)}
    ]
    return tuple(id_ for id_ in directive.groups if id_ in asked)


def addresses(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return every address of the form for `groups`, in its order."""
    return ("as_of", "nil", *(f"{id_}.{name}" for id_ in groups for name in FIGURES), *TEXTS)
