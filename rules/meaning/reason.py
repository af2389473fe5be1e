"""Why somebody comes to a list of people or leaves it: a closed list, and who confirms each kind.

Declared in `rules/people/bien-dong.yaml`, read by `rules.reading.reason_file`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from rules.meaning.duty import Unit
from rules.meaning.right import Role

# "in": to the list, "out": off it, "no": the list stays as it is.
Moves = Literal["in", "out", "no"]


class Subject(StrEnum):
    """What a reason is about, which decides who confirms it and what an act does about it."""

    COVERAGE = "coverage"
    CARD = "card"
    DOUBLE = "double"
    GROUP = "group"
    DEATH = "death"
    RESIDENCE = "residence"
    HOUSEHOLD = "household"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it is called, what it is `about`, which way it `moves` a person."""

    id: str
    title: str
    about: Subject
    moves: Moves


@dataclass(frozen=True, slots=True)
class Within:
    """A term of the house, `assumed` for the reason given."""

    days: int
    unit: Unit
    assumed: str


class UnknownReason(KeyError):
    """A reason that the closed list does not name, with those it does."""

    def __init__(self, id_: str, known: Iterator[str]) -> None:
        self.id, self.known = id_, tuple(known)
        super().__init__(id_)

    def __str__(self) -> str:
        return f"không có lý do {self.id!r} trong danh mục; có: {', '.join(self.known)}"


@dataclass(frozen=True)
class Reasons:
    """The whole list. `confirmed_by`: the role that confirms what is about each subject.

    `reply_within`: how long a body has to answer what somebody asks of their own data.
    `answer_within`: how long a receiving body has to accept somebody or refuse; `reopens_days`: how
    many calendar days before a card ends its holder is worked with again.
    """

    confirmed_by: Mapping[Subject, Role] = field(hash=False)
    by_id: Mapping[str, Reason] = field(hash=False)
    answer_within: Within
    reopens_days: int
    reply_within: Within = Within(10, "working_days", "")

    def get(self, id_: str) -> Reason:
        """Raises: UnknownReason (a KeyError) naming those there are."""
        try:
            return self.by_id[id_]
        except KeyError:
            raise UnknownReason(id_, iter(self.by_id)) from None

    def authority(self, id_: str) -> Role:
        """Return the role whose word the reason `id_` needs; raises UnknownReason."""
        return self.confirmed_by[self.get(id_).about]

    def moving(self, *ways: Moves) -> tuple[str, ...]:
        """Return the reasons that move one of `ways`, in the order declared."""
        return tuple(one.id for one in self.by_id.values() if one.moves in ways)

    def of(self, about: Subject, moves: Moves) -> str:
        """Return the first reason of that subject and way: what the program itself writes down.

        Raises: LookupError where the list has none; the reader refuses such a list.
        """
        for one in self.by_id.values():
            if one.about is about and one.moves == moves:
                return one.id
        raise LookupError(f"no reason about {about} moves {moves}")


NO_REASONS = Reasons({}, {}, Within(1, "working_days", ""), 0)
# What the program writes down itself, so that a list must have a reason for each.
NEEDED: tuple[tuple[Subject, Moves], ...] = (
    (Subject.GROUP, "in"),
    (Subject.GROUP, "out"),
    (Subject.COVERAGE, "in"),
    (Subject.COVERAGE, "out"),
    (Subject.CARD, "in"),
    (Subject.CARD, "out"),
    (Subject.RESIDENCE, "in"),
    (Subject.RESIDENCE, "out"),
    (Subject.DEATH, "out"),
    (Subject.DOUBLE, "out"),
    (Subject.ENTRY, "in"),
    (Subject.ENTRY, "out"),
)
