"""Policies: when something holds of an obligation, who is told what, and by which sentence.

A policy is data: `rules.reading.policy_file` reads it from `rules/policies/*.yaml`,
`rules.meaning.engine` finds those that hold, `rules.meaning.ladder` decides which of them fire.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from rules.errors import Problem
from rules.files.source import Source
from rules.meaning.condition import Condition

HOUSE = "house"
Repeat = Literal["day", "week", "month", "quarter"]


class Check(StrEnum):
    """What a check does: refuse the report, or ask the filer for a word."""

    BLOCK = "block"
    WARN = "warn"


# In a recipient: whichever post answers for the body it is sent to.
HEAD = "head"


def post_of(recipient: str) -> str:
    """Return the post in a recipient: "leader" of "to/leader", "officer" of "officer"."""
    return recipient.rpartition("/")[2]


@dataclass(frozen=True)
class Policy:
    """One declared "when … then …".

    `rung`: its place on the ladder; None: beside the ladder, once a cycle or once per `repeat`.
    `to`: "officer" (the bearer's), "head" (the post that answers for it), "via/officer",
    "to/leader", "office/specialist" (of the office that follows up), "receivers/officer" (of each
    body that lacks its part of a list), "<uid>/<post>".
    `lapses`: when it holds, the step has no sense any more: the rung counts as missed.
    `hold`: posts of `to` whose notices wait until a person releases them.
    A check (of a `figure`, or of a form's rows) has a `Check` for its step, tells nobody: `at` is
    the figure it stands at ("" of a single figure: at itself), `says` what the filer reads.
    """

    id: str
    title: str
    for_: tuple[str, ...]
    when: Condition
    step: str | Check
    rung: int | None
    to: tuple[str, ...]
    repeat: Repeat | None = None
    lapses: Condition | None = None
    hold: frozenset[str] = frozenset()
    source: Source | None = field(default=None, compare=False, repr=False)
    at: str = ""
    says: str = ""

    def held(self, recipient: str) -> bool:
        """Return whether a notice to `recipient` (one of `to`) waits for a person's release."""
        return post_of(recipient) in self.hold

    def problem(self, path: tuple[str | int, ...], what: str, allowed: str = "") -> Problem:
        """Return a problem of this policy, located at `path` below its id."""
        here = ("policies", self.id, *path)
        if self.source is None:
            return Problem("", 1, ".".join(map(str, here)), what, allowed)
        return self.source.problem(here, what, allowed)
