"""Ask: a body asks for more time, or says itself when its report will come; the office answers."""

from dataclasses import dataclass
from datetime import date

from dondoc.decisions import asking
from dondoc.decisions.call import Said
from dondoc.decisions.call import promise as enter
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.errors import Refused
from models import AskingEnd


@dataclass(frozen=True)
class Request:
    """About which obligation, up to which local date, and why."""

    of: Which
    until: date
    reason: str


@dataclass(frozen=True)
class Withdrawing:
    """About which obligation nothing is asked any more."""

    of: Which


@dataclass(frozen=True)
class Refusing:
    """Which obligation gets no more time, and why."""

    of: Which
    reason: str


@dataclass(frozen=True)
class Promise:
    """The local date on which the report about the obligation will come, as its bearer says."""

    of: Which
    on: date
    note: str | None = None


@dataclass(frozen=True)
class Answer:
    """The number of the request, and of the obligation it is about."""

    asking: int
    obligation: int


@dataclass(frozen=True)
class Promised:
    """The obligation, and the local date that was named."""

    obligation: int
    on: date


@act("extension.ask")
def ask(desk: Desk, request: Request) -> Answer:
    """Enter the request; raise Refused as `dondoc.decisions.asking.ask` does."""
    row = desk.owed(request.of)
    by = desk.allow("extension.ask", [row])
    asked = asking.ask(desk.session, row, request.until, request.reason, by, desk.now)
    return Answer(asked.id, row.id)


@act("extension.withdraw")
def withdraw(desk: Desk, request: Withdrawing) -> Answer:
    """Take the request back; raise Refused where none waits."""
    return _end(desk, request.of, AskingEnd.TAKEN_BACK)


@act("extension.refuse")
def refuse(desk: Desk, request: Refusing) -> Answer:
    """Answer that there is no more time; raise Refused without a reason, or where none waits."""
    if not request.reason.strip():
        raise Refused("cần ghi lý do không gia hạn: đơn vị đọc được lý do này")
    return _end(desk, request.of, AskingEnd.REFUSED, request.reason.strip())


def _end(desk: Desk, of: Which, end: AskingEnd, answer: str | None = None) -> Answer:
    row = desk.owed(of)
    by = desk.allow(_ENDING[end], [row])
    asked = asking.end(desk.session, row, end, by, desk.now, answer=answer)
    if asked is None:
        raise Refused("không có đề nghị gia hạn nào đang chờ về kỳ này; có thể đã được trả lời")
    return Answer(asked.id, row.id)


_ENDING = {AskingEnd.TAKEN_BACK: "extension.withdraw", AskingEnd.REFUSED: "extension.refuse"}


@act("promise")
def promise(desk: Desk, request: Promise) -> Promised:
    """Enter the day; the steps of the ladder stay. Raise Refused as `…decisions.call.promise`."""
    row = desk.owed(request.of)
    by = desk.allow("promise", [row])
    enter(desk.session, row, Said("", request.on, request.note), by, desk.now)
    return Promised(row.id, request.on)
