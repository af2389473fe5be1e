"""Every obligation by itself, as it was known at a past instant, read part by part.

A part begins after a row, so that a page costs what is on it, however many rows there are.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import in_force
from dondoc.looking.status import chosen, refuse_unregistered
from dondoc.obligations.standing import Standing, standings, with_targets
from dondoc.obligations.tally import dates_then
from dondoc.visible import EVERYTHING, Visible
from models import Obligation
from rules.rulebook import Rulebook

# Rows read at once.
_AT_ONCE = 2_000


class ByBody:
    """The obligations of `directive` (None: of all) that are `visible`, as of an instant (aware).

    In the order of directive, due date, duty and bearer.
    """

    def __init__(
        self,
        session: Session,
        rulebook: Rulebook,
        directive: str | None,
        as_of: datetime,
        visible: Visible = EVERYTHING,
    ) -> None:
        """Look at them; raise `Refused` where the directive was never registered."""
        refuse_unregistered(session, directive)
        self._session, self._rulebook, self._as_of = session, rulebook, as_of
        due_on, _ = dates_then(session, as_of)
        self._order = (
            Obligation.directive_id,
            due_on,
            Obligation.duty,
            Obligation.bearer_uid,
            Obligation.id,
        )
        self._where = (in_force(as_of), *chosen(directive, visible))

    def rows(self, after: int | None = None, at_once: int = _AT_ONCE) -> Iterator[Standing]:
        """Yield them, from the first one or after the obligation with the id `after`.

        Args:
            at_once: how many are read at a time.
        """
        query = select(Obligation.id).where(*self._where).order_by(*self._order).limit(at_once)
        while True:
            ids = list(self._session.scalars(query.where(*self._beyond(after))))
            yield from self._read(ids)
            if len(ids) < at_once:
                return
            after = ids[-1]

    def count(self, after: int | None = None) -> int:
        """Return how many there are, or how many after the obligation with the id `after`."""
        query = select(func.count()).select_from(Obligation).where(*self._where)
        return self._session.scalar(query.where(*self._beyond(after))) or 0

    def _beyond(self, after: int | None) -> tuple[ColumnElement[bool], ...]:
        if after is None:
            return ()
        found = self._session.execute(select(*self._order).where(Obligation.id == after)).first()
        if found is None:
            raise Refused(f"--after {after}: không có dòng nào mang số ấy")
        return (tuple_(*self._order) > tuple_(*found),)

    def _read(self, ids: list[int]) -> list[Standing]:
        found = standings(self._session, self._as_of, Obligation.id.in_(ids))
        place = {id_: place for place, id_ in enumerate(ids)}
        told = with_targets(self._session, self._rulebook, found, self._as_of)
        return sorted(told, key=lambda one: place[one.owed.id])
