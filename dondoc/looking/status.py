"""Status: the official four-way return, as it was known at any past instant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.obligations.rates import Rate, rates
from dondoc.obligations.standing import Standing, standings, with_targets
from dondoc.obligations.tally import Tally, tally
from dondoc.visible import EVERYTHING, Visible
from language.dates import full_day
from language.zone import local_date
from models import Directive, Kind, Obligation
from models.standing import has_term
from rules.meaning.duty import TIMELINESS_NAMES
from rules.meaning.target import TargetStanding
from rules.rulebook import Rulebook

# Within these a round of a directive that goes on was due.
_LATELY = timedelta(days=100)


@dataclass
class TargetCounts:
    """How many bearers of a target reached it, missed it, or are not known to have done either.

    `reached_since`: the local date since which the last of those who reached it have.
    """

    reached: int = 0
    missed: int = 0
    unknown: int = 0
    reached_since: date | None = None

    def add(self, one: TargetStanding) -> None:
        """Count one more that stands so."""
        setattr(self, one.state.value, getattr(self, one.state.value) + 1)
        known = [day for day in (self.reached_since, one.since) if day]
        self.reached_since = max(known, default=None)

    def as_json(self) -> dict[str, object]:
        """Return it as machines get it."""
        since = self.reached_since
        return {**asdict(self), "reached_since": since.isoformat() if since else None}


@dataclass
class DutyStatus:
    """The counts of one duty and due date.

    `unknown`: targets without figures, and what lay before the registration. A target is done once
    it is reached, overdue where figures say that it is missed. `blocked_by`: of a consolidation
    that is not done, how many of its reports have not come. `target`: of a target, how many are in
    each state, and since when the last of them reached it. `dated` False: it has no term, `due_on`
    is the day on which the round began.
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
    dated: bool = True
    target: TargetCounts | None = None

    def as_json(self) -> dict[str, object]:
        """Return the promised JSON object."""
        counts = {
            key: value for key, value in asdict(self).items() if key not in ("target", "dated")
        }
        told: dict[str, object] = {"target": self.target.as_json()} if self.target else {}
        due_on = self.due_on.isoformat() if self.dated else None
        begun = {} if self.dated else {"begun_on": self.due_on.isoformat()}
        return {**counts, "due_on": due_on, **begun, **told}

    def add(self, one: Standing) -> None:
        """Count one more that stands so."""
        setattr(self, one.way, getattr(self, one.way) + 1)
        if one.target is not None:
            self.target = self.target or TargetCounts()
            self.target.add(one.target)

    @property
    def begun(self) -> bool:
        """Say whether it has an outcome, or is late."""
        return bool(self.done_on_time or self.done_late or self.open_overdue)

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
    where = chosen(directive, visible)
    rows: dict[tuple[str, str, str], DutyStatus] = {}
    for one in tally(session, as_of, *where, Obligation.kind != Kind.TARGET.value):
        count = _round_in(rows, one.key, one.due_on, one.late_from)
        setattr(count, one.way, getattr(count, one.way) + one.number)
    targets = standings(session, as_of, *where, Obligation.kind == Kind.TARGET.value)
    for each in with_targets(session, rulebook, targets, as_of):
        key = each.owed.directive_id, each.owed.duty, each.owed.period
        _round_in(rows, key, each.due_on, each.late_from).add(each)
    _block(rows, rulebook)
    return sorted(rows.values(), key=lambda r: (r.directive, r.due_on, r.duty))


