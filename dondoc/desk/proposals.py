"""What is proposed for cases that were brought together, passed on and decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dondoc.cases.cases import proposing_duty
from dondoc.cases.leaving import settle
from dondoc.cases.lines import Placed, placed
from dondoc.cases.road import State
from dondoc.cases.visits import lock_persons
from dondoc.desk import record
from dondoc.desk.case_answer import Answer, asked_by, case_numbers, entered, reason_said, still_open
from dondoc.desk.context import Desk, Which
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.safe import safe_to_write
from language.dates import full_day
from language.numbers import count
from models import Proposal
from rules.meaning.directive import Directive
from rules.meaning.figures import Filled

# A named thing and the reason are sealed as one text, a line each.
_BETWEEN = "\n"


@dataclass(frozen=True)
class Proposing:
    """What is proposed for these cases: a kind of the closed list, why, and what it names."""

    directive: str
    cases: tuple[int, ...]
    kind: str
    reason: str
    named: str = ""


@dataclass(frozen=True)
class Forwarding:
    """That what is proposed was reported further, by which paper."""

    directive: str
    number: str
    dated: date
    signer: str
    capacity: str | None = None


@dataclass(frozen=True)
class Deciding:
    """What was decided on the proposals of these cases (none: all that were passed on)."""

    directive: str
    accepted: bool
    number: str
    dated: date
    cases: tuple[int, ...] = ()


@act("case.propose")
def propose(desk: Desk, request: Proposing) -> Answer:
    """Propose for cases that were brought together; what was proposed before is replaced.

    Raises:
        Refused: a case that is not brought together yet or has left, an unknown kind, no reason.
    """
    declared, duty = asked_by(desk, request.directive)
    by = desk.allow("case.propose", parties=[desk.party(declared.id, duty.id, "")])
    kind = desk.rulebook.road.proposals.get(request.kind)
    if kind is None:
        known = ", ".join(desk.rulebook.road.proposals)
        raise Refused(f"không có loại đề xuất {request.kind!r}; có: {known}")
    if kind.named and not request.named.strip():
        raise Refused(f"đề xuất {kind.title} cần nêu {kind.named}: --name")
    text = _BETWEEN.join((request.named.strip(), reason_said(request.reason)))
    there = still_open(desk, declared, request.cases, (State.CONSOLIDATED, State.PROPOSED))
    if done := [n for n, one in there.items() if one.proposal and one.proposal.report_id]:
        raise Refused(f"hồ sơ số {case_numbers(done)} đã có đề xuất báo cáo lên, chờ quyết định")
    safe = safe_to_write(desk.session, desk.state, desk.now)
    for number, one in sorted(there.items()):
        row = Proposal(
            case_line_id=one.line.id,
            person_id=number,
            kind=kind.id,
            sealed=b"",
            seal_key=safe.newest,
            proposed_at=desk.now,
            proposed_by=by,
        )
        desk.session.add(row)
        desk.session.flush()
        row.sealed = safe.close(text.encode(), f"proposal:{row.id}")
    return entered(desk, declared, "case.proposed", there.values(), by, {"kind": kind.id})


@act("case.forward")
def forward(desk: Desk, request: Forwarding) -> Answer:
    """Enter that what is proposed was reported to whom the text names, as that very report.

    Raises:
        Refused: the text asks no such report, or nothing is proposed that was not passed on.
    """
    declared, _ = asked_by(desk, request.directive)
    duty = proposing_duty(declared)
    if duty is None:
        raise Refused(f"{declared.id} không giao ai báo cáo đề xuất")
    uid = desk.bodies.current(duty.bearers.uids[0], desk.today).uid
    by = desk.allow("case.forward", parties=[desk.party(declared.id, duty.id, uid)])
    there = _proposed(desk, declared, passed_on=False)
    if not there:
        raise Refused("chưa có đề xuất nào chờ báo cáo: dondoc case propose")
    form = desk.rulebook.forms.get(duty.asks)
    if form is None:
        raise Refused(f"{duty.id} không có mẫu báo cáo nào")
    first = next(text.id for text in form.texts if text.required)
    filled = Filled(as_of=request.dated, texts={first: _told(desk, there.values())})
    receipt = Receipt(
        number=request.number, dated=request.dated, signer=request.signer, capacity=request.capacity
    )
    of = Which(declared.id, duty.id, uid)
    done = record.record(desk, record.Request(of, receipt, filled=filled))
    for one in there.values():
        assert one.proposal is not None  # noqa: S101 - chosen so above
        one.proposal.report_id = done.report
    said = {"report": done.report}
    return entered(desk, declared, "case.forwarded", there.values(), by, said, done.report)


@act("case.decide")
def decide(desk: Desk, request: Deciding) -> Answer:
    """Enter the decision on proposals that were passed on.

    Raises:
        Refused: a case without such a proposal, or one that has left; a paper that is not named.
    """
    declared, duty = asked_by(desk, request.directive)
    by = desk.allow("case.decide", parties=[desk.party(declared.id, duty.id, "")])
    if not request.number.strip():
        raise Refused("cần số, ký hiệu của văn bản quyết định: --number")
    if request.dated > desk.today:
        raise Refused(f"ngày {full_day(request.dated)} ở sau hiện tại: kiểm tra lại --dated")
    every = _proposed(desk, declared, passed_on=True)
    if not (request.cases or every):
        raise Refused("không còn đề xuất nào đã báo cáo mà chờ quyết định")
    there = still_open(desk, declared, request.cases or every, (State.PROPOSED,))
    for number, one in there.items():
        proposal = one.proposal
        if proposal is None or proposal.report_id is None:
            raise Refused(f"đề xuất cho hồ sơ số {number} chưa được báo cáo: dondoc case forward")
        proposal.accepted, proposal.number = request.accepted, request.number.strip()
        proposal.dated, proposal.decided_at, proposal.decided_by = request.dated, desk.now, by
    said = {"accepted": request.accepted}
    return entered(desk, declared, "case.decided", there.values(), by, said)


def _proposed(desk: Desk, declared: Directive, *, passed_on: bool) -> dict[int, Placed]:
    """Return the cases for which something is proposed and that have not left, locked."""
    lock_persons(desk.session, placed(desk.session, declared.id))
    settle(desk.session, desk.rulebook, declared, desk.now)
    return {
        person: one
        for person, one in placed(desk.session, declared.id).items()
        if one.state is State.PROPOSED
        and one.proposal
        and bool(one.proposal.report_id) is passed_on
        and one.line.left_at is None
    }


def _told(desk: Desk, found: Collection[Placed]) -> str:
    """Return the proposals as a report tells them: by kind, in numbers of cases alone."""
    by_kind: dict[str, list[int]] = {}
    for one in found:
        if one.proposal:
            by_kind.setdefault(one.proposal.kind, []).append(one.line.person_id)
    return _BETWEEN.join(
        f"{desk.rulebook.road.proposals[kind].title.capitalize()}: {count(len(numbers))} trường "
        f"hợp (hồ sơ số {case_numbers(numbers, whole=True)})."
        for kind, numbers in sorted(by_kind.items())
    )
