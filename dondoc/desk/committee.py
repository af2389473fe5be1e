"""The decision that names a committee's members is entered: its number, its date, who they are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from language.dates import full_day
from language.text import nfc
from models import CommitteeDecision, CommitteeMember, Event
from models.trail import append
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Seat:
    """One member: a body (uid or name), a post of it ("" for the body), the official named."""

    body: str
    post: str = ""
    person: str = ""


@dataclass(frozen=True)
class Request:
    """The decision `number` of the local date `dated` names the `members` of `committee`."""

    committee: str
    number: str
    dated: date
    members: tuple[Seat, ...]
    issuer: str = ""


@dataclass(frozen=True)
class Answer:
    """Which decision it became (its number here), of which committee (uid), how many members."""

    decision: int
    committee: str
    members: int


@act("committee.decide")
def decide(desk: Desk, request: Request) -> Answer:
    """Enter the decision; it holds from its date on, until a later one takes its place.

    Raises:
        Refused: no such committee, body or post, no number, no members, a date that lies ahead, or
            a decision of that date is entered already.
    """
    by = desk.allow("committee.decide", parties=[Party("", office=desk.work.office)])
    uid = body_uid(desk.rulebook.bodies, request.committee, request.dated)
    _refuse(desk, request, uid)
    row = CommitteeDecision(
        body_uid=uid,
        number=nfc(request.number.strip()),
        dated=request.dated,
        issuer=nfc(request.issuer.strip()) or None,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.session.add_all(_member(desk, row, seat) for seat in request.members)
    desk.session.flush()
    said = {"committee": uid, "number": row.number, "dated": row.dated.isoformat(), "by": by}
    said["members"] = str(len(request.members))
    append(
        desk.session, desk.now, [Event("committee.decided", f"committee_decision:{row.id}", said)]
    )
    return Answer(row.id, uid, len(request.members))


def _refuse(desk: Desk, request: Request, uid: str) -> None:
    if not desk.rulebook.bodies.get(uid).gap:
        known = ", ".join(body.uid for body in desk.bodies.in_force(desk.today) if body.gap)
        raise Refused(
            f"{desk.rulebook.bodies.get(uid).name} không phải ban có thành viên theo quyết định; "
            f"có: {known or 'không'}"
        )
    if not request.number.strip() or not request.members:
        raise Refused("cần số, ký hiệu của quyết định và ít nhất một thành viên")
    if request.dated > desk.today:
        raise Refused(f"ngày quyết định {full_day(request.dated)} ở sau hôm nay")
    there = select(CommitteeDecision.id).where(
        CommitteeDecision.body_uid == uid, CommitteeDecision.dated == request.dated
    )
    if desk.session.scalar(there):
        raise Refused(f"quyết định ngày {full_day(request.dated)} của ban này đã ghi")


def _member(desk: Desk, row: CommitteeDecision, seat: Seat) -> CommitteeMember:
    uid = body_uid(desk.rulebook.bodies, seat.body, row.dated)
    body = desk.rulebook.bodies.get(uid)
    if seat.post and seat.post not in body.posts:
        raise Refused(f"{body.name} không có chức danh {seat.post!r}; có: {', '.join(body.posts)}")
    return CommitteeMember(
        decision_id=row.id,
        body_uid=uid,
        post=seat.post or None,
        person=nfc(seat.person.strip()) or None,
    )
