"""Cases held against the figures that bodies reported: never more cases than people left over.

What a report states stands as it is stated; a difference is named, a contradiction shown.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.cases import Case
from dondoc.cases.road import UP, State
from dondoc.forms import figures_of
from dondoc.reports.filed import counting
from models import Obligation
from rules.meaning.directive import Directive
from rules.rulebook import Rulebook

_GONE_UP = UP | {State.RETURNED, State.DECIDED}


@dataclass(frozen=True)
class Compared:
    """One body's group: how many cases went up, and what its last report of figures says.

    `left_over`: how many were left over; `stated`: how many it stated as informed, mobilised and
    helped in vain, None where it did not.
    """

    body: str
    group: str
    cases: int
    left_over: int
    stated: int | None
    as_of: date

    @property
    def contradicts(self) -> bool:
        """Say whether more cases went up than people were left over."""
        return self.cases > self.left_over

    @property
    def differs(self) -> bool:
        """Say whether the body's own figure of such cases is another."""
        return self.stated is not None and self.stated != self.cases


def compared(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    found: Iterable[Case],
    bodies: Collection[str],
) -> Iterator[Compared]:
    """Yield, body by body and group by group, what the last report of figures says beside cases."""
    up = [one for one in found if one.standing.state in _GONE_UP]
    asking = [
        duty.id
        for duty in declared.duties.values()
        if (form := rulebook.forms.get(duty.asks)) and form.cases
    ]
    query = select(Obligation).where(
        Obligation.directive_id == declared.id,
        Obligation.duty.in_(asking),
        Obligation.bearer_uid.in_(sorted(bodies)),
    )
    rows = list(session.scalars(query.order_by(Obligation.bearer_uid, Obligation.due_on)))
    reports = counting(session, [row.id for row in rows])
    last = {}
    for row in rows:
        figures = figures_of(rulebook, reports.get(row.id))
        if figures is not None:
            last[row.bearer_uid] = figures
    for body, figures in last.items():
        for group, of in figures.groups.items():
            mine = sum(one.body == body and group in one.groups for one in up)
            stated = of.get(of.form.cases) if of.form.cases else None
            yield Compared(body, group, mine, of.closing, stated, figures.as_of)
