"""Which duties hand lists of people down, and how far each is: by the communes' receipts.

Such a duty names no day: it stands open until every commune with people in the last list of each of
its groups has its part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dondoc.obligations.handing import group_handed
from dondoc.visible import Visible
from language.zone import local_date
from models import ListReceipt
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty


@dataclass(frozen=True)
class GroupHanded:
    """The last list of a group (its number, None where none came): who has received their part.

    `lacking`: who has not, of those that are visible (uids). `done_on`: the local date on which the
    last commune had it, None while one has not.
    """

    group: str
    list: int | None
    as_of: date | None
    parts: int
    received: int
    lacking: tuple[str, ...]
    done_on: date | None


@dataclass(frozen=True)
class Handed:
    """One duty by which lists go down. `done_on`: by then all of its lists were received."""

    directive: str
    duty: str
    clause: str
    place: str
    bearers: tuple[str, ...]
    quote: str
    groups: tuple[GroupHanded, ...]

    @property
    def done_on(self) -> date | None:
        """Return the local date on which it was done, None while it is not."""
        days = [one.done_on for one in self.groups]
        return max((day for day in days if day), default=None) if all(days) else None


def handed(session: Session, declared: Directive, visible: Visible) -> Iterator[Handed]:
    """Yield the duties of a directive that hand lists down, each with how far it is."""
    for duty in declared.duties.values():
        if duty.hands_down:
            groups = tuple(_group(session, declared, group, visible) for group in duty.hands_down)
            yield Handed(
                directive=declared.id,
                duty=duty.id,
                clause=duty.clause,
                place=duty.place,
                bearers=_bearers(duty),
                quote=duty.quote,
                groups=groups,
            )


def _bearers(duty: Duty) -> tuple[str, ...]:
    return (*duty.bearers.uids, *(f"every {kind}" for kind in duty.bearers.every))


def _group(session: Session, declared: Directive, group: str, visible: Visible) -> GroupHanded:
    found = group_handed(session, declared.id, group, *visible.where(ListReceipt.body_uid))
    done_on = local_date(found.done_at) if found.done_at else None
    return GroupHanded(
        group, found.list, found.as_of, found.parts, found.received, found.lacking, done_on
    )
