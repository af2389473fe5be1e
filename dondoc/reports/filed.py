"""What has been filed: the revision that counts, what came before it, what corrects it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from dondoc.find import IN_TIME, after_round, before_round, counted, in_force, on_file
from dondoc.forms import Asked, Told, asked_form, figures_of
from models import Obligation, Report, ReportState
from models.among import among
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.figures import Figures, rows_asked
from rules.meaning.form import Form
from rules.meaning.report_facts import Past
from rules.rulebook import Rulebook

C = TypeVarTuple("C")


class Decided(Protocol):
    """A report, or what is read of one, that may have been returned."""

    @property
    def state(self) -> str: ...
    @property
    def decided_at(self) -> datetime | None: ...


def counting(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, Report]:
    """Return, per obligation id, the report that counts: the last neither undone nor adjusting.

    Its `state` is today's; whether it was returned by an instant, `is_returned` tells.
    """
    if not obligations:
        return {}
    query = _last(select(Report), Report.obligation_id.in_(obligations), as_of)
    return {report.obligation_id: report for report in session.scalars(query)}


def _last(query: Select[*C], mine: ColumnElement[bool], as_of: datetime | None) -> Select[*C]:
    """Return `query` over the reports that count, among those `mine` selects."""
    last = (
        select(Report.obligation_id, func.max(Report.revision).label("revision"))
        .where(mine, counted(as_of))
        .group_by(Report.obligation_id)
        .subquery()
    )
    own = Report.obligation_id == last.c.obligation_id
    return query.join(last, and_(own, Report.revision == last.c.revision))


def is_returned(report: Decided, as_of: datetime | None = None) -> bool:
    """Tell whether `report` stood returned at the instant `as_of` (aware); None: now."""
    if report.state != ReportState.RETURNED:
        return False
    return as_of is None or (report.decided_at is not None and report.decided_at <= as_of)


class Owing(NamedTuple):
    """What is read of an obligation whose figures are looked at, of many at once."""

    id: int
    directive_id: str
    duty: str
    period: str
    bearer_uid: str
    due_on: date
    original_due_on: date


class ToldFigures(Mapping[int, Figures]):
    """Figures by obligation id, each read by its form when it is asked for: mostly one round's are.

    Args:
        reports: those that tell figures.
    Raises:
        NotPossible: see `figures_of`.
    """

    def __init__(self, rulebook: Rulebook, reports: Mapping[int, Told]) -> None:
        self._rulebook, self._reports = rulebook, reports
        self._read: dict[int, Figures] = {}

    def __getitem__(self, id_: int) -> Figures:
        if id_ not in self._read:
            figures = figures_of(self._rulebook, self._reports[id_])
            if figures is None:
                raise KeyError(id_)
            self._read[id_] = figures
        return self._read[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._reports

    def __iter__(self) -> Iterator[int]:
        return iter(self._reports)

    def __len__(self) -> int:
        return len(self._reports)


@dataclass(frozen=True)
class Rounds:
    """Rounds of a duty in the order of time, and what was told in them, by obligation id."""

    rows: tuple[Owing, ...]
    figures: Mapping[int, Figures]


def rounds_told(
    session: Session,
    rulebook: Rulebook,
    where: ColumnElement[bool],
    as_of: datetime | None = None,
) -> Rounds:
    """Return the rounds that `where` selects, with the figures to consolidate: none returned.

    Args:
        as_of: as known at that instant (aware); None: now.
    """
    mine = where, in_force(as_of)
    query = select(*(getattr(Obligation, name) for name in Owing._fields)).where(*mine)
    found = session.connection().execute(query.order_by(*IN_TIME, Obligation.bearer_uid))
    rows = tuple(Owing(*row) for row in found)
    ids = select(Obligation.id).where(*mine)
    told = select(
        Report.obligation_id, Report.form, Report.figures, Report.state, Report.decided_at
    ).select_from(Report)
    reports: dict[int, Told] = {}
    last = _last(told, Report.obligation_id.in_(ids), as_of)
    for report in session.connection().execute(last):
        if report.figures is not None and report.form and not is_returned(report, as_of):
            reports[report.obligation_id] = report
    return Rounds(rows, ToldFigures(rulebook, reports))


def put_right_in(
    session: Session, rulebook: Rulebook, told: Rounds, as_of: datetime | None = None
) -> dict[int, Figures]:
    """Return, per obligation id, what the last correction of its frozen round says.

    One counts where the round that it changes the opening of is told, too: only then are the
    closings after it without what it took away.

    Args:
        as_of: those on file at that instant (aware); None: now.
    """
    query = select(Report).where(
        among(Report.adjusts_id, "told", sorted(told.figures)),
        Report.state == ReportState.ADJUSTMENT.value,
        on_file(as_of),
    )
    found: dict[int, Figures] = {}
    for report in session.scalars(query.order_by(Report.revision)) if told.figures else ():
        figures = figures_of(rulebook, report)
        if figures is not None and report.obligation_id in told.figures:
            found[report.obligation_id] = figures
    return found


def groups_of(rulebook: Rulebook, row: Asked) -> tuple[str, ...] | None:
    """Return the rows of the form that `row` is asked for, None where its duty asks no form."""
    form = asked_form(rulebook, row)
    if form is None:
        return None
    directive, bodies = rulebook.directives[row.directive_id], rulebook.bodies
    return rows_asked(form, directive, bodies, bodies.get(row.bearer_uid), row.due_on)


def past_of(session: Session, rulebook: Rulebook, row: Obligation) -> Past:
    """Return what the bearer of `row` filed in earlier rounds and what corrections come to.

    Where it has no round of its own yet, its predecessors' last closings are added up.
    """
    bodies, form = rulebook.bodies, asked_form(rulebook, row)
    rounds = _rounds_before(session, rulebook, row, row.bearer_uid)

    days: list[date] = []

    def last_of(uid: str) -> Mapping[str, int] | None:
        earlier = _rounds_before(session, rulebook, row, uid)
        if earlier:
            days.append(earlier[-1].as_of)
            return earlier[-1].closings
        return None if form and _asked_last(rulebook, form, row, bodies.get(uid)) else {}

    last = {} if rounds else inherited(bodies, row.bearer_uid, last_of) or {}
    return Past(
        rounds=rounds,
        last=last,
        last_on=max(days, default=None),
        corrections=corrections_into(session, rulebook, [row.id]).get(row.id, {}),
    )


def _asked_last(rulebook: Rulebook, form: Form, row: Obligation, body: Body) -> tuple[str, ...]:
    """Return the rows `body` was asked last, on its last day before the round of `row`."""
    on = min(row.due_on, body.valid_to or row.due_on)
    return rows_asked(form, rulebook.directives[row.directive_id], rulebook.bodies, body, on)


def _rounds_before(
    session: Session, rulebook: Rulebook, row: Obligation, bearer: str
) -> list[Figures]:
    query = (
        select(Obligation.id)
        .where(before_round(row), Obligation.bearer_uid == bearer)
        .order_by(*IN_TIME)
    )
    earlier = session.scalars(query).all()
    reports = counting(session, earlier)
    found = (figures_of(rulebook, reports.get(id_)) for id_ in earlier)
    return [figures for figures in found if figures is not None]


def inherited(
    bodies: BodyRegistry, heir: str, closings_of: Callable[[str], Mapping[str, int] | None]
) -> Mapping[str, int] | None:
    """Return the closings `heir` took over from its predecessors, per group.

    A part is never taken for the whole.

    Args:
        closings_of: the last closings of a body's own by uid, None where they are not known;
            nothing where it was asked for no group.
    Returns:
        None where it has no predecessor, one of them was split, or its closings are not known.
    """
    before = bodies.predecessors(heir)
    if not before or any(len(body.succeeded_by) > 1 for body in before):
        return None
    total: dict[str, int] = defaultdict(int)
    for body in before:
        closings = closings_of(body.uid)
        if closings is None:
            closings = inherited(bodies, body.uid, closings_of)
        if closings is None:
            return None
        for id_, people in closings.items():
            total[id_] += people
    return dict(total)


class Correction(NamedTuple):
    """What a correction of a frozen round changed of one closing, and in whose round it counts.

    `word`: what the filer said of the group's figures.
    """

    row: Obligation
    into: int
    group: str
    was: int
    now: int
    word: str


def corrections(
    session: Session, rulebook: Rulebook, into: Collection[int], as_of: datetime | None = None
) -> Iterator[Correction]:
    """Yield what corrections change of the openings of the obligations `into`.

    Each counts by what it changes of the closing before it; where that was not known there is
    nothing to put right.

    Args:
        as_of: those on file at that instant (aware); None: now.
    """
    adjusting = select(Report.obligation_id).where(Report.adjusts_id.in_(into)).distinct()
    corrected = session.scalars(adjusting).all()
    if not corrected:
        # As in most rounds: nothing to put in order.
        return
    query = (
        select(Report, Obligation)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(Report.obligation_id.in_(corrected), on_file(as_of))
        .order_by(Report.obligation_id, Report.revision)
    )
    known: dict[tuple[int, str], int] = {}
    for report, row in session.execute(query):
        figures = figures_of(rulebook, report)
        for id_, now in (figures.closings if figures else {}).items():
            was = known.get((row.id, id_))
            if was is not None and (of := report.adjusts_id) is not None and of in into:
                yield Correction(row, of, id_, was, now, _word(report, id_))
            known[row.id, id_] = now


def _word(report: Report, group: str) -> str:
    said = (report.explanations or {}).items()
    return "; ".join(word for at, word in said if at.startswith(f"{group}."))


def corrections_into(
    session: Session, rulebook: Rulebook, obligations: Collection[int]
) -> dict[int, dict[str, int]]:
    """Return, per obligation id and group, by how many people corrections change its opening."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in corrections(session, rulebook, obligations):
        found[one.into][one.group] += one.now - one.was
    return {id_: dict(groups) for id_, groups in found.items()}


def next_to_file(session: Session, bodies: BodyRegistry, row: Obligation) -> Obligation | None:
    """Return the first later round of the bearer, or of its heir, that waits for its figures.

    A round whose report is in opens with what was known; a correction would be lost in it.
    """
    bearer: Body | None = bodies.get(row.bearer_uid)
    while bearer is not None:
        query = (
            select(Obligation)
            .where(after_round(row), Obligation.bearer_uid == bearer.uid, in_force())
            .order_by(*IN_TIME)
        )
        later = list(session.scalars(query))
        reports = counting(session, [each.id for each in later])
        for each in later:
            report = reports.get(each.id)
            if report is None or report.figures is None or is_returned(report):
                return each
        bearer = bodies.get(bearer.succeeded_by[0]) if bearer.succeeded_by else None
    return None
