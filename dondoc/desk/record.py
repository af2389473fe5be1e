"""Record: a report comes in, with its evidence, figures and files; all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from dondoc.desk.context import Desk, Which
from dondoc.desk.copies import with_copies
from dondoc.desk.named import Named, named_wrongly
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.forms import form_to_fill
from dondoc.obligations.arising import refuse_closed, take
from dondoc.reports import record as reports
from dondoc.reports.attach import Examined, keep
from dondoc.reports.checks import Remark
from dondoc.reports.evidence import Content, Evidence
from dondoc.reports.figures_file import Sent, read_figures
from dondoc.reports.filed import groups_of
from dondoc.reports.prefill import NOTHING, prefill
from dondoc.reports.record import Recorded
from dondoc.reports.submit import Submitted, refuse_early, submit
from dondoc.reports.template import FormOf
from language.zone import local_date
from models import Obligation
from rules.meaning.figures import Filled
from rules.meaning.form import AS_OF, Form
from rules.meaning.letterhead import Document


@dataclass(frozen=True)
class Request:
    """A report of one obligation.

    `figures`: the form, filled in as a file; `filled`: on a page; `count`: the one number that it
    asks; `nil`: there is nothing to report, as of `nil_as_of` (None: the last day of the period).
    With none of them only its paper is known. `explanations` are the filer's words by address;
    `revises`: it replaces a report that is there.
    """

    of: Which
    receipt: Receipt = field(default_factory=Receipt)
    figures: Path | Sent | None = None
    filled: Filled | None = None
    count: int | None = None
    nil: bool = False
    nil_as_of: date | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Examined, ...] = ()
    revises: bool = False


@dataclass(frozen=True)
class Explained:
    """A warning that the filer explained: at which figure, by which check, and what it says."""

    at: str
    name: str
    policy: str
    says: str


@dataclass(frozen=True)
class Answer:
    """What was recorded.

    `cancelled_notices` had not left; `told_wrongly` had, though the report was in time; `corrected`
    people get a correction; `named`: everything that had named the bearer, with what follows.
    `awaits_issue`: it is done once its document is issued, by which it is in time or late.
    `adjustment`: it corrects a frozen report and counts in `adjusts`.
    """

    obligation: int
    report: int
    revision: int
    received_at: datetime
    on_time: bool
    cancelled_notices: int
    told_wrongly: int
    corrected: int
    adjustment: bool
    adjusts: int | None
    explained: tuple[Explained, ...]
    named: tuple[Named, ...] = ()
    awaits_issue: bool = False


@act("report.file", "report.record")
def record(desk: Desk, request: Request) -> Answer:
    """Record it.

    Raises:
        FiguresRefused: a check blocks it, or a warning lacks the filer's word.
        Refused: it came before its round opened, or as `dondoc.reports.record` does.
    """
    _begun(desk, request)
    row = desk.owed(request.of)
    own = desk.own("report.record", row)
    by = desk.allow("report.file" if own else "report.record", [row])
    receipt = with_copies(desk, row, Document.REPORT, request.receipt)
    evidence = receipt.own(desk.now) if own else receipt.taken(desk.now)
    refuse_early(desk.session, desk.rulebook, row, evidence.received_at)
    coming = _Coming(desk, request, row, evidence, by)
    coming.refuse_unsigned()
    filled = coming.filled()
    done = coming.submit(filled) if filled else coming.record()
    for file in request.files:
        keep(desk.state, file)
    named = named_wrongly(desk, [row]) if done.recorded.corrected else ()
    return _answer(done, evidence, named)


@dataclass(frozen=True)
class Beginning:
    """A round of a report without a term is begun by the body of who acts."""

    directive: str
    duty: str


@dataclass(frozen=True)
class Begun:
    """What that body owes in the round: the obligation by its number."""

    obligation: int
    bearer: str


@act("report.file")
def begin(desk: Desk, request: Beginning) -> Begun:
    """Let a round begin in which the body of who acts reports, where none takes its report.

    Raises:
        Refused: there is no such report without a term, or the body does not owe it.
    """
    of = Which(request.directive, request.duty, desk.acting("report.file").body.uid)
    party = desk.party(of.directive, of.duty, of.bearer)
    desk.allow("report.file", parties=[party])
    if not is_without_term(desk, of):
        raise Refused(
            f"{request.duty}: không phải báo cáo không nêu thời hạn của {request.directive}"
        )
    _begun(desk, Request(of))
    row = desk.owed(of)
    return Begun(row.id, row.bearer_uid)


def is_without_term(desk: Desk, of: Which) -> bool:
    """Say whether `of` is a report whose round begins when it comes."""
    declared = desk.rulebook.directives.get(of.directive)
    duty = declared.duties.get(of.duty) if declared else None
    return duty is not None and duty.arises and bool(duty.consolidated_by)


def _begun(desk: Desk, request: Request) -> None:
    """Let the round begin that a report without a term belongs to, where none takes it."""
    of, settings = request.of, desk.settings
    if not is_without_term(desk, of):
        return
    declared = desk.rulebook.directives[of.directive]
    duty = declared.duties[of.duty]
    if of.due is not None:
        refuse_closed(desk.session, declared, duty, of.due)
        return
    take(
        desk.session,
        desk.rulebook,
        declared,
        duty,
        local_date(request.receipt.at or desk.now),
        settings.readings_for_rules(),
        desk.now,
        settings.sweep.at,
        str(desk.acting("report.record")),
    )


@dataclass(frozen=True)
class _Coming:
    """One report on its way in."""

    desk: Desk
    request: Request
    row: Obligation
    evidence: Evidence
    by: str

    def refuse_unsigned(self) -> None:
        """Refuse what a post reports in person where nothing says who signed which document."""
        said = self.evidence
        duty = self.desk.rulebook.directives[self.row.directive_id].duties[self.row.duty]
        lacking = [
            option
            for option, value in (
                ("--number", said.number),
                ("--dated", said.dated),
                ("--signer", said.signer),
            )
            if not value
        ]
        if duty.bearer_post and lacking:
            raise Refused(
                "người đứng đầu trực tiếp báo cáo bằng văn bản: cần số, ngày, người ký; "
                f"còn thiếu {', '.join(lacking)}"
            )

    def filled(self) -> Filled | None:
        """Return the form as it was filled in, with the filer's words; None for paper alone."""
        if self.request.nil:
            filled = self._nil()
        elif self.request.count is not None:
            filled = self._counted(self.request.count)
        elif self.request.filled is not None:
            filled = self.request.filled
        elif self.request.figures is not None:
            filled = read_figures(self.request.figures, FormOf.of(self.row), self._form())
        else:
            return None
        words = {**filled.explanations, **self.request.explanations}
        return replace(filled, explanations=words)

    def _form(self) -> Form:
        return form_to_fill(self.desk.session, self.desk.rulebook, self.row)

    def _nil(self) -> Filled:
        """Return a nil report as of the day that is named, or the last day of the period."""
        known = prefill(self.desk.session, self.desk.rulebook, self.row).values
        offered = known.get(AS_OF, NOTHING).value
        received = local_date(self.evidence.received_at)
        # A report that comes before the period is over speaks of the day it came.
        usual = min(offered, received) if isinstance(offered, date) else received
        return Filled(as_of=self.request.nil_as_of or usual, nil=True)

    def _counted(self, count: int) -> Filled:
        """Return the form that asks a single number, filled in, as of the day on the document."""
        form, rows = self._form(), groups_of(self.desk.rulebook, self.row)
        if len(form.figures) != 1 or rows is None or len(rows) != 1:
            raise Refused("mẫu này hỏi nhiều số, không dùng --count: ghi bằng --figures TỆP")
        usual = self.evidence.dated or local_date(self.evidence.received_at)
        figures = {rows[0]: {form.ids[0]: count}}
        return Filled(as_of=self.request.nil_as_of or usual, groups=figures)

    def submit(self, filled: Filled) -> Submitted:
        """Check the form and record it."""
        desk = self.desk
        return submit(
            desk.session,
            desk.rulebook,
            desk.work.policies,
            self.row.id,
            filled,
            self.evidence,
            self.by,
            desk.now,
            desk.above(self.row),
            self.request.files,
            self.request.revises,
        )

    def record(self) -> Submitted:
        """Record that its paper came."""
        desk, request = self.desk, self.request
        content = Content(files=request.files, revises=request.revises)
        above = desk.above(self.row)
        done = reports.record(
            desk.session, self.row.id, self.evidence, self.by, desk.now, above, content
        )
        return Submitted(done, ())


def _answer(submitted: Submitted, evidence: Evidence, named: tuple[Named, ...]) -> Answer:
    done: Recorded = submitted.recorded
    return Answer(
        obligation=done.obligation,
        report=done.report,
        revision=done.revision,
        received_at=evidence.received_at,
        on_time=done.on_time,
        cancelled_notices=done.cancelled,
        told_wrongly=done.told_wrongly,
        corrected=done.corrected,
        adjustment=done.adjustment,
        adjusts=done.adjusts_id,
        explained=tuple(_explained(remark) for remark in submitted.explained),
        named=named,
        awaits_issue=done.awaits_issue,
    )


def _explained(remark: Remark) -> Explained:
    return Explained(remark.at, remark.name, remark.policy, remark.says)
