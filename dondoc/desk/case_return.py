"""A report of cases that goes back to whoever sent it, for the sake of some of them."""

from dataclasses import dataclass

from dondoc.cases.lines import Placed, placed
from dondoc.cases.road import State
from dondoc.cases.visits import lock_persons
from dondoc.desk import give_back
from dondoc.desk.case_answer import Answer, asked_by, nowhere, reason_said
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people.safe import safe_to_write
from language.numbers import count
from models import Event
from models.trail import append


@dataclass(frozen=True)
class Returning:
    """Which body's cases go back, and why; `cases`: by number, none for all of its report."""

    directive: str
    body: str
    reason: str
    cases: tuple[int, ...] = ()


@act("case.return")
def give_back_cases(desk: Desk, request: Returning) -> Answer:
    """Return the report of a body for the sake of these cases, each with the reason.

    Raises:
        Refused: no reason, no such case in a report that can be returned.
    """
    declared, duty = asked_by(desk, request.directive)
    uid = body_uid(desk.bodies, request.body, desk.today)
    by = desk.allow("case.return", parties=[desk.party(declared.id, duty.id, uid)])
    reason = reason_said(request.reason)
    lock_persons(desk.session, request.cases or _returnable(desk, declared.id, uid))
    there = _returnable(desk, declared.id, uid)
    numbers = set(request.cases or there)
    if not numbers or (strange := numbers - there.keys()):
        raise Refused(nowhere(strange if numbers else (), "trong báo cáo đang chờ của đơn vị này"))
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


def _returnable(desk: Desk, directive: str, uid: str) -> dict[int, Placed]:
    """Return the cases of a body's report that may go back."""
    return {
        person: one
        for person, one in placed(desk.session, directive, bodies=[uid]).items()
        if one.state in (State.REPORTED, State.RECEIVED)
    }
