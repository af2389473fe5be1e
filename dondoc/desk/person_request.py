"""What somebody asks of their own data: entered with its clock, answered by which paper.

What is asked and what is answered is sealed with the people's keys: no entry, log or notice has it.
Answering corrects nothing by itself: what is to be changed is a change of its own.
"""

from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.look import Look
from dondoc.desk.own_people import allowed, answers_for, body_of, one_of, via_of
from dondoc.desk.persons import open_persons
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.safe import Safe, open_safe, safe_to_write
from language.dates import full_day
from models import Access, Event, Person, PersonRequest, RequestKind
from models.trail import append

_ASK, _ANSWER = "people.request", "people.reply"


@dataclass(frozen=True)
class Request:
    """What is asked of the data of the person with that case number, in whose words.

    `on`: the local date on which it came, None for today.
    """

    person: int
    kind: RequestKind
    asked: str
    on: date | None = None


@dataclass(frozen=True)
class Replying:
    """The answer to the request numbered so: granted or not, in words, by which paper."""

    request: int
    granted: bool
    answer: str
    number: str


@dataclass(frozen=True)
class Answer:
    """A request as it stands; `days_left`: local days left to answer, below 0 once they are over,
    None where it is answered. Nothing of what was said."""

    request: int
    person: int
    kind: RequestKind
    body: str
    asked_on: date
    answer_by: date
    days_left: int | None
    granted: bool | None
    number: str | None


@act(_ASK)
def ask(desk: Desk, request: Request) -> Answer:
    """Enter a request; its clock runs from the day on which it came.

    Raises:
        Refused: no such person of theirs, a day to come, or nothing is said.
    """
    by = allowed(desk, _ASK)
    person = _person(desk, request.person, by)
    on = request.on or desk.today
    if on > desk.today:
        raise Refused(f"ngày {full_day(on)} chưa tới: ghi yêu cầu khi đã nhận")
    asked = _words(request.asked, "cần nêu người ấy yêu cầu gì")
    within = desk.rulebook.reasons.reply_within
    row = PersonRequest(
        person_id=person.id,
        kind=request.kind.value,
        body_uid=person.body_uid,
        asked_on=on,
        answer_by=_after(desk, on, within.days, within.unit),
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    _close(safe_to_write(desk.session, desk.state, desk.now), row, asked, "")
    _enter(desk, "person.requested", row, by)
    return answer_of(row, desk.today)


@act(_ANSWER)
def reply(desk: Desk, request: Replying) -> Answer:
    """Enter what was answered.

    Raises:
        Refused: there is no such request of theirs, it is answered already, or nothing is said.
    """
    by = allowed(desk, _ANSWER)
    row = desk.session.get(PersonRequest, request.request)
    if row is None or not _theirs(desk, row.body_uid, by):
        raise Refused(f"không có yêu cầu số {request.request} của người trong đơn vị này")
    if row.granted is not None:
        raise Refused(f"yêu cầu số {row.id} đã được trả lời, văn bản {row.number}")
    answer = _words(request.answer, "cần nêu trả lời thế nào")
    number = _words(request.number, "cần số, ký hiệu của văn bản trả lời")
    asked, _ = said_of(desk, row)
    _close(safe_to_write(desk.session, desk.state, desk.now), row, asked, answer)
    row.granted, row.number = request.granted, number
    row.answered_at, row.answered_by = desk.now, by
    _enter(desk, "person.replied", row, by)
    return answer_of(row, desk.today)


def waiting(look: Look) -> list[Answer]:
    """Return the requests of visible persons that wait for an answer, the most pressing first."""
    query = (
        select(PersonRequest)
        .join(Person, Person.id == PersonRequest.person_id)
        .where(PersonRequest.granted.is_(None), *look.visible.persons())
        .order_by(PersonRequest.answer_by, PersonRequest.id)
    )
    return [answer_of(row, look.desk.today) for row in look.session.scalars(query)]


def said_of(desk: Desk, row: PersonRequest) -> tuple[str, str]:
    """Return what was asked and what was answered, "" each where it is no more or not yet."""
    if not row.sealed or row.seal_key is None:
        return "", ""
    opened = open_safe(desk.session, desk.state).open(row.sealed, row.seal_key, _about(row))
    asked, answer = orjson.loads(opened)
    return asked, answer


def shown(look: Look, number: int) -> tuple[Answer, str, str]:
    """Return a request with what was asked and answered, once it is logged who reads it.

    Raises:
        Refused: there is none of a person that is visible.
        NotAllowed, NotLogged, NotPossible: as `open_persons`.
    """
    query = select(PersonRequest).join(Person, Person.id == PersonRequest.person_id)
    row = look.session.scalar(query.where(PersonRequest.id == number, *look.visible.persons()))
    if row is None:
        raise Refused(f"không có yêu cầu số {number} trong phần được xem")
    open_persons(look, [row.person_id], Access.VIEW)
    return answer_of(row, look.desk.today), *said_of(look.desk, row)


def answer_of(row: PersonRequest, today: date) -> Answer:
    """Return a request as it stands on the local date `today`."""
    return Answer(
        request=row.id,
        person=row.person_id,
        kind=RequestKind(row.kind),
        body=row.body_uid,
        asked_on=row.asked_on,
        answer_by=row.answer_by,
        days_left=(row.answer_by - today).days if row.granted is None else None,
        granted=row.granted,
        number=row.number,
    )


def _person(desk: Desk, number: int, by: str) -> Person:
    vias = {via_of(desk, one) for one in desk.rulebook.directives.values()}
    own = body_of(by)
    return one_of(desk, number, by, own if own in vias else None)


def _theirs(desk: Desk, body: str, by: str) -> bool:
    vias = {via_of(desk, one) for one in desk.rulebook.directives.values()}
    return answers_for(desk, body, by) or body_of(by) in vias


def _close(safe: Safe, row: PersonRequest, asked: str, answer: str) -> None:
    row.sealed = safe.close(orjson.dumps((asked, answer)), _about(row))
    row.seal_key = safe.newest


def _about(row: PersonRequest) -> str:
    return f"person_request:{row.id}"


def _words(text: str, missing: str) -> str:
    if not text.strip():
        raise Refused(missing)
    return text.strip()


def _after(desk: Desk, on: date, days: int, unit: str) -> date:
    if unit == "working_days":
        return desk.rulebook.calendar.known_on(desk.today).add(on, days)
    return date.fromordinal(on.toordinal() + days)


def _enter(desk: Desk, kind: str, row: PersonRequest, by: str) -> None:
    data = {"person": row.person_id, "kind": row.kind, "granted": row.granted, "by": by}
    append(desk.session, desk.now, [Event(kind, f"person_request:{row.id}", data)])
