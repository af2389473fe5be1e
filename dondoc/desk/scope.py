"""What one decision covers: a directive's obligations, by duty, date and bearers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.errors import Refused
from dondoc.named import body_uid
from models import Obligation
from models.standing import has_term_in_sql


@dataclass(frozen=True)
class Scope:
    """At least one of duty, due date and bearers (by uid or name) narrows it."""

    directive: str
    duty: str | None = None
    due: date | None = None
    bearers: tuple[str, ...] = ()

    def rows(self, desk: Desk) -> list[Obligation]:
        """Return what is meant and has not been filed; raise Refused where nothing narrows it."""
        if not (self.duty or self.due or self.bearers):
            raise Refused("nêu phạm vi: --duty, --due hoặc --bearer")
        query = select(Obligation).where(
            Obligation.directive_id == self.directive, has_term_in_sql()
        )
        if self.duty:
            query = query.where(Obligation.duty == self.duty)
        if self.due:
            query = query.where(Obligation.due_on == self.due)
        if self.bearers:
            bodies, on = desk.rulebook.bodies, self.due or date.max
            uids = [body_uid(bodies, name, on) for name in self.bearers]
            query = query.where(Obligation.bearer_uid.in_(uids))
        # What has been filed is out of reach of a decision on the present.
        return list(desk.session.scalars(query.where(Obligation.received_at.is_(None))))
