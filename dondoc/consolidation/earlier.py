"""Earlier rounds of a duty: what each body closed with last time, and what is last known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.find import before_round
from dondoc.reports.filed import groups_of, inherited, rounds_told
from models import Obligation
from rules.meaning.figures import Figures
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Known:
    """The figures a body last reported: the period they are of, the day they count up to."""

    period: str
    figures: Figures

    @property
    def as_of(self) -> date:
        """Return the day up to which the figures count."""
        return self.figures.as_of

    @property
    def closings(self) -> dict[str, int]:
        """Return the closing per group."""
        return self.figures.closings


class Earlier:
    """The rounds before that of `row`, read at once, as known at the instant `as_of`.

    Returned figures are not among them.
    """

    def __init__(
        self,
        session: Session,
        rulebook: Rulebook,
        row: Obligation,
        as_of: datetime | None = None,
    ) -> None:
        before = rounds_told(session, rulebook, before_round(row), as_of)
        rows, self._figures = before.rows, before.figures
        self._bodies = rulebook.bodies
        self._asked = {row.bearer_uid: groups_of(rulebook, row) for row in rows}
        self._last_period = rows[-1].period if rows else ""
        self._told = {row.bearer_uid: row for row in rows if row.id in self._figures}

    def last_known(self, uid: str) -> Known | None:
        """Return what `uid` itself last reported, None where it never did."""
        row = self._told.get(uid)
        return Known(row.period, self._figures[row.id]) if row else None

    def previous(self, uid: str) -> Mapping[str, int]:
        """Return the closings of the round before, per group.

        A body without a round of its own then has its predecessors' closings, where every one of
        them is known and none was split.
        """
        if uid in self._told:
            return self._last(uid) or {}
        return inherited(self._bodies, uid, self._last) or {}

    def _last(self, uid: str) -> Mapping[str, int] | None:
        row = self._told.get(uid)
        if row is not None and row.period == self._last_period:
            return self._figures[row.id].closings
        return None if self._asked.get(uid, ("",)) else {}
