"""A filled-in form: its figures row by row, its texts. Which figures there are, the form says.

Figures are whole numbers; rows may overlap, so nothing is added up across them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.form import Combined, Form, Percentage, Role

# As it was written: a fraction or nothing is a mistake that a check has to see.
Given: TypeAlias = int | Fraction | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of one row of `form`, asked by role or by id. What is not there counts as 0."""

    form: Form = field(compare=False, repr=False)
    people: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __getitem__(self, figure: str) -> int:
        """Return the figure `figure`, 0 where it is not there."""
        return self.people.get(figure, 0)

    def get(self, figure: str) -> int | None:
        """Return the figure `figure`, None where these figures do not tell it."""
        return self.people.get(figure)

    def items(self) -> Iterator[tuple[str, int | None]]:
        """Yield (figure, number) in the order of the form; None where it is not told."""
        for id_ in self.form.ids:
            yield id_, self.get(id_)

    def of(self, role: Role) -> int:
        """Return the sum of the figures that take `role`."""
        return sum(self[id_] for id_ in self.form.of_role(role))

    @property
    def opening(self) -> int:
        """Return what the row begins with."""
        return self.of(Role.OPENING)

    @property
    def adjustment(self) -> int:
        """Return what corrections of frozen rounds change; may be below 0."""
        return self.of(Role.ADJUSTMENT)

    @property
    def plus(self) -> int:
        """Return how many came."""
        return self.of(Role.PLUS)

    @property
    def minus(self) -> int:
        """Return how many went."""
        return self.of(Role.MINUS)

    @property
    def closing(self) -> int:
        """Return what the row ends with."""
        return self.of(Role.CLOSING)

    @property
    def difference(self) -> int:
        """Return by how much the movement fails to add up; 0 when it does."""
        return self.opening + self.adjustment + self.plus - self.minus - self.closing

    def combined(self, value: Combined) -> int:
        """Return `value` of this row alone."""
        return sum(self[id_] for id_ in value.plus) - sum(self[id_] for id_ in value.minus)

    def percent(self, share: Percentage) -> Fraction | None:
        """Return `share` in percent, exactly; None of a whole that is nothing or not known."""
        known = [self.get(id_) for id_ in (*share.part, *share.whole)]
        whole = sum(self[id_] for id_ in share.whole)
        if whole == 0 or None in known:
            return None
        return Fraction(100 * sum(self[id_] for id_ in share.part), whole)


def add_up(form: Form, rows: Iterable[GroupFigures]) -> GroupFigures:
    """Return the sum of one row of `form` over bodies.

    A figure that does not add up, or that a body's version of the form did not ask, is not there.
    """
    found = list(rows)
    known = {
        figure.id: [row.get(figure.id) for row in found] for figure in form.figures if figure.sums
    }
    sums = {
        id_: sum(number for number in numbers if number is not None)
        for id_, numbers in known.items()
        if None not in numbers
    }
    return GroupFigures(form, sums)


@dataclass(frozen=True, slots=True)
class Figures:
    """One filled-in form that passed its checks. `nil`: nothing happened since the last one."""

    form: Form = field(compare=False, repr=False)
    as_of: date
    nil: bool = False
    groups: Mapping[str, GroupFigures] = field(hash=False, default_factory=dict)
    texts: Mapping[str, str] = field(hash=False, default_factory=dict)

    @property
    def closings(self) -> dict[str, int]:
        """Return the closing per row; nothing of a form without one."""
        if not self.form.balanced:
            return {}
        return {id_: group.closing for id_, group in self.groups.items()}

    def text(self, id_: str) -> str:
        """Return what was written as the text `id_`, "" where nothing was."""
        return self.texts.get(id_, "")

    def to_json(self) -> dict[str, object]:
        """Return the form as it is stored."""
        return {
            "as_of": self.as_of.isoformat(),
            "nil": self.nil,
            "groups": {id_: dict(group.items()) for id_, group in self.groups.items()},
            **{id_: self.text(id_) for id_ in self.form.text_ids},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object], form: Form) -> "Figures":
        """Return what `to_json` stored of a report by `form`."""
        groups = stored["groups"]
        assert isinstance(groups, dict)  # noqa: S101 - as stored
        return cls(
            form=form,
            as_of=date.fromisoformat(str(stored["as_of"])),
            nil=bool(stored["nil"]),
            groups={id_: GroupFigures(form, dict(group)) for id_, group in groups.items()},
            texts={id_: str(stored[id_]) for id_ in form.text_ids if id_ in stored},
        )


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in, before any check. Addresses are "row.figure" or a text's name.

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


def group_figures(form: Form, given: Mapping[str, Given]) -> GroupFigures | None:
    """Return the figures of a row, None while one is missing or fractional."""
    known = {id_: given.get(id_) for id_ in form.ids}
    for figure in form.figures:
        if known[figure.id] is None and not figure.required:
            known[figure.id] = 0
    whole = {id_: number for id_, number in known.items() if isinstance(number, int)}
    return GroupFigures(form, whole) if len(whole) == len(known) else None


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
        for name, number in group.items():
            if number is not None:
                yield f"{id_}.{name}", number
    for id_ in figures.form.text_ids:
        yield id_, figures.text(id_)


def rows_asked(
    form: Form, directive: Directive, bodies: BodyRegistry, bearer: Body, on: date
) -> tuple[str, ...]:
    """Return the rows of `form` that `bearer` is asked for: the form's own, or its groups.

    A group is asked of whom bears a target of it as of `on`. One that has passed is asked on: its
    people still have to be covered.
    """
    if not form.figures:
        return ()
    if form.rows is not None:
        return tuple(form.rows)
    asked = [
        duty.target.group
        for duty in directive.duties.values()
        if duty.target and duty.bearers.means(bodies, bearer.uid, on)
    ]
    return tuple(id_ for id_ in directive.groups if id_ in asked)
