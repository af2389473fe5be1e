"""A body's written report of who does not join: drafted, or given up (signed: `case_signing`).

What is signed is that very report of its obligation: its count is the number of its cases. Nothing
skips the evidence, and nobody is named in it twice.
"""

from dataclasses import dataclass, field

from sqlalchemy import Select, select

from dondoc.cases.cases import Case, cases, reporting_duty
from dondoc.cases.road import State
from dondoc.cases.visits import lock_persons
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, declared_of
from dondoc.desk.registry import act
from dondoc.documents.parts.frames import chosen
from dondoc.errors import Refused
from dondoc.named import body_uid
from models import CaseLine, CaseReport, Event, Report
from models.trail import append
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.letterhead import Document


@dataclass(frozen=True)
class Request:
    """Whose cases are to be reported; `without`: these case numbers wait for the next report.

    `signer`: the post that is to sign, None for who usually does. `copies`: the lines of "Nơi
    nhận", none: the declared ones.
    """

    directive: str
    body: str
    without: tuple[int, ...] = ()
    signer: str | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dropping:
    """A drafted report by its number."""

    report: int


@dataclass(frozen=True)
class Answer:
    """A report of cases: its number, whose, how many cases are in it, how many were held back.

    `filed`: the number of the stored report that it is, None of a draft. `reached`: to whom (uids)
    the cases have come. `left`: how many of them have joined or gone since its date.
    """

    report: int
    body: str
    cases: int
    held_back: int = 0
    filed: int | None = None
    reached: tuple[str, ...] = field(default=())
    left: int = 0


@act("case.draft")
def draft(desk: Desk, request: Request) -> Answer:
    """Draft the report with every case that has its evidence; a draft there was is given up.

    What was reported in the same round and not brought together yet stands in it again.

    Raises:
        Refused: the directive asks no such report, or no case has all its evidence.
    """
    declared = declared_of(desk, request.directive)
    duty, uid = duty_of(declared), body_uid(desk.bodies, request.body, desk.today)
    by = desk.allow("case.draft", parties=[desk.party(declared.id, duty.id, uid)])
    found = cases(desk.session, desk.rulebook, declared, desk.now, bodies=[uid])
    lock_persons(desk.session, {one.person for one in found})
    found = cases(desk.session, desk.rulebook, declared, desk.now, bodies=[uid])
    ready = [one for one in found if _goes(one) and one.person not in request.without]
    if not ready:
        raise Refused(
            "chưa có trường hợp nào đủ bằng chứng để báo cáo; thiếu gì xem: dondoc cases "
            f"{declared.id} --body {uid}; không có trường hợp nào thì báo cáo: dondoc report "
            "record … --nil"
        )
    for old in desk.session.scalars(_drafts(declared.id, uid)):
        old.dropped_at, old.dropped_by = desk.now, by
        enter_report(desk, "case.dropped", old, {"by": by})
    row = CaseReport(
        directive_id=declared.id,
        duty=duty.id,
        body_uid=uid,
        drafted_at=desk.now,
        drafted_by=by,
        signer_post=request.signer,
    )
    if request.copies:
        body = desk.rulebook.bodies.get(uid)
        lines = chosen(desk.rulebook, body, Document.REPORT, declared, request.copies)
        row.copies = list(lines)
    desk.session.add(row)
    desk.session.flush()
    desk.session.add_all(_line(row.id, one) for one in ready)
    held = sum(one.standing.state is State.OPEN for one in found)
    enter_report(desk, "case.drafted", row, {"cases": len(ready), "held_back": held, "by": by})
    return Answer(row.id, uid, len(ready), held)


@act("case.drop")
def drop(desk: Desk, request: Dropping) -> Answer:
    """Give a draft up; raise Refused where there is none of theirs."""
    by = allowed(desk, "case.drop")
    row, _, _ = draft_of(desk, by, request.report)
    row.dropped_at, row.dropped_by = desk.now, by
    enter_report(desk, "case.dropped", row, {"by": by})
    return Answer(row.id, row.body_uid, 0)


def duty_of(declared: Directive) -> Duty:
    """Return the duty to report cases; raise Refused where the directive lays none."""
    duty = reporting_duty(declared)
    if duty is None:
        raise Refused(
            f"{declared.id} không giao ai báo cáo từng trường hợp: chỉ đếm, không gửi gì lên"
        )
    return duty


def _goes(one: Case) -> bool:
    """Say whether a case stands in the report that is drafted now."""
    again = one.standing.state in (State.REPORTED, State.RECEIVED) and not one.standing.missing
    return one.standing.reportable or again


def _drafts(directive: str, uid: str) -> Select[CaseReport]:
    return select(CaseReport).where(
        CaseReport.directive_id == directive,
        CaseReport.body_uid == uid,
        CaseReport.report_id.is_(None),
        CaseReport.dropped_at.is_(None),
    )


def _line(report: int, one: Case) -> CaseLine:
    return CaseLine(
        case_report_id=report,
        person_id=one.person,
        groups=list(one.groups),
        informed_on=one.evidence.informed_on,
        mobilised_on=one.evidence.mobilised_on,
        helped_on=one.evidence.helped_on,
        sought_on=one.evidence.sought_on,
    )


def draft_of(desk: Desk, by: str, number: int) -> tuple[CaseReport, Directive, Duty]:
    """Return a draft of whoever acts, locked; one of somebody else's is refused like none."""
    row = desk.session.get(CaseReport, number, with_for_update=True, populate_existing=True)
    none = Refused(f"không có dự thảo báo cáo trường hợp số {number} của đơn vị này")
    declared = desk.rulebook.directives.get(row.directive_id) if row else None
    if row is None or declared is None or not answers_for(desk, row.body_uid, by):
        raise none
    filed = desk.session.get(Report, row.report_id) if row.report_id else None
    if row.dropped_at or (filed and filed.undone_at is None):
        what = "đã bỏ" if row.dropped_at else "đã ghi là ký"
        raise Refused(f"báo cáo trường hợp số {number} {what}, không còn là dự thảo")
    return row, declared, duty_of(declared)


def enter_report(desk: Desk, kind: str, row: CaseReport, said: dict[str, object]) -> None:
    """Enter in the trail what became of a report."""
    append(desk.session, desk.now, [Event(kind, f"case_report:{row.id}", said)])
