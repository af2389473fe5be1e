"""What is followed without a day in the text: lists that go down, visits, questions, cases.

Such an obligation has no term and no report: it is open as long as there is something to follow,
and what the policies see of it are counts. How each kind is read stands in the room that knows it;
whoever sweeps or sends is handed all of them as a `Watching`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models import Notice
from notifications.rounds import WatchedView
from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.facts import WatchedFigures
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Told:
    """Who is told of a step beside the bearer: bodies (uids), or contacts of the bearer's.

    `contacts`: by number; None among them: whoever holds the post that the policy names.
    """

    bodies: tuple[str, ...] = ()
    contacts: tuple[int | None, ...] = ()


class Watched(Protocol):
    """How one such obligation stands."""

    @property
    def figures(self) -> WatchedFigures:
        """Return what the policies see."""

    @property
    def keeps(self) -> tuple[int, ...]:
        """Return what is remembered once a step that remembers has told it."""

    def told(self, step: str) -> Told:
        """Return who is to be told of a step (its id)."""

    def untrue(self, bodies: BodyRegistry, notice: Notice, today: date) -> str | None:
        """Return why a notice of it has become untrue on a local date, None where it has not."""

    def shown(
        self, directive: Directive, bodies: BodyRegistry, notice: Notice, today: date
    ) -> WatchedView:
        """Return what a notice of it tells."""


# From obligations of one kind (rows of their columns) to how each stands at an instant, by id.
Reader = Callable[[Session, Rulebook, Sequence[Any], datetime], Mapping[int, Watched]]
# By the kind of the obligation.
Watching = Mapping[str, Reader]
NOTHING_WATCHED: Watching = MappingProxyType({})


def watched(
    watching: Watching, session: Session, rulebook: Rulebook, rows: Iterable[Any], now: datetime
) -> dict[int, Watched]:
    """Return, by obligation id, how those of `rows` stand at `now` (aware) that are watched.

    Args:
        rows: obligations of any kind; those that nobody watches are left out.
    """
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.kind in watching:
            by_kind[row.kind].append(row)
    found: dict[int, Watched] = {}
    for kind, some in by_kind.items():
        found |= watching[kind](session, rulebook, some, now)
    return found
