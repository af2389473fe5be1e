"""What was filed, as its filer keeps it: a number, an instant, a copy of every word and figure."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.forms import figures_of, filed_form, name_at
from dondoc.reports.filed import counting
from dondoc.reports.people_figures import different
from dondoc.web.pages.report.view import size
from language.dates import full_day, hour_of_day
from language.numbers import grouped
from language.text import lower_first, upper_first
from models import Attachment, Kind, Obligation, Report, ReportState
from models.report import REPORT_STATE_NAMES, ROAD_NAMES
from models.standing import has_term, on_time
from rules.meaning.figures import Figures
from rules.meaning.rounds import stored_round

_SHOWN = 100


@dataclass(frozen=True)
class Filed:
    """One line of what was filed: whose page, what, its number, when, how it stands."""

    id: int
    title: str
    number: str
    at: datetime
    state: str


@dataclass(frozen=True)
class Receipt:
    """A receipt. `copy`: row by row (name, [(figure, number, the filer's word)]); `texts` by name.

    `number` is no number of a document. `returned`: the reasons, by what they are about.
    """

    id: int
    title: str
    called: str
    body: str
    to: str
    number: str
    at: datetime
    by: str
    road: str
    timely: str
    state: str
    revision: int
    nil: str
    as_of: str
    copy: list[tuple[str, list[tuple[str, str, str]]]]
    texts: list[tuple[str, str]]
    paper: list[tuple[str, str]]
    files: list[tuple[int, str, str]]
    returned: list[tuple[str, str]]
    people: list[tuple[str, str, str]]
    has_figures: bool
    may_revise: bool


def number_of(report: Report) -> str:
    """Return by what number a receipt is asked for: never that of a document."""
    return f"BN-{report.id:06d}"


def receipt(look: Look, row: Obligation) -> Receipt | None:
    """Return the receipt of the report that counts, None where none has come."""
    report = counting(look.session, [row.id]).get(row.id)
    if report is None:
        return None
    desk = look.desk
    rulebook, bodies = desk.rulebook, desk.rulebook.bodies
    declared = rulebook.directives[row.directive_id]
    duty = declared.duties[row.duty]
    form, figures = filed_form(rulebook, row, report), figures_of(rulebook, report)
    words = {at: str(word) for at, word in (report.explanations or {}).items()}
    names = form.row_names(declared) if form else {}
    copy = []
    for id_, told in (figures.groups if figures and form else {}).items():
        lines = [
            (form.figure(at).name, grouped(number), words.get(f"{id_}.{at}", ""))
            for at, number in told.items()
            if number is not None and form
        ]
        copy.append((upper_first(names.get(id_, id_)), lines))
    said = [(text.name, figures.text(text.id)) for text in form.texts] if figures and form else []
    uid, _, post = report.recorded_by.rpartition("/")
    known = uid in bodies
    files = look.session.scalars(
        select(Attachment).where(Attachment.report_id == report.id).order_by(Attachment.id)
    )
    reasons = report.reasons if report.state == ReportState.RETURNED else None
    return Receipt(
        id=row.id,
        title=_title(look, row),
        called=lower_first(_title(look, row)),
        body=bodies.get(row.bearer_uid).name,
        to=bodies.get(to).name if (to := duty.via or duty.to or "") in bodies else "",
        number=number_of(report),
        at=report.received_at,
        by=f"{bodies.title(bodies.get(uid), post)}, {bodies.get(uid).name}" if known else "",
        road=ROAD_NAMES.get(report.road, report.road),
        timely=_timely(row),
        state=REPORT_STATE_NAMES[report.state],
        revision=report.revision,
        nil=_nil(row, look) if figures and figures.nil else "",
        as_of=full_day(figures.as_of) if figures and form and form.figures else "",
        copy=copy,
        texts=[(name, text) for name, text in said if text],
        paper=_paper(report),
        files=[(one.id, one.name, size(one.size)) for one in files if not one.purged],
        returned=[(name_at(form, declared, at), str(why)) for at, why in (reasons or {}).items()],
        people=_people(look, row, figures),
        has_figures=figures is not None,
        may_revise=report.frozen_by is None and report.state != ReportState.ACCEPTED,
    )


def _people(look: Look, row: Obligation, figures: Figures | None) -> list[tuple[str, str, str]]:
    """Return which figures people on the lists tell otherwise: name, stated, by people."""
    if figures is None:
        return []
    book = look.desk.rulebook
    declared = book.directives[row.directive_id]
    return [
        (name_at(figures.form, declared, one.at), grouped(one.stated), grouped(one.by_people))
        for one in different(look.session, book, row, figures)
    ]


def filed(look: Look) -> list[Filed]:
    """Return what the bodies that who looks sees have filed, the last first; in one statement."""
    query = (
        select(Report, Obligation)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(
            *look.visible.where(Obligation.bearer_uid),
            Obligation.kind == Kind.OBLIGATION.value,
            Report.undone_at.is_(None),
        )
        .order_by(Report.id.desc())
        .limit(_SHOWN)
    )
    bodies, mine = look.desk.rulebook.bodies, look.who.body.uid if look.who else ""
    found, seen = [], set[int]()
    for report, row in look.session.execute(query):
        if row.id in seen or row.directive_id not in look.desk.rulebook.directives:
            continue
        seen.add(row.id)
        title = _title(look, row)
        if row.bearer_uid != mine:
            title = f"{bodies.get(row.bearer_uid).name}: {lower_first(title)}"
        state = REPORT_STATE_NAMES[report.state]
        found.append(Filed(row.id, title, number_of(report), report.received_at, state))
    return found


def _title(look: Look, row: Obligation) -> str:
    declared = look.desk.rulebook.directives[row.directive_id]
    duty = declared.duties.get(row.duty)
    if duty is None:
        return row.duty
    about = stored_round(duty, row.period, row.original_due_on)
    called = upper_first(declared.called(duty))
    return f"{called}, kỳ {about.period.short}" if about.period else called


def _nil(row: Obligation, look: Look) -> str:
    duty = look.desk.rulebook.directives[row.directive_id].duties[row.duty]
    about = stored_round(duty, row.period, row.original_due_on)
    return f"Không phát sinh kỳ {about.period.short}" if about.period else "Không phát sinh"


def _timely(row: Obligation) -> str:
    if row.received_at is None or not has_term(row.late_from):
        return ""
    when = hour_of_day(row.received_at)
    return (
        f"đúng hạn (bản đầu nhận {when})"
        if on_time(row.received_at, row.late_from)
        else (f"quá hạn (bản đầu nhận {when})")
    )


def _paper(report: Report) -> list[tuple[str, str]]:
    dated = full_day(report.dated) if report.dated else ""
    signed = " ".join(filter(None, (report.capacity, report.signer)))
    pairs = (("Số văn bản", report.number), ("Ngày văn bản", dated), ("Người ký", signed))
    return [(name, value) for name, value in pairs if value]
