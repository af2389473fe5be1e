"""Changes of people on lists: asked for, confirmed by whose word it needs, answered, taken back.

A case number that is nobody's, or that of somebody on another body's list, is refused alike: who
tries numbers learns nothing.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product

from dondoc.cases.leaving import settle_all
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, body_of, declared_of, one_of, via_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people import changing
from dondoc.people.changing import Asked, Decision
from dondoc.people.homes import Homes
from dondoc.reports.people_counts import record_counts
from language.dates import full_day
from models import Event, PersonChange
from models.trail import append
from rules.meaning.reason import Moves, Reason, Reasons, Subject, UnknownReason
from rules.meaning.right import Role

_ASK, _DECIDE, _ANSWER = "people.ask", "people.decide", "people.answer"
_NOTE, _UNDO = "people.note", "people.undo"


@dataclass(frozen=True)
class Request:
    """What is asked of the person with that case number, for a reason of the closed list.

    `on`: the local date from which it is so. `group`: of which group, None of all of the directive.
    `to`: where they move to, by uid or name. `head`, `members`, `join`: of households.
    """

    directive: str
    person: int
    reason: str
    on: date
    group: str | None = None
    to: str | None = None
    head: int | None = None
    members: tuple[int, ...] = ()
    join: int | None = None


@dataclass(frozen=True)
class Deciding:
    """The word of the authority on a change: yes or no, by which paper."""

    change: int
    accepted: bool
    number: str
    dated: date


@dataclass(frozen=True)
class Answering:
    """Whether the body that somebody moves to takes them."""

    change: int
    takes: bool


@dataclass(frozen=True)
class Which:
    """A change by its number."""

    change: int


@dataclass(frozen=True)
class Answer:
    """A change: its number, whose, why, and how it stands.

    `authority`: the role whose word it needs. `answer_by`: up to which local date the receiving
    body has to answer, None where nobody has to.
    """

    change: int
    person: int
    reason: str
    authority: Role
    on: date
    accepted: bool | None
    applied: bool
    undone: bool
    to: str | None = None
    answer_by: date | None = None
    taken: bool | None = None
    noted: bool = False


@act(_ASK)
def ask(desk: Desk, request: Request) -> Answer:
    """Enter what is asked.

    Raises:
        Refused: no such person on a list of who asks, a reason that is none, a day to come, who is
            not on the list, a household left without a head, or it is asked already.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, _ASK, via_of(desk, declared))
    person = one_of(desk, request.person, by, via_of(desk, declared))
    reason = _reason(desk, request.reason)
    if request.on > desk.today:
        raise Refused(f"ngày {full_day(request.on)} chưa tới: ghi biến động khi đã có")
    if request.group is not None and request.group not in declared.groups:
        known = ", ".join(declared.groups)
        raise Refused(f"văn bản {declared.id} không có nhóm {request.group!r}; có: {known}")
    to = _moves_to(desk, request, person.body_uid, reason)
    homes = Homes(request.members, request.join, request.head)
    asked = Asked(person.id, reason, request.on, declared.id, request.group, to, homes)
    change = changing.ask(desk.session, asked, desk.rulebook.reasons, person.body_uid, desk.now, by)
    _enter(desk, "person.asked", change, by)
    return _answer(change)


@act(_DECIDE)
def decide(desk: Desk, request: Deciding) -> Answer:
    """Enter the word of the authority to which the reason belongs, and apply what it accepts.

    Raises:
        Refused: there is no such change of theirs, it waits no more, or the paper is not named.
    """
    change, by = _authority(desk, _DECIDE, request.change)
    if not request.number.strip():
        raise Refused("cần số, ký hiệu của văn bản xác nhận: --number")
    if request.dated > desk.today:
        raise Refused(f"ngày {full_day(request.dated)} ở sau hiện tại: kiểm tra lại --dated")
    within = desk.rulebook.reasons.answer_within
    said = Decision(request.accepted, request.number.strip(), request.dated)
    changing.decide(
        desk.session,
        change,
        said,
        desk.rulebook.reasons,
        desk.today,
        desk.now,
        by,
        _after(desk, within.days),
    )
    _counted(desk, change, by)
    _enter(desk, "person.decided", change, by)
    return _answer(change)


@act(_ANSWER)
def answer(desk: Desk, request: Answering) -> Answer:
    """Enter whether the body that somebody moves to takes them; raise Refused if nobody waits."""
    by = allowed(desk, _ANSWER)
    change = desk.session.get(PersonChange, request.change)
    if change is None or not answers_for(desk, change.to_body_uid, by):
        raise Refused(f"không có biến động số {request.change} nào chờ đơn vị này trả lời")
    changing.answer(
        desk.session, change, request.takes, desk.rulebook.reasons, desk.today, desk.now, by
    )
    _counted(desk, change, by)
    _enter(desk, "person.answered", change, by)
    return _answer(change)


