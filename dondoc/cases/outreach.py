"""What has been done for whom: informed, mobilised, what they answered; read from their visits.

What counts is said by `rules.meaning.visiting`; a visit that was struck counts for nothing, and one
that another contradicts gives no answer until somebody has settled it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import Visit, VisitQuestion
from rules.meaning.visiting import AnswerKind, MetKind, Visiting, WayKind

# As many parameters as every SQLite takes.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Outreach:
    """How far it has come with one person, under one directive. Days are local dates.

    `informed_on`, `mobilised_on`: first done; `informed_by`, `mobilised_by`: by which visit.
    `answer`: the latest code, None where nobody has answered or it is doubted; `promised_on`: the
    day they named with it. `visits`: how often somebody went to their home, `met_nobody`: how often
    of these without meeting the household. `last_on`: of anything. `doubted`: two contradict.
    """

    informed_on: date | None = None
    informed_by: int | None = None
    mobilised_on: date | None = None
    mobilised_by: int | None = None
    answer: str | None = None
    answered_on: date | None = None
    promised_on: date | None = None
    situation: str | None = None
    visits: int = 0
    met_nobody: int = 0
    last_on: date | None = None
    doubted: bool = False


NO_OUTREACH = Outreach()


def outreach_of(
    session: Session,
    persons: Collection[int] | None,
    directive: str,
    as_of: datetime,
    visiting: Visiting,
) -> Mapping[int, Outreach]:
    """Return the outreach to each of `persons` (case numbers; None: everybody) who had any.

    Args:
        as_of: the instant (aware) as of which it was recorded; visiting: what counts.
    """
    rows: dict[int, list[Visit]] = defaultdict(list)
    for some in _slices(persons):
        query = select(Visit).where(Visit.directive_id == directive, *standing(as_of), *some)
        for row in session.scalars(query.order_by(Visit.id)):
            rows[row.person_id].append(row)
    doubted = doubted_of(session, as_of, persons)
    return {
        person: outreach(visits, visiting, doubted.get(person, frozenset()))
        for person, visits in rows.items()
    }


def standing(as_of: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what selects the visits that were recorded and not struck at that instant."""
    stood = or_(Visit.struck_at.is_(None), Visit.struck_at > as_of)
    return Visit.recorded_at <= as_of, stood


def outreach(
    visits: Iterable[Visit], visiting: Visiting, doubted: Collection[int] = ()
) -> Outreach:
    """Return what one person's `visits` come to; of `doubted` (numbers) no answer is believed."""
    # On one day what was told later is the later word.
    rows = sorted(visits, key=lambda one: (one.visited_on, one.id))
    if not rows:
        return NO_OUTREACH
    informed = next((v for v in rows if v.informed and visiting.informs(v.way, v.met)), None)
    mobilised = next((v for v in rows if v.mobilised and visiting.mobilises(v.way, v.met)), None)
    said = _latest_answer([one for one in rows if one.id not in doubted], visiting)
    homes = [one for one in rows if one.way in visiting.of_way(WayKind.VISIT)]
    met = visiting.of_met(MetKind.HOUSEHOLD)
    return Outreach(
        informed_on=informed.visited_on if informed else None,
        informed_by=informed.id if informed else None,
        mobilised_on=mobilised.visited_on if mobilised else None,
        mobilised_by=mobilised.id if mobilised else None,
        answer=said.answer if said else None,
        answered_on=said.visited_on if said else None,
        promised_on=said.promised_on if said else None,
        situation=rows[-1].situation,
        visits=len(homes),
        met_nobody=sum(one.met not in met for one in homes),
        last_on=rows[-1].visited_on,
        doubted=any(one.id in doubted for one in rows),
    )


def _latest_answer(rows: Sequence[Visit], visiting: Visiting) -> Visit | None:
    none = visiting.of_answer(AnswerKind.NONE)
    return next((one for one in reversed(rows) if one.answer not in none), None)


def doubted_of(
    session: Session, as_of: datetime, persons: Collection[int] | None = None
) -> dict[int, frozenset[int]]:
    """Return of each person the visits (numbers) that gave no answer that could be believed then.

    What was not held when a question was settled stays without belief.
    """
    found: dict[int, set[int]] = defaultdict(set)
    open_ = or_(VisitQuestion.settled_at.is_(None), VisitQuestion.settled_at > as_of)
    for some in _slices(persons, of=VisitQuestion):
        query = select(VisitQuestion, open_).where(VisitQuestion.asked_at <= as_of, *some)
        for row, waits in session.execute(query):
            both = {row.one_id, row.other_id}
            found[row.person_id] |= both if waits else both - {row.holds_id}
    return {person: frozenset(visits) for person, visits in found.items()}


def _slices(
    persons: Collection[int] | None, of: type[Visit] | type[VisitQuestion] = Visit
) -> Iterable[tuple[ColumnElement[bool], ...]]:
    if persons is None:
        return [()]
    numbers = sorted(persons)
    return [
        (of.person_id.in_(numbers[at : at + _AT_ONCE]),) for at in range(0, len(numbers), _AT_ONCE)
    ]
