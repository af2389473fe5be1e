"""Visits that devices delivered: entered as their holder, or looked at by a person first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dondoc.cases import visits
from dondoc.cases.delivery import Sent, about, held_of, hold
from dondoc.desk import visit
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.logins import devices
from dondoc.people.safe import open_safe, safe_to_write
from models import Device, Event, Held, HeldVisit, VisitQuestion
from models.trail import append


class State(StrEnum):
    """How a visit stands at the office, as a device shows it; see static/tham/queue.js."""

    ARRIVED = "arrived"
    ASKED = "asked"
    DECLINED = "declined"


@dataclass(frozen=True)
class Standing:
    """How the visit with that key stands; `at`: since when the office has it."""

    key: str
    state: State
    at: datetime
    words: str = ""


def deliver(desk: Desk, number: int, sent: Sequence[Sent]) -> bool:
    """Enter visits that the device with that number delivers; return whether it is still given any.

    Each is entered once, however often it comes. Where the device was revoked, its holder has left
    the post, or the desk refuses a visit, it waits for a person: nothing is lost, nothing counts.

    Args:
        desk: as the device's holder.
    Raises:
        NotPossible: too many wait; the keys of people are not at hand.
    """
    device = desk.session.get_one(Device, number, with_for_update=True)
    stands = devices.stands(desk.session, device, desk.today)
    known = {*visits.already(desk.session, keys := {one.key for one in sent})}
    known |= held_of(desk.session, keys).keys()
    new = list({one.key: one for one in sent if one.key not in known}.values())
    if new and stands:
        new = _entered(desk, device, new)
    if new:
        why = Held.REFUSED if stands else Held.REVOKED
        safe = safe_to_write(desk.session, desk.state, desk.now)
        hold(desk.session, device, new, why, safe, desk.now)
    return stands


def _entered(desk: Desk, device: Device, sent: Sequence[Sent]) -> list[Sent]:
    """Enter visits as the device's holder; return those the desk refuses."""
    told = tuple(one.told(device.id) for one in sent)
    try:
        answer = visit.record(desk, visit.Request(told, visit.Source.OFFLINE))
    except Refused:
        # Who holds the post may enter no visit at all, any more.
        return list(sent)
    refused = {one.key for one in answer.visits if one.result is visit.Result.REFUSED}
    return [one for one in sent if one.key in refused]


def standings(session: Session, device: int, keys: Sequence[str]) -> list[Standing]:
    """Return how the visits with these keys stand, of the device with that number alone."""
    found = []
    entered = visits.already(session, keys)
    held = held_of(session, keys)
    open_ = _questioned(session, [row.id for row in entered.values()])
    for key in dict.fromkeys(keys):
        if (row := entered.get(key)) and row.device == str(device):
            asked = row.id in open_
            words = "khác với lần thăm khác của cùng người, đang hỏi lần nào đúng" if asked else ""
            state = State.ASKED if asked else State.ARRIVED
            found.append(Standing(key, state, row.recorded_at, words))
        elif (waits := held.get(key)) and waits.device_id == device:
            found.append(_of_held(waits))
    return found


def _questioned(session: Session, numbers: Sequence[int]) -> set[int]:
    """Return which of the visits (numbers) are asked about."""
    one, other = VisitQuestion.one_id, VisitQuestion.other_id
    query = select(one, other).where(
        VisitQuestion.settled_at.is_(None), or_(one.in_(numbers), other.in_(numbers))
    )
    return {number for pair in session.execute(query) for number in pair}


_WHY = {
    Held.REVOKED: "máy đã thu hồi, chờ người xem lại rồi mới ghi",
    Held.REFUSED: "chưa ghi được như đã gửi, chờ người xem lại",
}


def _of_held(row: HeldVisit) -> Standing:
    if row.settled_at is None:
        return Standing(row.uuid, State.ASKED, row.received_at, _WHY[Held(row.why)])
    if row.taken:
        return Standing(row.uuid, State.ARRIVED, row.settled_at)
    return Standing(row.uuid, State.DECLINED, row.settled_at, "người xem lại không ghi lần này")


@dataclass(frozen=True)
class Confirming:
    """The visit that waits under this number is entered, or, without `take`, is not."""

    held: int
    take: bool


@dataclass(frozen=True)
class Confirmed:
    """The visit that waited, whether it was entered, and as which one."""

    held: int
    taken: bool
    visit: int | None


@act("visit.confirm")
def confirm(desk: Desk, request: Confirming) -> Confirmed:
    """Enter a visit that waits, as who confirms it and with the device it came from, or do not.

    Raises:
        Refused: no such visit among theirs, it is settled, or the desk does not enter it so.
        NotPossible: the keys of people are not at hand.
    """
    by = allowed(desk, "visit.confirm")
    row = desk.session.get(HeldVisit, request.held, with_for_update=True)
    if row is None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có lần thăm chờ xem số {request.held} trong phần của đơn vị này")
    if row.settled_at is not None:
        raise Refused(f"lần thăm chờ xem số {request.held} đã có người trả lời")
    number = _take(desk, row) if request.take else None
    row.settled_at, row.settled_by, row.taken = desk.now, by, request.take
    # Entered it stands in the visit; not entered nobody may keep it.
    row.sealed = row.seal_key = None
    data = {"by": by, "taken": request.take}
    append(desk.session, desk.now, [Event("visit.confirmed", about(row.id), data)])
    return Confirmed(row.id, request.take, number)


def _take(desk: Desk, row: HeldVisit) -> int | None:
    if row.sealed is None or row.seal_key is None:
        raise Refused(f"lần thăm chờ xem số {row.id} không còn nội dung: không ghi được nữa")
    safe = open_safe(desk.session, desk.state)
    sent = Sent.model_validate_json(safe.open(row.sealed, row.seal_key, about(row.id)))
    told = sent.told(row.device_id)
    [became] = visit.record(desk, visit.Request((told,), visit.Source.OFFLINE)).visits
    if became.result is visit.Result.REFUSED:
        raise Refused(f"chưa ghi được: {became.words}")
    return became.visit