@act(_NOTE)
def note(desk: Desk, request: Which) -> Answer:
    """Enter that the other authority has taken note; raise Refused where it decided itself."""
    change = desk.session.get(PersonChange, request.change)
    declared = desk.rulebook.directives.get(change.directive_id or "") if change else None
    via = via_of(desk, declared)
    by = allowed(desk, _NOTE, via)
    if change is None or not _other(desk, change, by, via):
        raise Refused(f"không có biến động số {request.change} nào để đơn vị này ghi là đã biết")
    changing.note(change, desk.now, by)
    _enter(desk, "person.noted", change, by)
    return _answer(change)


@act(_UNDO)
def undo(desk: Desk, request: Which) -> Answer:
    """Take a change back; what was known before it is known again.

    Raises:
        Refused: there is none of theirs, it is taken back already, or something newer follows it.
    """
    change, by = _authority(desk, _UNDO, request.change)
    changing.take_back(desk.session, change, desk.today, desk.now, by)
    _counted(desk, change, by)
    _enter(desk, "person.undone", change, by)
    return _answer(change)


def _counted(desk: Desk, change: PersonChange, by: str) -> None:
    """Count the lists again that an applied change has made longer or shorter.

    Whoever it took off them has left the road of who does not join, too.
    """
    if change.applied_at is not None:
        settle_all(desk.session, desk.rulebook, desk.now, [change.person_id])
    if change.applied_at is not None and change.directive_id is not None:
        session, rulebook = desk.session, desk.rulebook
        record_counts(session, rulebook, change.directive_id, desk.today, by, desk.now)


def _reason(desk: Desk, said: str) -> str:
    reasons = desk.rulebook.reasons
    try:
        reason = reasons.get(said)
    except UnknownReason as unknown:
        raise Refused(str(unknown)) from None
    if reason not in askable(reasons):
        raise Refused(
            f"{reason.title}: do danh sách thẻ hoặc xã báo, không phải đề nghị từng người"
        )
    return reason.id


def askable(reasons: Reasons) -> list[Reason]:
    """Return what a change may be asked for; some the lists of cards and the communes' word bring
    by themselves."""
    ways: tuple[Moves, ...] = ("in", "out")
    subjects = (Subject.COVERAGE, Subject.CARD)
    by_itself = {reasons.of(about, way) for about, way in product(subjects, ways)}
    return [one for one in reasons.by_id.values() if one.id not in by_itself]


def _moves_to(desk: Desk, request: Request, from_: str, reason: str) -> str | None:
    if request.to is None:
        return None
    found = desk.rulebook.reasons.get(reason)
    if (found.about, found.moves) != (Subject.RESIDENCE, "out"):
        raise Refused("chỉ người chuyển đi mới có nơi đến (--to)")
    to = body_uid(desk.bodies, request.to, desk.today)
    if to == desk.bodies.current(from_, desk.today).uid:
        raise Refused("nơi đến là nơi người này đang ở")
    return to


def _authority(desk: Desk, name: str, number: int) -> tuple[PersonChange, str]:
    """Return a change and who acts, where it is theirs to decide."""
    change = desk.session.get(PersonChange, number)
    declared = desk.rulebook.directives.get(change.directive_id or "") if change else None
    via = via_of(desk, declared)
    by = allowed(desk, name, via)
    if change is None or not _decides(desk, change, by, via):
        raise Refused(f"không có biến động số {number} nào thuộc quyền xác nhận của đơn vị này")
    return change, by


def _decides(desk: Desk, change: PersonChange, by: str, via: str | None) -> bool:
    if change.authority == Role.VIA:
        return body_of(by) == via
    return answers_for(desk, change.body_uid, by)


def _other(desk: Desk, change: PersonChange, by: str, via: str | None) -> bool:
    """Say whether who acts is the authority that did not decide."""
    if change.authority == Role.VIA:
        return answers_for(desk, change.body_uid, by)
    return body_of(by) == via


def _after(desk: Desk, days: int) -> date:
    within = desk.rulebook.reasons.answer_within
    if within.unit == "working_days":
        return desk.rulebook.calendar.known_on(desk.today).add(desk.today, days)
    return date.fromordinal(desk.today.toordinal() + days)


def _enter(desk: Desk, kind: str, change: PersonChange, by: str) -> None:
    data = {
        "person": change.person_id,
        "reason": change.reason,
        "authority": change.authority,
        "accepted": change.accepted,
        "applied": change.applied_at is not None,
        "by": by,
    }
    append(desk.session, desk.now, [Event(kind, f"person_change:{change.id}", data)])


def _answer(change: PersonChange) -> Answer:
    return Answer(
        change=change.id,
        person=change.person_id,
        reason=change.reason or "",
        authority=Role(change.authority),
        on=change.effective_on,
        accepted=change.accepted,
        applied=change.applied_at is not None,
        undone=change.undone_at is not None,
        to=change.to_body_uid,
        answer_by=change.decide_by,
        taken=change.taken,
        noted=change.noted_at is not None,
    )
