"""Paper: the document of a report is presented for signature, signed, issued; or was not."""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.reports.paperwork import NO_PAPERS, enter, papers_of, report_of, take_back
from dondoc.reports.record import finish
from language.dates import full_day
from models import Event, Obligation, ObligationState, PaperStep, Paperwork, Report
from models.paperwork import PAPER_STEP_NAMES
from models.standing import has_passed
from models.trail import append


@dataclass(frozen=True)
class Request:
    """The document of whose report, and the local date of it.

    `number`: its own, of one that was issued; `signer`, `capacity`: who signed it, as what.
    """

    of: Which
    on: date
    number: str | None = None
    signer: str | None = None
    capacity: str | None = None


@dataclass(frozen=True)
class Undoing:
    """Which step of whose document was entered by mistake, and why it is taken back."""

    of: Which
    step: PaperStep
    reason: str


@dataclass(frozen=True)
class Answer:
    """The obligation, the step, and whether it is in time by it; None: that does not decide."""

    obligation: int
    step: str
    on_time: bool | None = None
    corrected: int = 0


@act("paper.present")
def present(desk: Desk, request: Request) -> Answer:
    """Enter that it was laid before who signs; raise Refused where no report came."""
    return _entered(desk, "paper.present", PaperStep.PRESENTED, request)


@act("paper.sign")
def sign(desk: Desk, request: Request) -> Answer:
    """Enter that it was signed, by whom and as what.

    Raises:
        Refused: nobody is named who signed it, or no report came.
    """
    if not (request.signer or "").strip():
        raise Refused("cần ghi người ký văn bản")
    return _entered(desk, "paper.sign", PaperStep.SIGNED, request)


@act("paper.issue")
def issue(desk: Desk, request: Request) -> Answer:
    """Enter that it was issued under its number; where that decides, the obligation is done.

    Raises:
        Refused: it has no number, or no report came.
    """
    if not (request.number or "").strip():
        raise Refused(
            "cần số, ký hiệu của văn bản; số tiếp nhận của phần mềm không phải số văn bản"
        )
    return _entered(desk, "paper.issue", PaperStep.ISSUED, request)


def _entered(desk: Desk, name: str, step: PaperStep, request: Request) -> Answer:
    row = desk.owed(request.of)
    by = desk.allow(name, [row])
    row = locked(desk.session, row.id)
    report = _report(desk, row)
    _refuse(desk, row, step, request.on)
    one = enter(
        desk.session,
        row,
        step,
        request.on,
        by,
        desk.now,
        number=(request.number or "").strip() or None,
        signer=(request.signer or "").strip() or None,
        capacity=(request.capacity or "").strip() or None,
    )
    if one.counts_at is None:
        return Answer(row.id, step.value)
    done = finish(desk.session, row, one.counts_at, report.id, desk.above(row), desk.now)
    append(desk.session, desk.now, [*done.cancelled, *done.corrections])
    return Answer(row.id, step.value, done.on_time, done.corrected)


def _report(desk: Desk, row: Obligation) -> Report:
    report = report_of(desk.session, row)
    if report is None:
        raise Refused("chưa có báo cáo nào được ghi nhận: gửi số liệu trước, rồi ghi văn bản")
    return report


def _refuse(desk: Desk, row: Obligation, step: PaperStep, on: date) -> None:
    """Refuse a step that is known already, of a day to come, or before an earlier one."""
    if on > desk.today:
        raise Refused(f"ngày {full_day(on)} ở sau hiện tại: kiểm tra lại ngày")
    begins = desk.rulebook.directives[row.directive_id].in_force.from_
    if on < begins:
        raise Refused(f"ngày {full_day(on)} ở trước khi có văn bản ({full_day(begins)})")
    known = papers_of(desk.session, [row.id]).get(row.id, NO_PAPERS)
    before: list[Paperwork] = []
    for each in PaperStep:
        there: Paperwork | None = getattr(known, each.value)
        if each is step:
            if there is not None:
                raise Refused(
                    f"văn bản này {PAPER_STEP_NAMES[step]} ngày {full_day(there.done_on)} rồi; "
                    "nếu ghi nhầm, hủy lần ghi ấy trước"
                )
            break
        before += [there] if there else []
    for earlier in before:
        if on < earlier.done_on:
            raise Refused(
                f"ngày {full_day(on)} ở trước ngày {PAPER_STEP_NAMES[earlier.step]} "
                f"({full_day(earlier.done_on)}): kiểm tra lại ngày"
            )


@act("paper.undo")
def undo(desk: Desk, request: Undoing) -> Answer:
    """Take one step back: it was entered by mistake.

    Raises:
        Refused: no reason, no such step, or its report has been taken already.
    """
    row = desk.one(request.of)
    by = desk.allow("paper.undo", [row])
    row = locked(desk.session, row.id)
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    known = papers_of(desk.session, [row.id]).get(row.id, NO_PAPERS)
    one: Paperwork | None = getattr(known, request.step.value)
    if one is None:
        raise Refused(f"văn bản này chưa được ghi là {PAPER_STEP_NAMES[request.step]}")
    if one.counts_at is not None:
        _reopen(row, desk)
    gone = take_back(desk.session, one, request.reason, by, desk.now)
    events: list[Event] = [gone]
    append(desk.session, desk.now, events)
    return Answer(row.id, request.step.value)


def _reopen(row: Obligation, desk: Desk) -> None:
    """Let it wait for its document again."""
    if row.state != ObligationState.SUBMITTED:
        raise Refused("báo cáo đã được xử lý (tiếp nhận, trả lại): không hủy việc phát hành được")
    historic = has_passed(row.late_from, row.registered_at)
    row.move(ObligationState.HISTORIC if historic else ObligationState.OPEN)
    row.received_at = row.recorded_at = None
    row.wake_at = None if historic else desk.now
