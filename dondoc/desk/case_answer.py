"""What whoever takes the cases does: returns, proposes, passes on; and what is decided."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.cases.cases import proposing_duty, reporting_duty
from dondoc.cases.leaving import settle
from dondoc.cases.lines import Placed, placed
from dondoc.cases.road import STATE_NAMES, State
from dondoc.cases.visits import lock_persons
from dondoc.desk import give_back, record
from dondoc.desk.context import Desk, Which
from dondoc.desk.own_people import declared_of
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people.safe import safe_to_write
from language.dates import full_day
from language.numbers import count
from models import Event, Proposal
from models.trail import append
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Filled

# A named thing and the reason are sealed as one text, a line each.
_BETWEEN = "\n"


@dataclass(frozen=True)
class Returning:
    """Which body's cases go back, and why; `cases`: by number, none for all of its report."""

    directive: str
    body: str
    reason: str
    cases: tuple[int, ...] = ()


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


@dataclass(frozen=True)
class Answer:
    """How many cases it was about, by body (uid); `report`: the stored report, where there is one.

    `left`: how many more had left the road meanwhile.
    """

    cases: int
    bodies: tuple[tuple[str, int], ...]
    report: int | None = None
    left: int = 0


@act("case.return")
def give_back_cases(desk: Desk, request: Returning) -> Answer:
    """Return the report of a body for the sake of these cases, each with the reason.

    Raises:
        Refused: no reason, no such case in a report that can be returned.
    """
    declared, duty = _asked(desk, request.directive)
    uid = body_uid(desk.bodies, request.body, desk.today)
    by = desk.allow("case.return", parties=[desk.party(declared.id, duty.id, uid)])
    reason = _words(request.reason)
    there = {
        person: one
        for person, one in placed(desk.session, declared.id, bodies=[uid]).items()
        if one.state in (State.REPORTED, State.RECEIVED)
    }
    numbers = set(request.cases or there)
    lock_persons(desk.session, numbers)
    if not numbers or (strange := numbers - there.keys()):
        raise Refused(_nowhere(strange if numbers else (), "trong báo cáo đang chờ của đơn vị này"))
    safe = safe_to_write(desk.session, desk.state, desk.now)
    for number in sorted(numbers):
        line = there[number].line
        line.returned_at, line.returned_by = desk.now, by
        line.sealed = safe.close(reason.encode(), f"case_line:{line.id}")
        line.seal_key = safe.newest
    what = f"{count(len(numbers))} trường hợp cần xem lại; lý do ghi ở từng hồ sơ"
    back = give_back.give_back(
        desk, give_back.Request(Which(declared.id, duty.id, uid), {"report": what})
    )
    report = there[min(numbers)].report
    said = {"cases": len(numbers), "of": len(there), "report": back.report, "by": by}
    append(desk.session, desk.now, [Event("case.returned", f"case_report:{report.id}", said)])
    return Answer(len(numbers), ((uid, len(numbers)),), back.report)


@act("case.propose")
def propose(desk: Desk, request: Proposing) -> Answer:
    """Propose for cases that were brought together; what was proposed before is replaced.

    Raises:
        Refused: a case that is not brought together yet or has left, an unknown kind, no reason.
    """
    declared, duty = _asked(desk, request.directive)
    by = desk.allow("case.propose", parties=[desk.party(declared.id, duty.id, "")])
    kind = desk.rulebook.road.proposals.get(request.kind)
    if kind is None:
        known = ", ".join(desk.rulebook.road.proposals)
        raise Refused(f"không có loại đề xuất {request.kind!r}; có: {known}")
    if kind.named and not request.named.strip():
        raise Refused(f"đề xuất {kind.title} cần nêu {kind.named}: --name")
    text = _BETWEEN.join((request.named.strip(), _words(request.reason)))
    there = _open(desk, declared, request.cases, (State.CONSOLIDATED, State.PROPOSED))
    if done := [n for n, one in there.items() if one.proposal and one.proposal.report_id]:
        raise Refused(f"hồ sơ số {_numbers(done)} đã có đề xuất báo cáo lên, chờ quyết định")
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
    return _entered(desk, declared, "case.proposed", there.values(), by, {"kind": kind.id})


@act("case.forward")
def forward(desk: Desk, request: Forwarding) -> Answer:
    """Enter that what is proposed was reported to whom the text names, as that very report.

    Raises:
        Refused: the text asks no such report, or nothing is proposed that was not passed on.
    """
    declared, _ = _asked(desk, request.directive)
    duty = proposing_duty(declared)
    if duty is None:
        raise Refused(f"{declared.id} không giao ai báo cáo đề xuất")
    uid = desk.bodies.current(duty.bearers.uids[0], desk.today).uid
    by = desk.allow("case.forward", parties=[desk.party(declared.id, duty.id, uid)])
    settle(desk.session, desk.rulebook, declared, desk.now)
    there = {
        person: one
        for person, one in placed(desk.session, declared.id).items()
        if one.state is State.PROPOSED
        and one.proposal
        and one.proposal.report_id is None
        and one.line.left_at is None
    }
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
    return _entered(desk, declared, "case.forwarded", there.values(), by, said, done.report)


