"""The registers of one body, filled from reports, their documents and the công văn it put out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, or_, select, tuple_

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.register.content import Book, Entered, Register
from dondoc.sending.names import name_in, name_of
from language.text import upper_first
from language.zone import local_date
from models import Issued, Named, Obligation, PaperStep, Paperwork, Report
from models.report import ROAD_NAMES
from rules.meaning.body import Body
from rules.meaning.rounds import stored_round
from rules.rulebook import Rulebook

_MISTAKE = "đã hủy: ghi nhầm"
_Known = tuple[datetime, int, Entered]


def register_of(sources: Sources, body: Body, book: Book, year: int) -> Register:
    """Return one register of `body` for `year`, in the order in which its documents are known."""
    mine = _received_by(sources.rulebook, body) if book is Book.INCOMING else _owed_by(body)
    reports = _reports(sources, mine)
    papers = _papers(sources, mine)
    found = [*_of_reports(sources.rulebook, reports, book), *_of_papers(sources, papers, reports)]
    if book is Book.OUTGOING:
        found += _urged(sources, body)
    made = [one for _, _, one in sorted(found, key=lambda known: known[:2])]
    if book is Book.INCOMING:
        made = [one for one in made if one.came_on and one.came_on.year == year]
        made = [replace(one, place=place) for place, one in enumerate(made, 1)]
    else:
        made = [one for one in made if one.dated and one.dated.year == year]
        made.sort(key=lambda one: (one.dated or date.min, one.number))
    told = {paper.obligation_id for paper, _ in papers}
    without = [
        report
        for report, _ in reports
        if not report.number
        and report.undone_at is None
        and report.obligation_id not in told
        and local_date(report.received_at).year == year
    ]
    only = len({report.obligation_id for report in without})
    return Register(book, name_of(body), year, sources.now, tuple(made), only, sources.author)


def _received_by(rulebook: Rulebook, body: Body) -> ColumnElement[bool]:
    """Select what is reported to `body`: through it, or straight to it."""
    duties = [
        (directive.id, duty.id)
        for directive in rulebook.directives.values()
        for duty in directive.duties.values()
        if duty.is_report and (duty.via or duty.to) == body.uid
    ]
    return tuple_(Obligation.directive_id, Obligation.duty).in_(duties)


def _owed_by(body: Body) -> ColumnElement[bool]:
    return Obligation.bearer_uid == body.uid


def _reports(sources: Sources, mine: ColumnElement[bool]) -> Sequence[Row[Report, Obligation]]:
    query = (
        select(Report, Obligation)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(mine)
        .order_by(Report.id)
    )
    return sources.session.execute(query).all()


def _papers(sources: Sources, mine: ColumnElement[bool]) -> Sequence[Row[Paperwork, Obligation]]:
    query = (
        select(Paperwork, Obligation)
        .join(Obligation, Obligation.id == Paperwork.obligation_id)
        .where(mine, Paperwork.step == PaperStep.ISSUED.value)
        .order_by(Paperwork.id)
    )
    return sources.session.execute(query).all()


def _of_reports(
    rulebook: Rulebook, reports: Sequence[Row[Report, Obligation]], book: Book
) -> Iterator[_Known]:
    for report, row in reports:
        if report.number:
            made = _entered(rulebook, row, report.number, report.dated, report)
            note = _MISTAKE if report.undone_at else ROAD_NAMES.get(report.road, report.road)
            mine = made.to if book is Book.OUTGOING else ""
            came_on = local_date(report.received_at)
            yield report.recorded_at, report.id, replace(made, to=mine, came_on=came_on, note=note)


def _of_papers(
    sources: Sources,
    papers: Sequence[Row[Paperwork, Obligation]],
    reports: Sequence[Row[Report, Obligation]],
) -> Iterator[_Known]:
    """Yield documents that were entered by themselves: what a report brought stands with it."""
    known = {(report.obligation_id, report.number) for report, _ in reports if report.number}
    for paper, row in papers:
        if (paper.obligation_id, paper.number) not in known:
            made = _entered(sources.rulebook, row, paper.number or "", paper.done_on, paper)
            note = _MISTAKE if paper.undone_at else ""
            on = local_date(paper.recorded_at)
            yield paper.recorded_at, paper.id, replace(made, came_on=on, note=note)


def _entered(
    rulebook: Rulebook, row: Obligation, number: str, dated: date | None, of: Report | Paperwork
) -> Entered:
    directive = rulebook.directives[row.directive_id]
    duty = directive.duties[row.duty]
    period = stored_round(duty, row.period, row.original_due_on).period
    about = f"Báo cáo {directive.reported(duty)}" + (f", kỳ {period.short}" if period else "")
    signer = " ".join(filter(None, (of.capacity and f"{of.capacity}:", of.signer)))
    return Entered(
        number=number,
        dated=dated,
        about=about,
        author=upper_first(name_in(rulebook.bodies, row.bearer_uid)),
        signer=signer,
        to=name_in(rulebook.bodies, duty.via or duty.to),
        kept_by=_post(rulebook, of.recorded_by),
    )


def _urged(sources: Sources, body: Body) -> Iterator[_Known]:
    """Yield the công văn that `body` put out about rounds."""
    rulebook, session = sources.rulebook, sources.session
    issuing = [one.id for one in rulebook.directives.values() if one.issuer == body.uid]
    mine = or_(Obligation.directive_id.in_(issuing), Issued.recorded_by.startswith(f"{body.uid}/"))
    query = select(Issued, Obligation).join(Obligation, Obligation.id == Issued.obligation_id)
    issued = session.execute(query.where(mine).order_by(Issued.id)).all()
    named: dict[int, list[str]] = {}
    to = (
        select(Named.issued_id, Obligation.bearer_uid)
        .join(Obligation, Obligation.id == Named.obligation_id)
        .where(Named.issued_id.in_([one.id for one, _ in issued]))
    )
    for id_, uid in session.execute(to):
        named.setdefault(id_, []).append(name_in(rulebook.bodies, uid))
    for one, row in issued:
        about = "Công văn sửa đổi, thay thế" if one.amends_id else "Công văn đôn đốc"
        directive = rulebook.directives[row.directive_id]
        yield (
            one.recorded_at,
            one.id,
            Entered(
                number=one.number,
                dated=one.dated,
                about=f"{about} báo cáo {directive.reported(directive.duties[row.duty])}",
                author=name_of(body),
                signer=" ".join(filter(None, (one.capacity and f"{one.capacity}:", one.signer))),
                to="; ".join([name_in(rulebook.bodies, row.bearer_uid), *named.get(one.id, ())]),
                kept_by=_post(rulebook, one.recorded_by),
                note=_MISTAKE if one.undone_at else "",
            ),
        )


def _post(rulebook: Rulebook, said: str) -> str:
    """Return who entered it, by the title of the post."""
    uid, _, post = said.rpartition("/")
    if uid not in rulebook.bodies:
        return said
    return rulebook.bodies.title(rulebook.bodies.get(uid), post)
