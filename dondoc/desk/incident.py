"""Incidents: that data of persons leaked or were lost, that it was reported, that it is over.

What was done, and why it is over, stand in their own row alone, sealed by a key that is made of the
one that signs: no entry, log, notice or copy of the database has them. Not by a key of people: that
those are lost is an incident too.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, body_of
from dondoc.desk.registry import act
from dondoc.errors import NotPossible, Refused
from dondoc.setup.seal import Broken, Seal
from dondoc.trail.signing import signer
from language.dates import moment
from models import Event, Incident, IncidentKind, PersonList
from models.salt import digests_of
from models.trail import append

PURPOSE = "incidents"
_KEY = "khóa ký đã khác khóa lúc ghi, hoặc dữ liệu đã bị sửa"
# As long as the shortest number of a person there is: the old card of identity.
_PERSONS_NUMBER = re.compile(r"\d([ .]?\d){8}")


@dataclass(frozen=True)
class Request:
    """What was found when, of which kind, and what was done at once.

    `found_at`: an instant (aware). `lists`: numbers of lists, `people`: case numbers of persons.
    """

    found_at: datetime
    kind: IncidentKind
    done: str
    lists: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reporting:
    """That the incident numbered so was reported, by which paper.

    `at`: an instant (aware). `to`: to whom; "": to whom the rules name.
    """

    incident: int
    at: datetime
    number: str
    to: str = ""


@dataclass(frozen=True)
class Closing:
    """That the incident numbered so is over, and why."""

    incident: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """An incident as it stands: its number, whose, until when it is to be reported, what was."""

    incident: int
    body: str
    report_by: datetime
    to: str
    reported_at: datetime | None = None
    in_time: bool | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Said:
    """What was written of one incident: what was `done` at once, the `reason` why it is over."""

    done: str
    reason: str | None


@act("incident.record")
def record(desk: Desk, request: Request) -> Answer:
    """Enter an incident; its clock runs from when it was found.

    Raises:
        Refused: it is found in the future, nothing is said to have been done, a list there is not,
            or a number of a person stands in the text.
    """
    by = allowed(desk, "incident.record")
    if request.found_at > desk.now:
        raise Refused(
            f"lúc phát hiện {moment(request.found_at)} ở sau hiện tại: xem lại --found-at"
        )
    done = _words(request.done, "cần nêu đã xử lý ngay thế nào: --done")
    _refuse_unknown(desk, request)
    row = Incident(
        body_uid=body_of(by),
        found_at=request.found_at,
        kind=request.kind.value,
        lists=sorted(set(request.lists)),
        people=sorted(set(request.people)),
        done=b"",
        report_by=desk.rulebook.incidents.latest(request.found_at),
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    row.done = _seal(desk).close(done.encode(), f"incident:{row.id}:done")
    said = {"kind": row.kind, "lists": row.lists, "people": len(row.people)}
    _enter(desk, "incident.recorded", row, by, {**said, **digests_of(desk.session, done=done)})
    return _answer(desk, row)


@act("incident.report")
def report(desk: Desk, request: Reporting) -> Answer:
    """Enter that it was reported.

    Raises:
        Refused: there is no such incident of theirs, it is reported already, before it was found or
            in the future, or the paper is not named.
    """
    by = allowed(desk, "incident.report")
    row = _own(desk, by, request.incident)
    if row.reported_at is not None:
        raise Refused(
            f"sự cố số {row.id} đã báo lúc {moment(row.reported_at)}, văn bản {row.number}"
        )
    if not row.found_at <= request.at <= desk.now:
        span = f"từ {moment(row.found_at)} đến hiện tại"
        raise Refused(f"lúc báo {moment(request.at)} phải {span}: xem lại --at")
    row.reported_at, row.reported_by = request.at, by
    row.number = _words(request.number, "cần số, ký hiệu văn bản đã báo: --number")
    row.addressee = _words(request.to or desk.rulebook.incidents.to, "cần nêu đã báo cho ai: --to")
    _enter(desk, "incident.reported", row, by, {"in_time": request.at <= row.report_by})
    return _answer(desk, row)


@act("incident.close")
def close(desk: Desk, request: Closing) -> Answer:
    """Enter that it is over; it need not have been reported, the reason says why not.

    Raises:
        Refused: there is no such incident of theirs, it is over already, or no reason is given.
    """
    by = allowed(desk, "incident.close")
    row = _own(desk, by, request.incident)
    if row.closed_at is not None:
        raise Refused(f"sự cố số {row.id} đã kết thúc lúc {moment(row.closed_at)}")
    reason = _words(request.reason, "cần nêu lý do kết thúc: --reason")
    row.reason = _seal(desk).close(reason.encode(), f"incident:{row.id}:reason")
    row.closed_at, row.closed_by = desk.now, by
    why = digests_of(desk.session, reason=reason)
    _enter(desk, "incident.closed", row, by, {"reported": row.reported_at is not None, **why})
    return _answer(desk, row)


def shown_of(desk: Desk) -> str | None:
    """Return of which body (uid) who looks is shown the incidents, None for all.

    Raises:
        Refused: they may record none.
    """
    return _whose(desk, allowed(desk, "incident.record"))


def said_of(desk: Desk, number: int) -> Said:
    """Return what was written of an incident, to who may record one.

    Raises:
        Refused: there is no such incident of theirs.
        NotPossible: the key by which it was sealed is another now.
    """
    row, seal = _own(desk, allowed(desk, "incident.record"), number), _seal(desk)
    try:
        done = seal.open(row.done, f"incident:{row.id}:done").decode()
        closed = row.reason and seal.open(row.reason, f"incident:{row.id}:reason").decode()
    except Broken as broken:
        raise NotPossible(f"không mở được lời ghi của sự cố số {number}: {_KEY}") from broken
    return Said(done, closed or None)


def reseal(session: Session, old: bytes, new: bytes, by: str) -> list[Event]:
    """Seal anew what was written of incidents, where the key that signs becomes another.

    Args:
        old, new: the keys that are derived of the one that signed, and of the one that will, for
            `PURPOSE`; by: who does it, as `uid/post`.
    Returns:
        what is to be entered; an incident that the old key does not open stays as it is.
    """
    before, after, done = Seal(old), Seal(new), list[Event]()
    for row in session.scalars(select(Incident).order_by(Incident.id)):
        with suppress(Broken):
            about = f"incident:{row.id}"
            reason = row.reason and before.open(row.reason, f"{about}:reason")
            row.done = after.close(before.open(row.done, f"{about}:done"), f"{about}:done")
            row.reason = after.close(reason, f"{about}:reason") if reason else row.reason
            done.append(Event("incident.resealed", about, {"by": by}))
    session.flush()
    return done


def _seal(desk: Desk) -> Seal:
    return Seal(signer(desk.state).derived(PURPOSE))


def _whose(desk: Desk, by: str) -> str | None:
    return None if body_of(by) == desk.work.office else body_of(by)


def _own(desk: Desk, by: str, number: int) -> Incident:
    row = desk.session.get(Incident, number)
    if row is None or _whose(desk, by) not in (None, row.body_uid):
        raise Refused(f"không có sự cố số {number} của đơn vị này: xem dondoc incident list")
    return row


def _words(text: str, missing: str) -> str:
    """Return what was typed; persons are named by their case numbers alone."""
    if not text.strip():
        raise Refused(missing)
    if _PERSONS_NUMBER.search(text):
        raise Refused("lời ghi có số định danh hoặc điện thoại: chỉ ghi số hồ sơ (--case)")
    return text.strip()


def _refuse_unknown(desk: Desk, request: Request) -> None:
    for number in request.lists:
        if desk.session.get(PersonList, number) is None:
            raise Refused(f"không có danh sách số {number}: xem dondoc list show")
    if any(number < 1 for number in request.people):
        raise Refused("số hồ sơ phải từ 1 trở lên")


def _enter(desk: Desk, kind: str, row: Incident, by: str, said: dict[str, object]) -> None:
    event = Event(kind, f"incident:{row.id}", {"by": by, **said})
    append(desk.session, desk.now, [event])


def _answer(desk: Desk, row: Incident) -> Answer:
    at = row.reported_at
    return Answer(
        incident=row.id,
        body=row.body_uid,
        report_by=row.report_by,
        to=row.addressee or desk.rulebook.incidents.to,
        reported_at=at,
        in_time=at <= row.report_by if at else None,
        closed_at=row.closed_at,
    )
