"""Find the obligations people name: by directive, duty, bearer and date, or by round."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.named import body_uid
from language.dates import full_day
from models import Kind, Obligation, ObligationState, Paperwork, Report, ReportState
from models.standing import has_term_in_sql, is_owed_in_sql
from rules.rulebook import Rulebook

# PostgreSQL takes 65,535 values in a statement.
_LOCKED_AT_ONCE = 10_000


def one(
    session: Session, rulebook: Rulebook, directive: str, duty: str, bearer: str, due: date
) -> Obligation:
    """Return one obligation by its directive, duty, bearer (uid or name) and due date.

    One that was extended or moved is found by the date the text names as well.

    Raises:
        Refused: there is none; the dates there are get named.
    """
    uid = body_uid(rulebook.bodies, bearer, due)
    wanted = (
        Obligation.directive_id == directive,
        Obligation.duty == duty,
        Obligation.bearer_uid == uid,
        Obligation.kind.not_in(sorted(Kind.endless())),
    )
    # Two rounds without a term may have begun on one day: the later one is meant.
    mine = select(Obligation).where(*wanted).order_by(Obligation.id.desc())
    row = session.scalar(mine.where(Obligation.original_due_on == due))
    row = row or session.scalar(mine.where(Obligation.due_on == due))
    if row is None:
        dates = session.scalars(select(Obligation.due_on).where(*wanted)).all()
        known = ", ".join(map(full_day, sorted(dates))) or "không có kỳ nào"
        raise Refused(f"{uid} không có {duty} hạn {full_day(due)}; có: {known}")
    return row


def consolidations_of(session: Session, rulebook: Rulebook, row: Obligation) -> list[Obligation]:
    """Return the consolidations built from the round of `row`, also those owed no more.

    What was said about one that was withdrawn since has been said: who was named wrongly in it is
    still to be cleared. Who asks what is owed leaves them out.
    """
    declared = rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    if duty is None or duty.consolidated_by is None:
        return []
    query = select(Obligation).where(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == duty.consolidated_by,
        Obligation.period == row.period,
    )
    return list(session.scalars(query.order_by(Obligation.bearer_uid)))


def inputs_of(
    session: Session, rulebook: Rulebook, directive: str, due: date, duty: str | None = None
) -> list[Obligation]:
    """Return the inputs of the round that is named by its own or its consolidator's due date.

    Args:
        duty: the one whose date `due` is, or the other one of its round, where several duties
            have a round on that day.
    Raises:
        Refused: the directive has no such round, or several; then the duties get named.
    """
    declared = rulebook.directives.get(directive)
    # Of each duty that takes part in rounds: whose reports these are built from.
    inputs = {
        one: each.id
        for each in (declared.duties.values() if declared else ())
        if each.consolidated_by is not None
        for one in (each.id, each.consolidated_by)
    }
    row = round_due(session, directive, [duty] if duty else [*inputs], due, inputs)
    if row is None and duty in inputs:
        partners = [one for one, base in inputs.items() if base == inputs[duty]]
        row = round_due(session, directive, partners, due, inputs)
    if row is None:
        raise Refused(f"văn bản {directive} không có đợt báo cáo nào hạn {full_day(due)}")
    return list(session.scalars(round_rows(directive, inputs[row.duty], row.period)))


def round_due(
    session: Session,
    directive: str,
    duties: Collection[str],
    due: date,
    inputs: Mapping[str, str],
) -> Obligation | None:
    """Return an obligation of the one round that one of `duties` has on `due`, None without one.

    The date the text names comes before a moved one.

    Args:
        inputs: of each duty that takes part in rounds, whose reports these are built from.
    Raises:
        Refused: that day is the date of several rounds.
    """
    for on in (Obligation.original_due_on, Obligation.due_on):
        wanted = (Obligation.directive_id == directive, Obligation.duty.in_(duties), on == due)
        dated = has_term_in_sql(), in_force()
        rows = session.scalars(select(Obligation).where(*wanted, *dated)).all()
        found = {(inputs[row.duty], row.period): row for row in rows if row.duty in inputs}
        if len(found) > 1:
            named = ", ".join(dict.fromkeys(f"--duty {row.duty}" for row in found.values()))
            raise Refused(
                f"ngày {full_day(due)} là hạn của {len(found)} đợt; nêu thêm một trong: {named}"
            )
        if found:
            return next(iter(found.values()))
    return None


def waiting_round(session: Session, directive: str) -> date:
    """Return the due date of the earliest opened round that still waits for a report.

    Where none waits, that of the last one opened; before any was, that of the first to come.

    Raises:
        Refused: no round of the directive has been opened.
    """
    inputs = (
        Obligation.directive_id == directive,
        Obligation.kind == Kind.OBLIGATION.value,
        has_term_in_sql(),
    )
    opened = Obligation.opened_at.is_not(None)
    is_open = Obligation.state == ObligationState.OPEN.value
    first, last = func.min(Obligation.due_on), func.max(Obligation.due_on)
    found = (
        session.scalar(select(first).where(*inputs, opened, is_open))
        or session.scalar(select(last).where(*inputs, opened))
        or session.scalar(select(first).where(*inputs, is_open))
    )
    if found is None:
        raise Refused(f"văn bản {directive} chưa mở đợt báo cáo nào")
    return found


def round_rows(
    directive: str, duty: str, period: str, as_of: datetime | None = None
) -> Select[Obligation]:
    """Select the obligations of one duty and period that stood at the instant `as_of`.

    None: those that stand now.
    """
    return (
        select(Obligation)
        .where(
            Obligation.directive_id == directive,
            Obligation.duty == duty,
            Obligation.period == period,
            in_force(as_of),
        )
        .order_by(Obligation.bearer_uid)
    )


# Rounds of one duty in the order of time. Labels sort as their periods do only within one kind of
# period, and a duty's kind may change with its directive; its dates go on.
IN_TIME = (Obligation.original_due_on, Obligation.period)


def before_round(row: Obligation) -> ColumnElement[bool]:
    """Select the rounds of the duty of `row` before its own."""
    return and_(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == row.duty,
        Obligation.period != row.period,
        Obligation.original_due_on < row.original_due_on,
    )


def up_to_round(row: Obligation) -> ColumnElement[bool]:
    """Select the rounds of the duty of `row` up to its own."""
    own = and_(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == row.duty,
        Obligation.period == row.period,
    )
    return or_(own, before_round(row))


def after_round(row: Obligation) -> ColumnElement[bool]:
    """Select the rounds of the duty of `row` after its own."""
    return and_(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == row.duty,
        Obligation.period != row.period,
        Obligation.original_due_on > row.original_due_on,
    )


def in_force(as_of: datetime | None = None) -> ColumnElement[bool]:
    """Select obligations registered and not withdrawn at the instant `as_of`; None: now.

    What is only followed is none that anybody could meet, and stands in no count.
    """
    met = Obligation.kind.not_in(sorted(Kind.endless()))
    if as_of is None:
        return and_(is_owed_in_sql(), met)
    later = or_(Obligation.withdrawn_at.is_(None), Obligation.withdrawn_at > as_of)
    return and_(Obligation.registered_at <= as_of, later, met)


def locked(session: Session, obligation: int) -> Obligation:
    """Return an obligation by its id, locked until the transaction ends, and as it is now.

    What the session has read of it, or of its reports, before the lock may have been changed by
    whoever held it. SQLite has one writer, who has read nothing that another could have changed.
    """
    row = session.get_one(Obligation, obligation, with_for_update=True, populate_existing=True)
    if session.get_bind().dialect.name == "postgresql":
        query = select(Report).where(Report.obligation_id == obligation)
        session.scalars(query.execution_options(populate_existing=True)).all()
    return row


def lock(session: Session, rows: Iterable[Obligation]) -> None:
    """Lock obligations already read, until the transaction ends, and read them anew.

    SQLite has one writer, who has read nothing that another could have changed since.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    ids = sorted(row.id for row in rows)
    for start in range(0, len(ids), _LOCKED_AT_ONCE):
        some = Obligation.id.in_(ids[start : start + _LOCKED_AT_ONCE])
        query = select(Obligation).where(some).order_by(Obligation.id).with_for_update()
        session.scalars(query.execution_options(populate_existing=True)).all()


