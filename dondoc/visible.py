"""What there is to see, and whose matters somebody sees of it: a condition on rows, a set of uids.

Who sees what is decided in `dondoc.desk.look`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session

from models import Obligation, Person, PersonReached
from models.among import filtered


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
    PERSONS = "persons"


@dataclass(frozen=True)
class Visible:
    """Everything, or the bodies `own` (uids) and whoever owes one of the duties `reporting`.

    `reporting`: pairs of directive and duty, by id; `bearers`: who owes them, where that was looked
    up. The number of bodies does not tell on a statement: an office has one that collects from ten
    thousand. Of persons besides: `reached`:
    whose case has come to one of these bodies; `villages`: of `own` those of these villages (their
    numbers) alone, None for all.
    """

    own: frozenset[str] = frozenset()
    reporting: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False
    reached: frozenset[str] = frozenset()
    villages: frozenset[int] | None = None
    bearers: frozenset[str] | None = None

    def __bool__(self) -> bool:
        return self.everything or bool(self.own or self.reporting or self.reached)

    def persons(self) -> tuple[ColumnElement[bool], ...]:
        """Return what selects the persons that are visible; nothing where all of them are."""
        if self.everything:
            return ()
        mine: ColumnElement[bool] = Person.body_uid.in_(sorted(self.own))
        if self.villages is not None:
            mine = and_(mine, Person.village_id.in_(sorted(self.villages)))
        seen = [mine]
        if self.reporting:
            seen.append(Person.body_uid.in_(self.owing()))
        if self.reached:
            came = select(PersonReached.person_id)
            seen.append(Person.id.in_(came.where(PersonReached.body_uid.in_(sorted(self.reached)))))
        return (or_(*seen),)

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
        if self.bearers is not None:
            return (filtered(body, "visible", sorted(self.own | self.bearers)),)
        return (or_(mine, body.in_(self.owing())),)

    def hidden(self, session: Session, bodies: Collection[str]) -> frozenset[str]:
        """Return which of `bodies` (uids) are not visible."""
        rest = frozenset() if self.everything else frozenset(bodies) - self.own
        if not rest or not self.reporting:
            return rest
        if self.bearers is not None:
            return rest - self.bearers
        return rest.difference(session.scalars(self.owing()))

    def owing(self) -> Select[str]:
        """Return who owes what is reported, as a query."""
        duties: dict[str, list[str]] = {}
        for directive, duty in sorted(self.reporting):
            duties.setdefault(directive, []).append(duty)
        reports = or_(
            *(
                and_(Obligation.directive_id == directive, Obligation.duty.in_(named))
                for directive, named in duties.items()
            )
        )
        return select(Obligation.bearer_uid).where(reports).distinct()


EVERYTHING = Visible(everything=True)
