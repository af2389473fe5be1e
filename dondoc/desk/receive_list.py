"""A commune has its part of a list of people."""

from dataclasses import dataclass
from datetime import datetime

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.named import body_uid
from dondoc.obligations.handing import settle
from dondoc.people import receiving
from models import PersonList
from rules.meaning.recipient import Party

_RECEIVE = "list.receive"


@dataclass(frozen=True)
class Receiving:
    """A commune (uid or name) has its part of the list numbered `list`; `at` None: now."""

    list: int
    body: str
    at: datetime | None = None


@dataclass(frozen=True)
class Received:
    """Of which list, which commune has how many people, since when, and entered by whom."""

    list: int
    body: str
    people: int
    received_at: datetime
    by: str


@act(_RECEIVE)
def receive(desk: Desk, request: Receiving) -> Received:
    """Enter that a commune has its part of a list.

    Raises:
        Refused: no such list, none of it is that commune's, it has it already, or before it came.
    """
    body = body_uid(desk.bodies, request.body, desk.today)
    found = desk.session.get(PersonList, request.list)
    # Who may not is told so, whether there is such a list or not.
    of = [found.directive_id] if found else desk.rulebook.directives
    declared = (desk.rulebook.directives.get(id_) for id_ in of)
    via = next((uid for one in declared if one and (uid := desk.rulebook.collecting(one))), None)
    by = desk.allow(_RECEIVE, parties=[Party(body, via=via, office=desk.work.office)])
    one = receiving.list_of(desk.session, request.list)
    done = receiving.receive(desk.session, one, body, request.at or desk.now, by, desk.now)
    settle(desk.session, desk.rulebook, one.directive_id, desk.now, desk.work.at)
    return Received(one.id, body, done.people, request.at or desk.now, by)
