"""Answer: the body that consolidates says which overdue reports it has by another road."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc import find
from dondoc.decisions import answer as decisions
from dondoc.desk.context import Desk
from dondoc.desk.named import Named, named_wrongly
from dondoc.desk.registry import act
from dondoc.named import body_uid
from dondoc.reports.evidence import Evidence


@dataclass(frozen=True)
class Came:
    """One report that came by another road: `bearer` by uid or name; `at` None means now."""

    bearer: str
    at: datetime | None = None


@dataclass(frozen=True)
class Request:
    """About the round due on `due`; of whoever is not named it is said that nothing came.

    `duty`: whose date `due` is, where several have a round on it.
    """

    directive: str
    due: date
    received: tuple[Came, ...] = ()
    road: str = "paper"
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """What was done, in counts: of reports, of bearers confirmed absent, of people corrected.

    `named`: everything that had named those who were in time, with what follows.
    """

    recorded: int
    confirmed_missing: int
    corrected: int
    named: tuple[Named, ...] = ()


@act("answer")
def answer(desk: Desk, request: Request) -> Answer:
    """Enter the answer.

    Raises:
        Refused: no such round, a bearer that owes nothing in it, or what `record` refuses.
    """
    rows = find.inputs_of(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("answer", rows)
    bodies = desk.rulebook.bodies
    received = {
        body_uid(bodies, one.bearer, request.due): Evidence(one.at or desk.now, request.road)
        for one in request.received
    }
    done = decisions.answer(
        desk.session,
        desk.rulebook,
        request.directive,
        request.due,
        received,
        by,
        desk.now,
        request.duty,
    )
    corrected = sum(one.corrected for one in done.recorded)
    wrong = {one.obligation for one in done.recorded if one.corrected}
    named = named_wrongly(desk, [row for row in rows if row.id in wrong])
    return Answer(len(done.recorded), done.confirmed_missing, corrected, named)
