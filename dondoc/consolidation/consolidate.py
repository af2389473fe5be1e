"""The consolidator's view of one round: who is in, who is not, and totals added up from the rows.

Groups overlap: every total is one group's, none is added to another's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.earlier import Earlier, Known
from dondoc.consolidation.last_word import LastWord, last_words
from dondoc.consolidation.signatures import SignedRound, signatures_of
from dondoc.errors import Refused
from dondoc.find import in_force, round_rows
from dondoc.morning import local
from dondoc.obligations.standing import standings
from dondoc.reports.filed import counting, figures_of, groups_of, is_returned
from models import Obligation, Report
from rules.body import Body
from rules.calendar import local_date
from rules.directive import Directive, Duty
from rules.figures import FIGURES, Figures, GroupFigures
from rules.rulebook import Rulebook


class Readiness(StrEnum):
    """How far a round is: all in, some in (the absent are named), or nothing to build from."""

    READY = "ready"
    PARTIAL = "partial"
    BLOCKED = "blocked"


class Lack(StrEnum):
    """Why a body is not in."""

    NOT_FILED = "not_filed"
    RETURNED = "returned"
    NO_FIGURES = "no_figures"


class Dates(NamedTuple):
    """When a report was due, from when it was late, and when its first one was received."""

    due_on: date
    late_from: datetime
    received_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One body of the round. `lack` None: it is in, and `figures` is what goes into the totals.

    `groups`: those it is asked for; `previous`: its closings of the round before; `last_known`:
    what an absent body last reported; `since`: the date the text names, or the local date of the
    return or of the report that came without figures. `dates`: those that held at that instant.
    """

    row: Obligation
    dates: Dates
    body: Body
    groups: tuple[str, ...]
    report: Report | None
    figures: Figures | None
    lack: Lack | None
    since: date
    previous: Mapping[str, int] = field(default_factory=dict)
    last_known: Known | None = None
    last_word: LastWord = field(default_factory=LastWord)


@dataclass(frozen=True)
class Total:
    """One group over the bodies that are in: the sum of their figures, and what it compares to.

    `previous` and `last_known_closing` (the closing with the last known figures of the absent) are
    None where a body lacks the figure: a comparison needs every row.
    """

    figures: GroupFigures
    bodies: int
    bodies_in: int
    previous: int | None
    last_known_closing: int | None
    baseline: int | None
    baseline_on: date | None

    @property
    def change(self) -> int | None:
        """Return how the closing moved since the round before; None without a like figure."""
        return None if self.previous is None else self.figures.closing - self.previous

    @property
    def change_since_baseline(self) -> int | None:
        """Return how the closing of all bodies moved since the directive's baseline."""
        if self.baseline is None or self.last_known_closing is None:
            return None
        return self.last_known_closing - self.baseline


@dataclass(frozen=True)
class Consolidation:
    """One round as its consolidator has it. `row` is the consolidator's own obligation.

    `as_of`: the instant at which it was so; None: it is so now. `signatures`: those known then.
    """

    directive: Directive
    row: Obligation
    lines: tuple[Line, ...]
    as_of: datetime | None = None
    signatures: tuple[SignedRound, ...] = ()

    @property
    def duty(self) -> Duty:
        """Return the consolidator's duty."""
        return self.directive.duties[self.row.duty]

    @property
    def inputs(self) -> Duty:
        """Return the duty it is built from."""
        return self.directive.duties[self.duty.consolidates or ""]

    @property
    def frozen(self) -> frozenset[int]:
        """Return the ids of the reports whose figures a signature made to stand still."""
        return frozenset[int]().union(*(one.reports for one in self.signatures))

    @property
    def present(self) -> list[Line]:
        """Return the bodies that are in."""
        return [line for line in self.lines if line.lack is None]

    @property
    def missing(self) -> list[Line]:
        """Return the bodies that are not."""
        return [line for line in self.lines if line.lack is not None]

    @property
    def readiness(self) -> Readiness:
        """Return how far the round is."""
        if not self.present:
            return Readiness.BLOCKED
        return Readiness.PARTIAL if self.missing else Readiness.READY

    def totals(self) -> dict[str, Total]:
        """Return every group's total, in the order of the directive."""
        asked = {id_ for line in self.lines for id_ in line.groups}
        return {id_: self._total(id_) for id_ in self.directive.groups if id_ in asked}

    def _total(self, id_: str) -> Total:
        lines = [line for line in self.lines if id_ in line.groups]
        # A nil report of a body whose closing was never known has no figures of the group.
        counted = [line for line in lines if line.figures and id_ in line.figures.groups]
        figures = [line.figures for line in counted]
        group = self.directive.groups[id_]
        return Total(
            figures=add_up(f.groups[id_] for f in figures if f),
            bodies=len(lines),
            bodies_in=len(counted),
            previous=_all(line.previous.get(id_) for line in counted),
            last_known_closing=_all(_closing(line, id_) for line in lines),
            baseline=group.baseline,
            baseline_on=group.baseline_on,
        )


def add_up(rows: Iterable[GroupFigures]) -> GroupFigures:
    """Return the sum of one group's figures over bodies."""
    found = list(rows)
    return GroupFigures(**{name: sum(getattr(row, name) for row in found) for name in FIGURES})


