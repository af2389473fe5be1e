"""Read a round as its consolidator has it: now, as of an instant, or as it was signed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.earlier import Earlier
from dondoc.consolidation.last_word import LastWord, last_words
from dondoc.consolidation.round import Consolidation, Dates, Lack, Line
from dondoc.consolidation.signatures import signatures_of
from dondoc.errors import Refused
from dondoc.find import in_force, locked, round_due, round_rows
from dondoc.forms import figures_of
from dondoc.obligations.arising import rounds_of
from dondoc.obligations.standing import standings
from dondoc.reports.filed import counting, groups_of, is_returned
from language.dates import full_day, hour_of_day
from language.zone import local_date
from models import Obligation, Report
from models.standing import has_term
from rules.meaning.figures import Figures
from rules.meaning.form import Form
from rules.rulebook import Rulebook


def consolidation(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    as_of: datetime | None = None,
    signed: frozenset[int] | None = None,
    duty: str | None = None,
) -> Consolidation:
    """Read the round whose consolidation is due on `due`, the consolidator's date.

    Args:
        duty: the consolidating duty's id, for a round without a term: see `consolidator`.
        as_of: read what was on file at that instant (aware), whatever came later; None: now.
        signed: the ids of the reports a signature holds: these are in, and no others.
        duty: as for `consolidator`.
    Raises:
        Refused: the directive has no one consolidation on that date (those there are get named), or
            the round was not known at that instant.
    """
    row = consolidator(session, rulebook, directive, due, duty)
    return consolidation_by(session, rulebook, row, as_of, signed)


def consolidation_by(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    as_of: datetime | None = None,
    signed: frozenset[int] | None = None,
) -> Consolidation:
    """Read the round that is consolidated by the obligation `row`: see `consolidation`."""
    declared = rulebook.directives[row.directive_id]
    inputs = declared.duties[row.duty].consolidates or ""
    rows = list(session.scalars(round_rows(row.directive_id, inputs, row.period, as_of)))
    if not rows:
        at = hour_of_day(as_of) if as_of else "bây giờ"
        raise Refused(f"{named(row)} chưa có đơn vị nào được theo dõi lúc {at}")
    ids = [each.id for each in rows]
    reports = counting(session, ids, as_of)
    if signed is not None:
        reports = _as_signed(session, rulebook, rows, reports, signed, as_of)
    dates = _dates(session, rows, as_of)
    earlier = Earlier(session, rulebook, rows[0], as_of)
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
        declared,
        row,
        tuple(ordered),
        as_of,
        signatures_of(session, row.id, as_of),
        _form(rulebook.forms.get(declared.duties[inputs].asks), ordered),
    )


def _form(asked: Form | None, lines: Iterable[Line]) -> Form | None:
    """Return the version of the form by which the round was filed: it stays what it was.

    Args:
        asked: the form that is asked now: of a round in which nothing came yet.
    """
    filed = [line.figures.form for line in lines if line.figures]
    own = [form for form in filed if asked and form.id == asked.id]
    return max(own or filed, key=lambda form: form.version, default=asked)


def consolidator(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    duty: str | None = None,
) -> Obligation:
    """Return the consolidator's obligation of `directive` that is due on `due`.

    Args:
        duty: the consolidating duty or the one it is built from, where several are due that day. A
            round without a term is found by it alone, with the local date on which it began for
            `due`, or None for the last one.
    Raises:
        Refused: there is none, and the dates there are get named; or there are several.
    """
    declared = rulebook.directives.get(directive)
    duties = {
        each.id: each.consolidates
        for each in (declared.duties.values() if declared else ())
        if each.consolidates and (duty in (each.id, each.consolidates) if duty else not each.arises)
    }
    for each in duties:
        if declared is not None and declared.duties[each].arises:
            return _begun(session, directive, each, due)
    if due is None:
        raise Refused("cần nêu đợt nào: --due NGÀY")
    if row := round_due(session, directive, [*duties], due, duties):
        return row
    query = select(Obligation).where(
        Obligation.directive_id == directive, Obligation.duty.in_(duties), in_force()
    )
    rows = list(session.scalars(query.order_by(Obligation.due_on)))
    known = ", ".join(full_day(row.original_due_on) for row in rows) or "không có đợt nào"
    raise Refused(f"văn bản {directive} không có báo cáo tổng hợp hạn {full_day(due)}; có: {known}")


def _begun(session: Session, directive: str, duty: str, on: date | None) -> Obligation:
    """Return the consolidation of the round without a term that began on `on`; None: the last."""
    found = [row for rows in rounds_of(session, directive, duty).values() for row in rows]
    for row in reversed(found):
        if on in (None, row.original_due_on):
            return row
    known = ", ".join(full_day(row.original_due_on) for row in found)
    known = f"có đợt mở ngày: {known}" if known else "chưa có báo cáo nào gửi về"
    raise Refused(f"{duty}: không có đợt nào như vậy; {known}")


def named(row: Obligation) -> str:
    """Return how a round is called to a person: "đợt hạn 10/5/2024", "đợt mở ngày 20/6/2021"."""
    word = "hạn" if has_term(row.late_from) else "mở ngày"
    return f"đợt {word} {full_day(row.original_due_on)}"


def signed_round(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    revision: int,
    duty: str | None = None,
) -> Consolidation:
    """Return the round as its signed `revision` holds it, whatever came later.

    Raises:
        Refused: there is no such revision; those there are get named.
    """
    row = consolidator(session, rulebook, directive, due, duty)
    held = signatures_of(session, row.id)
    for one in held:
        if one.signature.revision == revision:
            closed_at = one.signature.closed_at
            return consolidation_by(session, rulebook, row, closed_at, one.reports)
    known = ", ".join(str(one.signature.revision) for one in held) or "chưa ký lần nào"
    raise Refused(f"{named(row)} không có lần ký {revision}; có: {known}")


def locked_round(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    duty: str | None = None,
) -> Obligation:
    """Return the consolidator's obligation; the whole round is locked until the end.

    Whoever records, returns or undoes a report locks its obligation first: none of them can come
    between what is read here and the signature.
    """
    row = consolidator(session, rulebook, directive, due, duty)
    inputs = rulebook.directives[directive].duties[row.duty].consolidates or ""
    session.scalars(
        round_rows(directive, inputs, row.period)
        .order_by(None)
        .order_by(Obligation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return locked(session, row.id)


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
    figures = figures_of(rulebook, report)
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
        if report is not None and _lack(report, figures_of(rulebook, report), asks, as_of):
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
