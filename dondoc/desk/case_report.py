"""A body's written report of who does not join: drafted, signed, or given up.

What is signed is that very report of its obligation: its count is the number of its cases. Nothing
skips the evidence, and nobody is named in it twice.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select

from dondoc.cases.cases import Case, cases, reporting_duty
from dondoc.cases.leaving import settle
from dondoc.cases.population import population
from dondoc.cases.road import State
from dondoc.cases.visits import lock_persons
from dondoc.desk import record
from dondoc.desk.context import Desk, Which
from dondoc.desk.own_people import allowed, answers_for, declared_of
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.documents.parts.frames import chosen
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.obligations.arising import rounds_of
from language.dates import full_day
from models import AnnexRoad, CaseLine, CaseReport, Event, PersonReached, Report
from models.trail import append
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Filled
from rules.meaning.letterhead import Document

# So many case numbers are named in a refusal.
_NAMED = 10


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
class Signing:
    """That the drafted report with that number was signed, and what stands on it.

    `capacity`: how it was signed ("KT. CHỦ TỊCH"). `annex`: the number on the named annex.
    """

    report: int
    number: str
    dated: date
    signer: str
    annex: str
    annex_road: AnnexRoad = AnnexRoad.SEALED
    capacity: str | None = None


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
    duty, uid = _duty(declared), body_uid(desk.bodies, request.body, desk.today)
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
        _enter(desk, "case.dropped", old, {"by": by})
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
    _enter(desk, "case.drafted", row, {"cases": len(ready), "held_back": held, "by": by})
    return Answer(row.id, uid, len(ready), held)


@act("case.sign")
def sign(desk: Desk, request: Signing) -> Answer:
    """Enter that a drafted report was signed: it is filed, and its cases have gone up.

    Raises:
        Refused: there is no such draft of theirs, something that must stand on it is not said, or
            one of its cases is not what the paper says.
    """
    by = allowed(desk, "case.sign")
    row, declared, duty = _draft(desk, by, request.report)
    _refuse_unsaid(request)
    lines = list(desk.session.scalars(select(CaseLine).where(CaseLine.case_report_id == row.id)))
    persons = {line.person_id for line in lines}
    lock_persons(desk.session, persons)
    _refuse_changed(desk, declared, row, lines, request.dated)
    counted = Counter(group for line in lines for group in line.groups)
    form = desk.rulebook.forms.get(duty.asks)
    if form is None or len(form.figures) != 1:
        raise Refused(f"mẫu {duty.asks} không hỏi một số duy nhất: không báo cáo được từng hồ sơ")
    filled = Filled(
        as_of=request.dated,
        groups={group: {form.ids[0]: number} for group, number in sorted(counted.items())},
    )
    receipt = Receipt(
        number=request.number,
        dated=request.dated,
        signer=request.signer,
        capacity=request.capacity,
        copies=tuple(map(str, row.copies or ())),
    )
    done = record.record(
        desk,
        record.Request(
            Which(declared.id, duty.id, row.body_uid),
            receipt,
            filled=filled,
            revises=_revises(desk, declared, duty, row.body_uid),
        ),
    )
    row.report_id = done.report
    row.annex_number, row.annex_road = request.annex.strip(), request.annex_road.value
    reached = _reach(desk, duty, persons, by)
    said = {"cases": len(lines), "report": done.report, "annex": row.annex_road, "by": by}
    _enter(desk, "case.signed", row, said)
    left = settle(desk.session, desk.rulebook, declared, desk.now, persons).left
    return Answer(row.id, row.body_uid, len(lines), 0, done.report, reached, len(left))


@act("case.drop")
def drop(desk: Desk, request: Dropping) -> Answer:
    """Give a draft up; raise Refused where there is none of theirs."""
    by = allowed(desk, "case.drop")
    row, _, _ = _draft(desk, by, request.report)
    row.dropped_at, row.dropped_by = desk.now, by
    _enter(desk, "case.dropped", row, {"by": by})
    return Answer(row.id, row.body_uid, 0)


def _duty(declared: Directive) -> Duty:
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


def _draft(desk: Desk, by: str, number: int) -> tuple[CaseReport, Directive, Duty]:
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
    return row, declared, _duty(declared)


def _refuse_unsaid(request: Signing) -> None:
    said = {
        "--number": request.number,
        "--signer": request.signer,
        "--annex": request.annex,
    }
    if lacking := [option for option, value in said.items() if not value.strip()]:
        raise Refused(
            "báo cáo bằng văn bản cần số, người ký và số của phụ lục danh sách; còn thiếu "
            + ", ".join(lacking)
        )


def _refuse_changed(
    desk: Desk, declared: Directive, row: CaseReport, lines: Collection[CaseLine], dated: date
) -> None:
    """Refuse a paper that names somebody whose case was not so on its date."""
    if dated > desk.today:
        raise Refused(f"ngày {full_day(dated)} ở sau hiện tại: kiểm tra lại --dated")
    persons = [line.person_id for line in lines]
    there = population(desk.session, desk.rulebook, declared, dated, persons=persons)
    now = {
        one.person: one
        for one in cases(desk.session, desk.rulebook, declared, desk.now, persons=persons)
    }
    away = [p for p in persons if there.left(p, row.body_uid) is not None]
    lacking = [p for p in persons if p in now and now[p].standing.missing]
    early = [line.person_id for line in lines if _last_day(line) > dated]
    for wrong, why in (
        (away, "đến ngày ấy đã tham gia hoặc không còn trong danh sách"),
        (lacking, "bằng chứng nay không còn"),
        (early, f"có bằng chứng sau ngày {full_day(dated)} của văn bản"),
    ):
        if wrong:
            named = ", ".join(map(str, sorted(wrong)[:_NAMED]))
            raise Refused(f"hồ sơ số {named} {why}: lập lại dự thảo rồi ký bản mới")


def _last_day(line: CaseLine) -> date:
    helped = line.helped_on or line.sought_on
    return max(day for day in (line.informed_on, line.mobilised_on, helped, date.min) if day)


def _revises(desk: Desk, declared: Directive, duty: Duty, uid: str) -> bool:
    """Say whether the body has reported in the round that still takes reports."""
    above = rounds_of(desk.session, declared.id, duty.consolidated_by or "")
    own = rounds_of(desk.session, declared.id, duty.id)
    if not own or any(row.received_at for row in above.get(max(own), ())):
        return False
    current = [row.id for row in own[max(own)] if row.bearer_uid == uid]
    query = select(Report.id).where(Report.obligation_id.in_(current), Report.undone_at.is_(None))
    return desk.session.scalar(query.limit(1)) is not None


def _reach(desk: Desk, duty: Duty, persons: Collection[int], by: str) -> tuple[str, ...]:
    """Let whoever brings the cases together see them from now on; return who it is."""
    via = desk.bodies.current(duty.via or "", desk.today).uid
    query = select(PersonReached.person_id).where(
        PersonReached.body_uid == via, PersonReached.person_id.in_(persons)
    )
    known = set(desk.session.scalars(query))
    desk.session.add_all(
        PersonReached(
            person_id=person,
            body_uid=via,
            reached_on=desk.today,
            recorded_at=desk.now,
            recorded_by=by,
        )
        for person in sorted(set(persons) - known)
    )
    return (via,)


def _enter(desk: Desk, kind: str, row: CaseReport, said: dict[str, object]) -> None:
    append(desk.session, desk.now, [Event(kind, f"case_report:{row.id}", said)])
