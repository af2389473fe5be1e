"""What there is to see, and whose matters somebody sees of it: a condition on rows, a set of uids.

Who sees what is decided in `dondoc.desk.look`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session

from models import Obligation


class Sight(StrEnum):
    """What there is to see, as the table of rights names it."""

    STATUS = "status"
    NOTICES = "notices"
    LETTER = "letter"
    REPORT = "report"
    ROUND = "round"
    COUNTS = "counts"
    DOSSIER = "dossier"
    TABLES = "tables"
    TRAIL = "trail"
    CONTACTS = "contacts"
    HEALTH = "health"


@dataclass(frozen=True)
class Visible:
    """Everything, or the bodies `own` (uids) and whoever owes one of the duties `reporting`.

    `reporting`: pairs of directive and duty, by id. The number of bodies does not tell on a
    statement: an office has one that collects from ten thousand.
    """

    own: frozenset[str] = frozenset()
    reporting: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.own or self.reporting)

    def where(self, body: SQLColumnExpression[str]) -> tuple[ColumnElement[bool], ...]:
        """Return what selects the rows of visible bodies; nothing where everything is visible.

        Args:
            body: the column with the uid of the body that a row belongs to.
        """
        if self.everything:
            return ()
        mine = body.in_(sorted(self.own))
        if not self.reporting:
            return (mine,)
        owing = select(Obligation.bearer_uid).where(self._reports())
        return (or_(mine, body.in_(owing)),)

    def hidden(self, session: Session, bodies: Collection[str]) -> frozenset[str]:
        """Return which of `bodies` (uids) are not visible."""
        rest = frozenset() if self.everything else frozenset(bodies) - self.own
        if not rest or not self.reporting:
            return rest
        owing = select(Obligation.bearer_uid).where(self._reports()).distinct()
        return rest.difference(session.scalars(owing))

    def _reports(self) -> ColumnElement[bool]:
        duties: dict[str, list[str]] = {}
        for directive, duty in sorted(self.reporting):
            duties.setdefault(directive, []).append(duty)
        return or_(
            *(
                and_(Obligation.directive_id == directive, Obligation.duty.in_(named))
                for directive, named in duties.items()
            )
        )


EVERYTHING = Visible(everything=True)
