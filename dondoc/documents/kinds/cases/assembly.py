"""A report of cases, filled from its draft or from what was signed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.cases.content import CaseRow, CasesReport
from dondoc.documents.parts.frames import addressee, clause_of, framed, in_person, issued, receivers
from dondoc.documents.parts.signers import as_signed, signing
from dondoc.documents.writers.official import Frame, Issued
from dondoc.errors import Refused
from dondoc.sending.names import name_of
from language.text import lower_first
from language.zone import local_date
from models import ANNEX_ROAD_NAMES, AnnexRoad, CaseLine, CaseReport, Report
from rules.meaning.case import Leave
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook


def case_report(sources: Sources, case_report: int) -> CasesReport:
    """Return the report of cases with this number, a draft or as it was signed.

    Raises:
        Refused: there is none, or its directive is declared no more.
    """
    session, rulebook = sources.session, sources.rulebook
    row, filed = report_of(session, case_report)
    directive = rulebook.directives.get(row.directive_id)
    duty = directive.duties.get(row.duty) if directive else None
    if directive is None or duty is None:
        raise Refused(f"văn bản {row.directive_id} không còn được khai báo")
    on = (filed.dated if filed else None) or local_date(sources.now)
    body, form = rulebook.bodies.get(row.body_uid), rulebook.forms.get(duty.asks)
    road = AnnexRoad(row.annex_road) if row.annex_road else None
    return CasesReport(
        frame=_frame(session, rulebook, row, filed, duty, on),
        clause=clause_of(directive, duty),
        body=name_of(body) if body.organ != body.name else body.name,
        subject=lower_first(form.name) if form else directive.reported(duty),
        unit=form.unit if form else "",
        draft=filed is None,
        as_of=on,
        cases=tuple(_row(rulebook, directive, line) for line in lines_of(session, row)),
        receivers=receivers(rulebook, duty, on),
        annex=row.annex_number or "",
        annex_road=ANNEX_ROAD_NAMES[road] if road else "",
    )


def report_of(session: Session, number: int) -> tuple[CaseReport, Report | None]:
    """Return a report of cases by its number, and as which stored one it was filed, if it was.

    Raises:
        Refused: there is none, or its draft was given up.
    """
    row = session.get(CaseReport, number)
    if row is None or row.dropped_at is not None:
        raise Refused(f"không có báo cáo trường hợp số {number} trong phần được xem")
    filed = session.get(Report, row.report_id) if row.report_id else None
    return row, filed if filed and filed.undone_at is None else None


def lines_of(session: Session, row: CaseReport) -> list[CaseLine]:
    """Return the cases of a report, by their numbers."""
    query = select(CaseLine).where(CaseLine.case_report_id == row.id)
    return list(session.scalars(query.order_by(CaseLine.person_id)))


def _row(rulebook: Rulebook, directive: Directive, line: CaseLine) -> CaseRow:
    names = (directive.groups[group].name for group in line.groups if group in directive.groups)
    return CaseRow(
        number=line.person_id,
        groups="; ".join(names),
        informed_on=line.informed_on,
        mobilised_on=line.mobilised_on,
        helped_on=line.helped_on,
        sought_on=line.sought_on,
        left=rulebook.road.leaves[Leave(line.left_why)] if line.left_why else "",
    )


def _frame(
    session: Session,
    rulebook: Rulebook,
    row: CaseReport,
    filed: Report | None,
    duty: Duty,
    on: date,
) -> Frame:
    body = rulebook.bodies.get(row.body_uid)
    if filed is not None:
        known = as_signed(session, rulebook, body, Document.REPORT, issued(filed), on)
    else:
        drawn = signing(session, rulebook, body, Document.REPORT, on, row.signer_post)
        known = Issued(
            signer=drawn.signer, capacity=drawn.capacity, copies=tuple(map(str, row.copies or ()))
        )
    to = (addressee(rulebook, duty, on),)
    frame = framed(rulebook, body, Document.REPORT, on, to, known=known)
    return in_person(frame) if duty.bearer_post else frame
