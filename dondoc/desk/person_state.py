"""What a commune states of the people on its list: that they joined, or did not after all."""

from dataclasses import dataclass
from datetime import date

from dondoc.cases.leaving import settle_all
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, body_of, declared_of, one_of, via_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.fact import Kind
from dondoc.people.ledger import Ground, enter, facts_of
from dondoc.people.stating import Stated, joined, withdrawn
from language.dates import full_day
from models import Event
from models.trail import append

_STATE = "people.state"


@dataclass(frozen=True)
class Request:
    """Who joined (case numbers) from the local date `on`; `not_after_all`: they did not."""

    directive: str
    group: str
    persons: tuple[int, ...]
    on: date
    not_after_all: bool = False


@dataclass(frozen=True)
class Answer:
    """Of how many it is now stated, and how many were stated so before."""

    stated: int
    before: int


@act(_STATE)
def state(desk: Desk, request: Request) -> Answer:
    """Enter that people of the own list joined, or that they did not after all.

    Raises:
        Refused: one of them is not on the list of the group, or the day has not come.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, _STATE, via_of(desk, declared))
    if request.on > desk.today:
        raise Refused(f"ngày {full_day(request.on)} chưa tới")
    persons = [one_of(desk, number, by).id for number in dict.fromkeys(request.persons)]
    facts = facts_of(desk.session, declared.id, persons=persons)
    listed = {
        fact.person
        for fact in facts
        if fact.kind is Kind.LISTED and fact.of == request.group and fact.holds(request.on)
    }
    for number in persons:
        if number not in listed:
            raise Refused(f"hồ sơ số {number} ngày đó không có trong danh sách của nhóm này")
    body = body_of(by)
    said = Stated(
        tuple(persons), declared.id, request.group, request.on, desk.today, body, f"{body} báo"
    )
    reasons = desk.rulebook.reasons
    told = (withdrawn if request.not_after_all else joined)(facts, said, reasons)
    data = {"group": request.group, "people": len(told.told), "by": by}
    seq = append(desk.session, desk.now, [Event("person.stated", f"directive:{declared.id}", data)])
    enter(desk.session, told, Ground(f"stated:{seq}", desk.now, by))
    settle_all(desk.session, desk.rulebook, desk.now, persons)
    return Answer(len(told.told), len(persons) - len(told.told))
