"""That a drafted report of cases was signed: it is filed, and its cases have gone up."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.cases import cases
from dondoc.cases.leaving import settle
from dondoc.cases.population import population
from dondoc.cases.visits import lock_persons
from dondoc.desk import record
from dondoc.desk.case_report import Answer, draft_of, enter_report
from dondoc.desk.context import Desk, Which
from dondoc.desk.own_people import allowed
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.obligations.arising import rounds_of
from language.dates import full_day
from models import AnnexRoad, CaseLine, CaseReport, PersonReached, Report
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Filled

# So many case numbers are named in a refusal.
_NAMED = 10


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


@act("case.sign")
def sign(desk: Desk, request: Signing) -> Answer:
    """Enter that a drafted report was signed: it is filed, and its cases have gone up.

    Raises:
        Refused: there is no such draft of theirs, something that must stand on it is not said, or
            one of its cases is not what the paper says.
    """
    by = allowed(desk, "case.sign")
    _refuse_unsaid(request)
    # Persons first, as whoever drafts does: neither waits for what the other holds.
    of = CaseLine.case_report_id == request.report
    lines = list(desk.session.scalars(select(CaseLine).where(of).order_by(CaseLine.id)))
    persons = {line.person_id for line in lines}
    lock_persons(desk.session, persons)
    row, declared, duty = draft_of(desk, by, request.report)
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
    enter_report(desk, "case.signed", row, said)
    left = settle(desk.session, desk.rulebook, declared, desk.now, persons).left
    return Answer(row.id, row.body_uid, len(lines), 0, done.report, reached, len(left))


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