def consolidation(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date,
    as_of: datetime | None = None,
    signed: frozenset[int] | None = None,
) -> Consolidation:
    """Read the round whose consolidation is due on `due`, the consolidator's date.

    Args:
        as_of: read what was on file at that instant (aware), whatever came later; None: now.
        signed: the ids of the reports a signature holds: these are in, and no others.
    Raises:
        Refused: the directive has no consolidation on that date (those there are get named), or
            the round was not known at that instant.
    """
    row = consolidator(session, rulebook, directive, due)
    declared = rulebook.directives[directive]
    inputs = declared.duties[row.duty].consolidates or ""
    rows = list(session.scalars(round_rows(directive, inputs, row.period, as_of)))
    if not rows:
        at = f"{local(as_of):%H:%M %d/%m/%Y}" if as_of else "bây giờ"
        raise Refused(f"đợt hạn {due.isoformat()} chưa có đơn vị nào được theo dõi lúc {at}")
    ids = [each.id for each in rows]
    reports = counting(session, ids, as_of)
    if signed is not None:
        reports = _as_signed(session, rulebook, rows, reports, signed, as_of)
    dates = _dates(session, rows, as_of)
    earlier = Earlier(session, rulebook, directive, inputs, row.period, as_of)
    words = last_words(session, ids, as_of)
    lines = [
        _line(
            rulebook,
            each,
            reports.get(each.id),
            earlier,
            words.get(each.id, LastWord()),
            dates[each.id],
            as_of,
        )
        for each in rows
    ]
    ordered = sorted(lines, key=lambda line: line.body.uid)
    return Consolidation(
        declared, row, tuple(ordered), as_of, signatures_of(session, row.id, as_of)
    )


def consolidator(session: Session, rulebook: Rulebook, directive: str, due: date) -> Obligation:
    """Return the consolidator's obligation of `directive` that is due on `due`.

    Raises:
        Refused: there is none; the dates there are get named.
    """
    declared = rulebook.directives.get(directive)
    duties = [d.id for d in declared.duties.values() if d.consolidates] if declared else []
    query = select(Obligation).where(
        Obligation.directive_id == directive, Obligation.duty.in_(duties), in_force()
    )
    rows = list(session.scalars(query.order_by(Obligation.due_on)))
    # The date the text names comes first: a moved one may be that of another round.
    for dates in ([row.original_due_on for row in rows], [row.due_on for row in rows]):
        if due in dates:
            return rows[dates.index(due)]
    known = ", ".join(row.original_due_on.isoformat() for row in rows) or "không có đợt nào"
    raise Refused(
        f"văn bản {directive} không có báo cáo tổng hợp hạn {due.isoformat()}; có: {known}"
    )


def _line(
    rulebook: Rulebook,
    row: Obligation,
    report: Report | None,
    earlier: Earlier,
    word: LastWord,
    dates: Dates,
    as_of: datetime | None,
) -> Line:
    groups = groups_of(rulebook, row)
    figures = figures_of(report)
    lack = _lack(report, figures, groups is not None, as_of)
    return Line(
        row=row,
        dates=dates,
        body=rulebook.bodies.get(row.bearer_uid),
        groups=groups or (),
        report=report,
        figures=figures if lack is None else None,
        lack=lack,
        since=_since(dates, report, lack),
        previous=earlier.previous(row.bearer_uid),
        last_known=earlier.last_known(row.bearer_uid) if lack else None,
        last_word=word,
    )


def _as_signed(
    session: Session,
    rulebook: Rulebook,
    rows: Iterable[Obligation],
    reports: Mapping[int, Report],
    signed: frozenset[int],
    as_of: datetime | None,
) -> dict[int, Report]:
    """Return the reports that were signed, and of the other bodies what kept them out."""
    outside = {}
    for row in rows:
        report = reports.get(row.id)
        asks = groups_of(rulebook, row) is not None
        if report is not None and _lack(report, figures_of(report), asks, as_of):
            outside[row.id] = report
    inside = session.scalars(select(Report).where(Report.id.in_(signed)))
    return outside | {report.obligation_id: report for report in inside}


def _dates(
    session: Session, rows: Iterable[Obligation], as_of: datetime | None
) -> dict[int, Dates]:
    if as_of is None:
        return {row.id: Dates(row.due_on, row.late_from, row.received_at) for row in rows}
    stood = standings(session, as_of, Obligation.id.in_([row.id for row in rows]))
    return {one.owed.id: Dates(one.due_on, one.late_from, one.received_at) for one in stood}


def _lack(
    report: Report | None, figures: Figures | None, asks: bool, as_of: datetime | None
) -> Lack | None:
    if report is None:
        return Lack.NOT_FILED
    if is_returned(report, as_of):
        return Lack.RETURNED
    return Lack.NO_FIGURES if asks and figures is None else None


def _since(dates: Dates, report: Report | None, lack: Lack | None) -> date:
    at: datetime | None = None
    if report is not None:
        at = report.decided_at if lack is Lack.RETURNED else report.received_at
    return local_date(at) if at else dates.due_on


def _closing(line: Line, id_: str) -> int | None:
    if line.figures is not None:
        return line.figures.groups[id_].closing if id_ in line.figures.groups else None
    return line.last_known.closings.get(id_) if line.last_known else None


def _all(values: Iterable[int | None]) -> int | None:
    """Return the sum, None where one is unknown or there is none."""
    known = list(values)
    numbers = [value for value in known if value is not None]
    return sum(numbers) if known and len(numbers) == len(known) else None
