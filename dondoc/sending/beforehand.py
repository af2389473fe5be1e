"""Beforehand: what letters tell of, read for all letters of one window at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.obligations.targets import target_standings
from dondoc.obligations.watched import Watched, Watching, watched
from dondoc.sending.mention import first_mentions
from models import Notice, NoticeState, Obligation
from models.among import among
from rules.meaning.target import TargetStanding
from rules.rulebook import Rulebook
from steps.table import OVERDUE, PROPOSAL

# Asked for every window that proposes something: made once.
_TOLD_LATE = (
    select(Notice)
    .where(
        among(Notice.obligation_id, "ids"),
        Notice.step == OVERDUE.id,
        Notice.state != NoticeState.CANCELLED.value,
    )
    .order_by(Notice.id)
)


@dataclass(frozen=True)
class Beforehand:
    """What the `letters`, each its notices, tell of; each kind is read when first asked for.

    `owed`: what they are about, by id. `now` (aware), `watching`: at which instant, and how, that
    is read which is followed without a day; without them none is. True in the transaction of
    `session`, until it writes.
    """

    session: Session
    rulebook: Rulebook
    letters: Sequence[Sequence[Notice]]
    owed: Mapping[int, Obligation]
    now: datetime | None = None
    watching: Watching = field(default_factory=dict)

    @cached_property
    def first_mentions(self) -> frozenset[int]:
        """The notices (ids) before which nothing was said."""
        return first_mentions(self.session, self.letters)

    @cached_property
    def standings(self) -> Mapping[int, TargetStanding]:
        """How the targets among what is owed stand, by obligation id."""
        return target_standings(self.session, self.rulebook, self.owed.values())

    @cached_property
    def watched(self) -> Mapping[int, Watched]:
        """How that stands which is followed without a day, by obligation id."""
        if self.now is None:
            return {}
        rows = self.owed.values()
        return watched(self.watching, self.session, self.rulebook, rows, self.now)

    @cached_property
    def told_late(self) -> Mapping[tuple[int, int], Sequence[Notice]]:
        """Who was to be told of being late, by obligation and cycle: of what is proposed."""
        proposed = {
            notice.obligation_id
            for notices in self.letters
            for notice in notices
            if notice.step == PROPOSAL.id
        }
        found: dict[tuple[int, int], list[Notice]] = defaultdict(list)
        asked = {"ids": list(proposed)}
        for notice in self.session.scalars(_TOLD_LATE, asked) if proposed else ():
            found[notice.obligation_id, notice.cycle].append(notice)
        return found
