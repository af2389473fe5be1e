"""What a body may do without a term: reports it may begin, and what it is asked once a quarter.

Nothing here is ever late. The question comes in the last month of a quarter, a custom of the
office, and is gone as soon as anything is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.obligations.arising import rounds_of
from dondoc.reports.quarterly import asked_on, bears, borne, quarter_of, question_open, told_in
from models import Directive, Obligation, ObligationState
from rules.meaning.directive import Directive as Declared
from rules.meaning.duty import Duty
from rules.meaning.period import Period


@dataclass(frozen=True)
class Begins:
    """A report without a term of which no round waits for this body's: it may begin one."""

    directive: Declared
    duty: Duty


@dataclass(frozen=True)
class Asked:
    """That nothing was told this quarter of so many duties that name no day.

    `by_letter_on`: the local date on which a letter asked for it, None while none has.
    """

    directive: Declared
    quarter: Period
    duties: int
    by_letter_on: date | None = None


def begins(look: Look) -> Iterator[Begins]:
    """Yield the reports that the body of who looks may begin."""
    for declared in _followed(look):
        for duty in declared.duties.values():
            if duty.arises and duty.consolidated_by and _bears(look, declared, duty):
                rounds = rounds_of(look.session, declared.id, duty.id)
                last = rounds[max(rounds)] if rounds else []
                if not any(_waits(look, row) for row in last):
                    yield Begins(declared, duty)


def asked(look: Look) -> Iterator[Asked]:
    """Yield what the body of who looks is asked in the last month of a quarter."""
    today, own = look.desk.today, look.who.body.uid if look.who else None
    if not question_open(today) or own is None or not look.desk.settings.web.ask_quarterly:
        return
    quarter, session = quarter_of(today), look.session
    for declared in _followed(look):
        mine = borne(session, look.desk.rulebook.bodies, declared, own, today)
        if mine and own not in told_in(session, declared.id, quarter, look.desk.now):
            on = asked_on(session, declared.id, own, quarter)
            yield Asked(declared, quarter, len(mine), on)


def _followed(look: Look) -> list[Declared]:
    """Return the directives that are followed and in force on the day of looking."""
    today, known = look.desk.today, look.desk.rulebook.directives
    query = select(Directive.id).where(Directive.stopped_on.is_(None)).order_by(Directive.id)
    found = (known[id_] for id_ in look.session.scalars(query) if id_ in known)
    return [
        one
        for one in found
        if one.in_force.from_ <= today and today <= (one.in_force.until or today)
    ]


def _bears(look: Look, declared: Declared, duty: Duty) -> bool:
    if look.who is None:
        return False
    on = max(look.desk.today, declared.in_force.from_)
    return bears(look.session, look.desk.rulebook.bodies, duty, look.who.body.uid, on)


def _waits(look: Look, row: Obligation) -> bool:
    mine = look.who is not None and row.bearer_uid == look.who.body.uid
    return mine and row.state in ObligationState.unfinished()