@act("case.decide")
def decide(desk: Desk, request: Deciding) -> Answer:
    """Enter the decision on proposals that were passed on.

    Raises:
        Refused: a case without such a proposal, or one that has left; a paper that is not named.
    """
    declared, duty = _asked(desk, request.directive)
    by = desk.allow("case.decide", parties=[desk.party(declared.id, duty.id, "")])
    if not request.number.strip():
        raise Refused("cần số, ký hiệu của văn bản quyết định: --number")
    if request.dated > desk.today:
        raise Refused(f"ngày {full_day(request.dated)} ở sau hiện tại: kiểm tra lại --dated")
    settle(desk.session, desk.rulebook, declared, desk.now)
    every = [
        person
        for person, one in placed(desk.session, declared.id).items()
        if one.state is State.PROPOSED
        and one.proposal
        and one.proposal.report_id
        and one.line.left_at is None
    ]
    there = _open(desk, declared, request.cases or tuple(every), (State.PROPOSED,))
    for number, one in there.items():
        proposal = one.proposal
        if proposal is None or proposal.report_id is None:
            raise Refused(f"đề xuất cho hồ sơ số {number} chưa được báo cáo: dondoc case forward")
        proposal.accepted, proposal.number = request.accepted, request.number.strip()
        proposal.dated, proposal.decided_at, proposal.decided_by = request.dated, desk.now, by
    said = {"accepted": request.accepted}
    return _entered(desk, declared, "case.decided", there.values(), by, said)


def _asked(desk: Desk, directive: str) -> tuple[Directive, Duty]:
    declared = declared_of(desk, directive)
    duty = reporting_duty(declared)
    if duty is None:
        raise Refused(
            f"{declared.id} không giao ai báo cáo từng trường hợp: chỉ đếm, không gửi gì lên"
        )
    return declared, duty


def _open(
    desk: Desk, declared: Directive, numbers: Collection[int], states: Sequence[State]
) -> dict[int, Placed]:
    """Return the cases with these numbers, locked, where each stands in one of `states`."""
    wanted = set(numbers)
    if not wanted:
        raise Refused("chưa có trường hợp nào để làm việc này")
    lock_persons(desk.session, wanted)
    settle(desk.session, desk.rulebook, declared, desk.now, wanted)
    there = placed(desk.session, declared.id, persons=wanted)
    if strange := wanted - there.keys():
        raise Refused(_nowhere(strange, "trong các báo cáo đã nhận"))
    for number, one in sorted(there.items()):
        if one.line.left_at is not None:
            raise Refused(f"hồ sơ số {number} đã rời: không còn là trường hợp chưa tham gia")
        if one.state not in states:
            needed = ", ".join(STATE_NAMES[state] for state in states)
            raise Refused(f"hồ sơ số {number} {STATE_NAMES[one.state]}; việc này cần: {needed}")
    return there


def _entered(
    desk: Desk,
    declared: Directive,
    kind: str,
    found: Collection[Placed],
    by: str,
    said: Mapping[str, object],
    report: int | None = None,
) -> Answer:
    events, bodies = list[Event](), Counter[str]()
    for number in sorted({one.report.id for one in found}):
        lines = [one for one in found if one.report.id == number]
        data = {"lines": sorted(one.line.id for one in lines), "by": by, **said}
        events.append(Event(kind, f"case_report:{number}", data))
        bodies[lines[0].report.body_uid] += len(lines)
    append(desk.session, desk.now, events)
    return Answer(len(found), tuple(sorted(bodies.items())), report)


def _told(desk: Desk, found: Collection[Placed]) -> str:
    """Return the proposals as a report tells them: by kind, in numbers of cases alone."""
    by_kind: dict[str, list[int]] = {}
    for one in found:
        if one.proposal:
            by_kind.setdefault(one.proposal.kind, []).append(one.line.person_id)
    return _BETWEEN.join(
        f"{desk.rulebook.road.proposals[kind].title.capitalize()}: {count(len(numbers))} trường "
        f"hợp (hồ sơ số {_numbers(numbers, whole=True)})."
        for kind, numbers in sorted(by_kind.items())
    )


def _numbers(numbers: Collection[int], *, whole: bool = False) -> str:
    listed = sorted(numbers)
    return ", ".join(map(str, listed if whole else listed[:10]))


def _nowhere(numbers: Collection[int], where: str) -> str:
    named = f"số {_numbers(numbers)} " if numbers else "nào "
    return f"không có hồ sơ {named}{where}"


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("cần nêu lý do: --reason")
    return text.strip()
