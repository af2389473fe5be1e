"""How one obligation stood whenever something was said of it, by the dates that held then.

What came is taken as it is known now: a report that had come by then makes a word wrong, however
late it was recorded. A date that was granted afterwards makes nothing wrong that was said before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from language.zone import local_date
from models import Covered, Decision, DecisionKind, Obligation, Report, ReportState
from models.standing import has_passed, on_time


@dataclass(frozen=True)
class Course:
    """An obligation with the decisions on it: each with the start of lateness before it.

    `here`: from when and until when a report of it was on file, as it was known then.
    """

    row: Obligation
    decided: tuple[tuple[Decision, datetime], ...]
    here: tuple[tuple[datetime, datetime | None], ...] = ()

    @property
    def first_late(self) -> datetime:
        """Return the earliest start of lateness it ever had."""
        return min([self.row.late_from, *(before for _, before in self.decided)])

    def late_from(self, at: datetime) -> datetime:
        """Return from when it was late by the dates that held at the instant `at` (aware)."""
        later = (before for one, before in self.decided if one.decided_at > at)
        return next(later, self.row.late_from)

    def due_by(self, at: datetime) -> bool:
        """Say whether by those dates its day had passed at the instant `at`."""
        return has_passed(self.late_from(at), at)

    def was_late(self, at: datetime) -> bool:
        """Say whether it was late at the instant `at`: nothing had come by the end of its day."""
        return self.due_by(at) and not on_time(self.row.received_at, self.late_from(at))

    def was_here(self, at: datetime) -> bool:
        """Say whether at the instant `at` a report was known to have come, returned or not."""
        return any(since <= at and (until is None or at < until) for since, until in self.here)

    def was_absent(self, at: datetime) -> bool:
        """Say whether at the instant `at` its day had passed and no report was known."""
        return self.due_by(at) and not self.was_here(at)

    def was_paused(self, at: datetime) -> bool:
        """Say whether nobody was to be urged for it at the instant `at`."""
        return any(
            one.kind == DecisionKind.PAUSE
            and one.decided_at <= at
            and one.until is not None
            and local_date(at) <= one.until
            and not self._was_taken_back(one, at)
            for one, _ in self.decided
        )

    def _was_taken_back(self, decision: Decision, at: datetime) -> bool:
        return any(one.undoes_id == decision.id and one.decided_at <= at for one, _ in self.decided)


def course_of(session: Session, row: Obligation) -> Course:
    """Return the course of `row`."""
    return courses_of(session, [row])[row.id]


def courses_of(session: Session, rows: Iterable[Obligation]) -> dict[int, Course]:
    """Return the courses of `rows` by their ids."""
    known = {row.id: row for row in rows}
    query = (
        select(Covered.obligation_id, Decision, Covered.late_from_before)
        .join(Decision, Decision.id == Covered.decision_id)
        .where(Covered.obligation_id.in_(known))
        .order_by(Decision.decided_at, Decision.id)
    )
    decided: dict[int, list[tuple[Decision, datetime]]] = {id_: [] for id_ in known}
    for id_, one, before in session.execute(query):
        decided[id_].append((one, before))
    here: dict[int, list[tuple[datetime, datetime | None]]] = {id_: [] for id_ in known}
    for report in session.execute(
        select(Report.obligation_id, Report.recorded_at, Report.undone_at).where(
            Report.obligation_id.in_(known), Report.state != ReportState.ADJUSTMENT.value
        )
    ):
        here[report.obligation_id].append((report.recorded_at, report.undone_at))
    return {id_: Course(row, tuple(decided[id_]), tuple(here[id_])) for id_, row in known.items()}
