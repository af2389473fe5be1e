"""Status: the official four-way return, as it was known at any past instant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from models import Directive, Kind, Obligation, ObligationState, Report, ReportState
from rules.rulebook import Rulebook


@dataclass
class DutyStatus:
    """The counts of one duty and due date.

    `unknown`: targets without figures, and what lay before the registration. `blocked_by`: of a
    consolidation that is not done, how many of its reports have not come.
    """

    directive: str
    duty: str
    due_on: date
    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    unknown: int = 0
    blocked_by: int = 0

    def as_json(self) -> dict[str, str | int]:
        """Return the promised JSON object."""
        return {**asdict(self), "due_on": self.due_on.isoformat()}

    @property
    def missing(self) -> int:
        """Return how many reports have not come."""
        return self.open_in_time + self.open_overdue + self.unknown


def status(
    session: Session, rulebook: Rulebook, directive: str | None, as_of: datetime
) -> list[DutyStatus]:
    """Count every duty and due date, by what was recorded at the instant `as_of` (aware).

    Args:
        directive: its id, or None for all that are registered.
    Raises:
        Refused: the directive was never registered.
    """
    if directive is not None and session.get(Directive, directive) is None:
        known = ", ".join(session.scalars(select(Directive.id))) or "chưa có văn bản nào"
        raise Refused(f"văn bản {directive!r} chưa được đăng ký; có: {known}")
    received = _received(session, as_of)
    rows: dict[tuple[str, str, str], DutyStatus] = {}
    for obligation in session.scalars(_known(directive, as_of)):
        key = (obligation.directive_id, obligation.duty, obligation.period)
        count = rows.get(key)
        if count is None:
            count = rows[key] = DutyStatus(*key[:2], obligation.due_on)
        _add(count, obligation, received.get(obligation.id), as_of)
    _block(rows, rulebook)
    return sorted(rows.values(), key=lambda r: (r.directive, r.due_on, r.duty))


def _known(directive: str | None, as_of: datetime) -> Select[tuple[Obligation]]:
    query = select(Obligation).where(
        Obligation.registered_at <= as_of,
        or_(Obligation.withdrawn_at.is_(None), Obligation.withdrawn_at > as_of),
    )
    return query.where(Obligation.directive_id == directive) if directive else query


def _received(session: Session, as_of: datetime) -> dict[int, datetime]:
    """Return, per obligation id, when its first report that counted at `as_of` was received."""
    query = (
        select(Report.obligation_id, func.min(Report.received_at))
        .where(
            Report.recorded_at <= as_of,
            Report.state != ReportState.ADJUSTMENT.value,
            or_(Report.undone_at.is_(None), Report.undone_at > as_of),
        )
        .group_by(Report.obligation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _add(count: DutyStatus, row: Obligation, received: datetime | None, as_of: datetime) -> None:
    if received is not None:
        if received < row.late_from:
            count.done_on_time += 1
        else:
            count.done_late += 1
    elif _unknown(row, as_of):
        count.unknown += 1
    elif row.late_from <= as_of:
        count.open_overdue += 1
    else:
        count.open_in_time += 1


def _unknown(row: Obligation, as_of: datetime) -> bool:
    before_registration = row.late_from <= row.registered_at
    if row.state == ObligationState.HISTORIC or before_registration:
        return True
    return row.kind == Kind.TARGET and row.late_from <= as_of


def _block(rows: dict[tuple[str, str, str], DutyStatus], rulebook: Rulebook) -> None:
    missing: dict[tuple[str, str, str], int] = defaultdict(int)
    for key, count in rows.items():
        missing[key] = count.missing
    for (directive, duty, period), count in rows.items():
        inputs = _inputs(rulebook, directive, duty)
        if inputs and count.missing:
            count.blocked_by = missing[(directive, inputs, period)]


def _inputs(rulebook: Rulebook, directive: str, duty: str) -> str | None:
    declared = rulebook.directives.get(directive)
    found = declared.duties.get(duty) if declared else None
    return found.consolidates if found else None


def table(rows: Iterable[DutyStatus]) -> list[list[str]]:
    """Return the rows as a specialist reads them, dates in Vietnamese order."""
    return [
        [
            row.due_on.strftime("%d/%m/%Y"),
            row.duty,
            *(
                str(n)
                for n in (
                    row.done_on_time,
                    row.done_late,
                    row.open_in_time,
                    row.open_overdue,
                    row.unknown,
                    row.blocked_by,
                )
            ),
        ]
        for row in rows
    ]
