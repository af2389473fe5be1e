"""What people and machines are shown of reports: a round at a glance, one report in full."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.forms import figures_of, filed_form, name_at
from dondoc.reports.filed import corrections_into, counting, groups_of
from dondoc.reports.people_figures import different
from language.zone import ZONE
from models import Attachment, Obligation, Report, ReportState
from models.standing import on_time
from rules.meaning.directive import Directive
from rules.meaning.figures import Figures, differences
from rules.meaning.form import Form
from rules.rulebook import Rulebook

Document = dict[str, Any]


def round_view(session: Session, rulebook: Rulebook, rows: Iterable[Obligation]) -> list[Document]:
    """Return, for every obligation of a round, whose it is and where its report stands."""
    rows = list(rows)
    reports = counting(session, [row.id for row in rows])
    files = _files(session, [report.id for report in reports.values()])
    found = []
    for row in rows:
        report = reports.get(row.id)
        found.append(
            {
                **_whose(rulebook, row),
                "revision": report.revision if report else 0,
                "nil": bool((report.figures or {}).get("nil")) if report else None,
                "has_figures": report is not None and report.figures is not None,
                "reply_by": _iso(report.reply_by) if report else None,
                "frozen": report is not None and report.frozen_by is not None,
                "attachments": len(files.get(report.id, [])) if report else 0,
            }
        )
    return found


def report_view(session: Session, rulebook: Rulebook, row: Obligation) -> Document:
    """Return one obligation's report with every revision, and what each changed."""
    directive = rulebook.directives[row.directive_id]
    query = select(Report).where(Report.obligation_id == row.id).order_by(Report.revision)
    reports = list(session.scalars(query))
    files = _files(session, [report.id for report in reports])
    revisions, before = [], None
    for report in reports:
        figures = figures_of(rulebook, report)
        form = filed_form(rulebook, row, report)
        view = _revision(report) | {"changes": _changes(form, directive, before, figures)}
        revisions.append(view | {"attachments": files.get(report.id, [])})
        before = figures or before
    return {
        **_whose(rulebook, row),
        "people": _by_people(session, rulebook, row, before),
        "groups": list(groups_of(rulebook, row) or ()),
        "adjusted": corrections_into(session, rulebook, [row.id]).get(row.id, {}),
        "revisions": revisions,
    }


def _by_people(
    session: Session, rulebook: Rulebook, row: Obligation, figures: Figures | None
) -> list[Document]:
    """Return the figures that people on the lists tell otherwise than the report states."""
    directive = rulebook.directives[row.directive_id]
    if figures is None:
        return []
    return [
        {
            "at": one.at,
            "name": name_at(figures.form, directive, one.at),
            "stated": one.stated,
            "people": one.by_people,
        }
        for one in different(session, rulebook, row, figures)
    ]


def _changes(
    form: Form | None, directive: Directive, before: Figures | None, now: Figures | None
) -> list[Document]:
    found = differences(before, now) if before and now else ()
    return [
        {"at": at, "name": name_at(form, directive, at), "before": was, "after": is_}
        for at, was, is_ in found
    ]


def _whose(rulebook: Rulebook, row: Obligation) -> Document:
    body = rulebook.bodies.get(row.bearer_uid)
    in_time = on_time(row.received_at, row.late_from) if row.received_at else None
    return {
        "obligation": row.id,
        "directive": row.directive_id,
        "duty": row.duty,
        "period": row.period,
        "due_on": row.due_on.isoformat(),
        "bearer": body.uid,
        "bearer_code": body.code,
        "bearer_name": body.name,
        "state": row.state,
        "received_at": _iso(row.received_at),
        "on_time": in_time,
    }


def _revision(report: Report) -> Document:
    return {
        "report": report.id,
        "revision": report.revision,
        "state": report.state,
        "received_at": _iso(report.received_at),
        "recorded_at": _iso(report.recorded_at),
        "recorded_by": report.recorded_by,
        "road": report.road,
        "number": report.number,
        "dated": _iso(report.dated),
        "signer": report.signer,
        "capacity": report.capacity,
        "sent_on": _iso(report.sent_on),
        "grounds": report.grounds,
        "form": report.form,
        "figures": report.figures,
        "explanations": report.explanations or {},
        "reasons": report.reasons or {},
        "reply_by": _iso(report.reply_by),
        "decided_at": _iso(report.decided_at),
        "decided_by": report.decided_by,
        "undone_at": _iso(report.undone_at),
        "undone_reason": report.undone_reason,
        "frozen_by": report.frozen_by,
        "adjusts": report.adjusts_id,
        "is_adjustment": report.state == ReportState.ADJUSTMENT,
    }


def _files(session: Session, reports: Iterable[int]) -> dict[int, list[Document]]:
    query = select(Attachment).where(Attachment.report_id.in_(list(reports)))
    found: dict[int, list[Document]] = {}
    for file in session.scalars(query.order_by(Attachment.id)):
        found.setdefault(file.report_id, []).append(
            {
                "attachment": file.id,
                "name": file.name,
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
                "purged": file.purged,
            }
        )
    return found


def _iso(at: Any) -> str | None:
    """Return a date or an instant as machines get it; an instant in local time."""
    if at is None:
        return None
    return str((at.astimezone(ZONE) if hasattr(at, "astimezone") else at).isoformat())
