"""What a body may do without a term: reports it may begin, and what it is asked once a quarter.

Nothing here is ever late. The question comes in the last month of a quarter, a custom of the
office, and is gone as soon as anything is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.activity import quarter_of
from dondoc.desk.dateless import bears
from dondoc.desk.look import Look
from dondoc.obligations.arising import rounds_of
from models import Activity, Directive, Obligation, ObligationState
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
    """That nothing was told this quarter of so many duties that name no day."""

    directive: Declared
    quarter: Period
    duties: int


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
    today = look.desk.today
    quarter = quarter_of(today)
    if today.month % 3 or look.who is None or not look.desk.settings.web.ask_quarterly:
        return
    told = set(
        look.session.scalars(
            select(Activity.directive_id).where(
                Activity.body_uid == look.who.body.uid,
                Activity.done_on.between(quarter.first, quarter.last),
                Activity.stands(look.desk.now),
            )
        )
    )
    for declared in _followed(look):
        duties = [one for one in declared.duties.values() if "activity" in one.shown_by]
        mine = [one for one in duties if _bears(look, declared, one)]
        if mine and declared.id not in told:
            yield Asked(declared, quarter, len(mine))


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
    return bears(look.desk, duty, look.who.body.uid, on)


def _waits(look: Look, row: Obligation) -> bool:
    mine = look.who is not None and row.bearer_uid == look.who.body.uid
    return mine and row.state in ObligationState.unfinished()
