"""Status: the official four-way return, as it was known at any past instant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.obligations.rates import Rate, rates
from dondoc.obligations.standing import Standing, standings
from dondoc.visible import EVERYTHING, Visible
from language.dates import full_day
from models import Directive, Kind, Obligation
from models.standing import Way
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

    def add(self, way: Way) -> None:
        """Count one more that stands so."""
        setattr(self, way, getattr(self, way) + 1)

    @property
    def missing(self) -> int:
        """Return how many reports have not come."""
        return self.open_in_time + self.open_overdue + self.unknown


def status(
    session: Session,
    rulebook: Rulebook,
    directive: str | None,
    as_of: datetime,
    visible: Visible = EVERYTHING,
) -> list[DutyStatus]:
    """Count every duty and due date, by what was recorded at the instant `as_of` (aware).

    Args:
        directive: its id, or None for all that are registered.
        visible: the bodies that are counted.
    Raises:
        Refused: the directive was never registered.
    """
    refuse_unregistered(session, directive)
    rows: dict[tuple[str, str, str], DutyStatus] = {}
    for one in standings(session, as_of, *_of(directive, visible)):
        key = one.owed.directive_id, one.owed.duty, one.owed.period
        count = rows.get(key)
        if count is None:
            count = rows[key] = DutyStatus(*key[:2], one.due_on)
        # An extension is one body's own; the round keeps its date.
        count.due_on = min(count.due_on, one.due_on)
        count.add(one.way)
    _block(rows, rulebook)
    return sorted(rows.values(), key=lambda r: (r.directive, r.due_on, r.duty))


def by_body(
    session: Session, directive: str | None, as_of: datetime, visible: Visible = EVERYTHING
) -> list[Standing]:
    """Return every visible obligation by itself, as it stood at the instant `as_of` (aware).

    Raises:
        Refused: the directive was never registered.
    """
    refuse_unregistered(session, directive)
    found = standings(session, as_of, *_of(directive, visible))
    return sorted(
        found, key=lambda s: (s.owed.directive_id, s.due_on, s.owed.duty, s.owed.bearer_uid)
    )


def rates_of(
    session: Session,
    directive: str,
    duty: str | None,
    as_of: datetime,
    visible: Visible = EVERYTHING,
) -> list[Rate]:
    """Return how often each visible bearer was on time, by what was recorded at `as_of` (aware).

    Args:
        duty: its id; None: every report that is no consolidation.
    Raises:
        Refused: the directive was never registered, or the duty has no reports.
    """
    refuse_unregistered(session, directive)
    kind = Obligation.kind == Kind.OBLIGATION.value
    if duty is not None:
        kind = and_(Obligation.duty == duty, Obligation.kind != Kind.TARGET.value)
        mine = Obligation.directive_id == directive, Obligation.kind != Kind.TARGET.value
        known = session.scalars(select(Obligation.duty).where(*mine).distinct()).all()
        if duty not in known:
            raise Refused(f"không có nhiệm vụ báo cáo {duty!r}; có: {', '.join(sorted(known))}")
    return rates(standings(session, as_of, *_of(directive, visible), kind))


def refuse_unregistered(session: Session, directive: str | None) -> None:
    """Raise `Refused` where the directive was never registered; None is all of them."""
    if directive is not None and session.get(Directive, directive) is None:
        known = ", ".join(session.scalars(select(Directive.id))) or "chưa có văn bản nào"
        raise Refused(f"văn bản {directive!r} chưa được đăng ký; có: {known}")


def _of(directive: str | None, visible: Visible) -> tuple[ColumnElement[bool], ...]:
    mine = () if directive is None else (Obligation.directive_id == directive,)
    return (*mine, *visible.where(Obligation.bearer_uid))


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


def table(rows: Iterable[DutyStatus], rulebook: Rulebook) -> list[list[str]]:
    """Return the rows as a specialist reads them, dates in Vietnamese order."""
    return [
        [
            full_day(row.due_on),
            rulebook.duty_name(row.directive, row.duty),
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