def on_file(as_of: datetime | None = None) -> ColumnElement[bool]:
    """Select the reports recorded and not undone at the instant `as_of` (aware); None: now."""
    if as_of is None:
        return Report.undone_at.is_(None)
    later = or_(Report.undone_at.is_(None), Report.undone_at > as_of)
    return and_(Report.recorded_at <= as_of, later)


def counted(as_of: datetime | None = None) -> ColumnElement[bool]:
    """Select the reports on file that are no corrections of a frozen round."""
    return and_(on_file(as_of), Report.state != ReportState.ADJUSTMENT.value)


def came_by(as_of: datetime | None = None, *where: ColumnElement[bool]) -> Subquery:
    """Return what made obligations done, known at the instant `as_of`: obligation, `at`, `known`.

    A report by its receipt; where its document decides, that by its issue.

    Args:
        where: of which obligations; none: of all of them. Else all reports there are were read.
    """
    received = select(
        Report.obligation_id, Report.received_at.label("at"), Report.recorded_at.label("known")
    ).where(counted(as_of), Report.awaits.is_(None))
    issued = select(Paperwork.obligation_id, Paperwork.counts_at, Paperwork.recorded_at).where(
        Paperwork.counts_at.is_not(None), Paperwork.stands(as_of)
    )
    if where:
        some = select(Obligation.id).where(*where)
        received = received.where(Report.obligation_id.in_(some))
        issued = issued.where(Paperwork.obligation_id.in_(some))
    return union_all(received, issued).subquery()
