"""More time that bodies ask for, and wait for the office's word about."""

from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.looking.waiting.letters import SHOWN, acts_about
from models import Asking, Obligation, ObligationState


@dataclass(frozen=True)
class Asked:
    """One request, the obligation it is about, and which acts whoever looks may do."""

    asking: Asking
    row: Obligation
    may: frozenset[str]

    @property
    def days(self) -> int:
        """Return how many calendar days after the present term are asked for."""
        return max(1, (self.asking.until - self.row.due_on).days)


def asked(look: Look, of: int = SHOWN) -> list[Asked]:
    """Return the requests about what is still owed that whoever looks sees, the oldest first."""
    query = (
        select(Asking, Obligation)
        .join(Obligation, Obligation.id == Asking.obligation_id)
        .where(
            Asking.end.is_(None),
            Obligation.state.in_(ObligationState.asked()),
            *look.visible.where(Obligation.bearer_uid),
        )
        .order_by(Asking.id)
        .limit(of)
    )
    found = [(one, row) for one, row in look.session.execute(query)]
    may = acts_about(look, (row for _, row in found), ("extend", "extension.refuse"))
    return [Asked(one, row, may(row)) for one, row in found]
