"""A body's own Báo cáo, filled from the figures it recorded."""

from dataclasses import replace

from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation_by
from dondoc.consolidation.signatures import signatures_of
from dondoc.documents.kinds.report.content import CommuneReport, GroupReport, Told
from dondoc.documents.parts.frames import addressee, clause_of, framed, in_person, issued
from dondoc.documents.parts.gathered import Gathered, gathered_of
from dondoc.documents.parts.put_right import put_right
from dondoc.documents.parts.report_terms import cut_off, period_of, target_line
from dondoc.documents.parts.signers import as_signed, signing
from dondoc.documents.writers.official import Frame
from dondoc.errors import Refused
from dondoc.find import round_rows
from dondoc.forms import figures_of
from dondoc.reports.filed import counting
from dondoc.sending.names import name_of
from language.zone import local_date
from models import Obligation, Report
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import GroupFigures
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook


def own_report(
    session: Session, rulebook: Rulebook, row: Obligation, signer: str | None = None
) -> CommuneReport:
    """Return the report of the obligation `row` to number, sign and send.

    Args:
        signer: the post that is to sign, of those declared; None: who signed, or usually does.
    Raises:
        Refused: its duty is to consolidate, it has recorded no figures, or who is chosen may not
            sign it or finds it signed.
    """
    directive, body = rulebook.directives[row.directive_id], rulebook.bodies.get(row.bearer_uid)
    duty = directive.duties[row.duty]
    report = counting(session, [row.id]).get(row.id)
    figures = figures_of(rulebook, report)
    if duty.consolidates:
        raise Refused(f"{name_of(body)} làm báo cáo tổng hợp của đợt: document consolidation")
    if report is None or figures is None:
        raise Refused(f"{name_of(body)} chưa ghi số liệu của kỳ này: report record … --figures")
    return CommuneReport(
        frame=_frame(session, rulebook, body, duty, report, signer),
        clause=clause_of(directive, duty),
        body=name_of(body) if body.organ != body.name else body.name,
        period=period_of(row, cut_off(duty, row, [figures])),
        matter=directive.reported(duty),
        as_of=figures.as_of,
        form=figures.form,
        nil=figures.nil,
        groups=()
        if figures.nil
        else tuple(
            _group(rulebook, directive, id_, group, report) for id_, group in figures.groups.items()
        ),
        adjustments=put_right(session, rulebook, [row]),
        texts=tuple(
            Told(text.heading, figures.text(text.id), text.required) for text in figures.form.texts
        ),
        subject=figures.form.name if duty.arises else "",
        gathered=_followed(session, rulebook, row, report),
    )


def _followed(
    session: Session, rulebook: Rulebook, row: Obligation, report: Report
) -> Gathered | None:
    """Return what a report rests on that follows a consolidation, as it was when it was received.

    Of a signed consolidation, what was signed.
    """
    upon = rulebook.directives[row.directive_id].duties[row.duty].follows
    if upon is None:
        return None
    built = session.scalars(round_rows(row.directive_id, upon, row.period)).one()
    signed = signatures_of(session, built.id)
    if signed:
        last = signed[-1]
        at = last.signature.closed_at
        found = consolidation_by(session, rulebook, built, at, last.reports)
    else:
        at = report.received_at
        found = consolidation_by(session, rulebook, built, at)
    return gathered_of(rulebook, found, at)


def _group(
    rulebook: Rulebook, directive: Directive, id_: str, group: GroupFigures, report: Report
) -> GroupReport:
    form, said = group.form, (report.explanations or {}).items()
    return GroupReport(
        name=form.row_names(directive).get(id_, id_),
        figures=group,
        target=target_line(rulebook, directive, id_) if form.rows is None else None,
        explanations=tuple(
            f"{form.name_of(directive, at).rpartition(': ')[2]}: {word}"
            for at, word in said
            if at.startswith(f"{id_}.")
        ),
    )


def _frame(
    session: Session,
    rulebook: Rulebook,
    body: Body,
    duty: Duty,
    report: Report,
    signer: str | None,
) -> Frame:
    on, known = report.dated or local_date(report.received_at), issued(report)
    if signer:
        if known.signer or known.capacity:
            who = known.signer or ", ".join(known.capacity)
            raise Refused(
                f"báo cáo này đã ghi người ký: {who}; không chọn người ký khác, bỏ --signer"
            )
        drawn = signing(session, rulebook, body, Document.REPORT, on, signer)
        known = replace(known, signer=drawn.signer, capacity=drawn.capacity)
    else:
        known = as_signed(session, rulebook, body, Document.REPORT, known, on)
    frame = framed(
        rulebook, body, Document.REPORT, on, (addressee(rulebook, duty, on),), known=known
    )
    return in_person(frame) if duty.bearer_post else frame