def last_rounds(
    session: Session, rulebook: Rulebook, as_of: datetime, visible: Visible = EVERYTHING
) -> list[DutyStatus]:
    """Return, per directive, the last round with a term that has an outcome or is late.

    Of reports that are consolidated. Read are the rounds of the last months; all those of a
    directive only where it has none among them.
    """
    reports = Obligation.kind == Kind.OBLIGATION.value, *visible.where(Obligation.bearer_uid)
    lately = Obligation.due_on >= local_date(as_of) - _LATELY
    last = _last_of(rulebook, tally(session, as_of, *reports, lately))
    if silent := sorted(rulebook.directives.keys() - last.keys()):
        of_these = Obligation.directive_id.in_(silent)
        last |= _last_of(rulebook, tally(session, as_of, *reports, of_these))
    return [last[id_] for id_ in sorted(last)]


def _last_of(rulebook: Rulebook, found: Iterable[Tally]) -> dict[str, DutyStatus]:
    rows: dict[tuple[str, str, str], DutyStatus] = {}
    for one in found:
        count = _round_in(rows, one.key, one.due_on, one.late_from)
        setattr(count, one.way, getattr(count, one.way) + one.number)
    begun = (row for row in rows.values() if row.begun and _is_consolidated(rulebook, row))
    return {row.directive: row for row in sorted(begun, key=lambda r: (r.due_on, r.duty))}


def _is_consolidated(rulebook: Rulebook, row: DutyStatus) -> bool:
    declared = rulebook.directives.get(row.directive)
    duty = declared.duties.get(row.duty) if declared else None
    return bool(duty and duty.consolidated_by and row.dated)


def _round_in(
    rows: dict[tuple[str, str, str], DutyStatus],
    key: tuple[str, str, str],
    due_on: date,
    late_from: datetime,
) -> DutyStatus:
    """Return the counts of a round. An extension is one body's own; the round keeps its date."""
    count = rows.get(key)
    if count is None:
        count = rows[key] = DutyStatus(*key[:2], due_on, dated=has_term(late_from))
    count.due_on = min(count.due_on, due_on)
    return count


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
    return rates(standings(session, as_of, *chosen(directive, visible), kind))


def refuse_unregistered(session: Session, directive: str | None) -> None:
    """Raise `Refused` where the directive was never registered; None is all of them."""
    if directive is not None and session.get(Directive, directive) is None:
        known = ", ".join(session.scalars(select(Directive.id))) or "chưa có văn bản nào"
        raise Refused(f"văn bản {directive!r} chưa được đăng ký; có: {known}")


def chosen(directive: str | None, visible: Visible) -> tuple[ColumnElement[bool], ...]:
    """Return what selects the visible obligations of `directive`; None: of all of them."""
    mine = () if directive is None else (Obligation.directive_id == directive,)
    return (*mine, *visible.where(Obligation.bearer_uid))


def _block(rows: dict[tuple[str, str, str], DutyStatus], rulebook: Rulebook) -> None:
    missing: dict[tuple[str, str, str], int] = defaultdict(int)
    for key, count in rows.items():
        missing[key] = count.missing
    for (directive, duty, period), count in rows.items():
        inputs = _inputs(rulebook, directive, duty)
        if inputs and count.missing and count.dated:
            count.blocked_by = missing[(directive, inputs, period)]


def _inputs(rulebook: Rulebook, directive: str, duty: str) -> str | None:
    declared = rulebook.directives.get(directive)
    found = declared.duties.get(duty) if declared else None
    return found.consolidates if found else None


def table(rows: Iterable[DutyStatus], rulebook: Rulebook) -> list[list[str]]:
    """Return the rows as a specialist reads them, dates in Vietnamese order."""
    return [
        [
            full_day(row.due_on) if row.dated else f"không nêu (mở {full_day(row.due_on)})",
            rulebook.duty_name(row.directive, row.duty) + _by_document(row, rulebook),
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


def _by_document(row: DutyStatus, rulebook: Rulebook) -> str:
    """Return by what it is in time, where it is not by receiving."""
    declared = rulebook.directives.get(row.directive)
    duty = declared.duties.get(row.duty) if declared else None
    issued = duty is not None and duty.timeliness == "issued"
    return f" ({TIMELINESS_NAMES['issued']})" if issued else ""
