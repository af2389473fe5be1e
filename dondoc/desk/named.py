"""What named a body wrongly, each with what follows: what an act that takes it back answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.documents.parts.blamed import blamed, each_of
from dondoc.notices.blame import Blame
from models import Obligation


@dataclass(frozen=True)
class Named:
    """One word that named `bearer` (its uid): when (local), what it was, whom it told, and what
    takes it back, in Vietnamese."""

    bearer: str
    on: date
    what: str
    whom: str
    follows: str


def named_wrongly(desk: Desk, rows: Iterable[Obligation]) -> tuple[Named, ...]:
    """Return what named the bearers of `rows` as late, though they were in time."""
    desk.session.flush()
    return tuple(
        Named(row.bearer_uid, one.on, one.what, one.whom, one.follows)
        for row in rows
        for one in blamed(desk.session, desk.rulebook, row)
    )


def named_by(desk: Desk, row: Obligation, blame: Blame) -> tuple[Named, ...]:
    """Return what of `blame` named the bearer of `row`."""
    desk.session.flush()
    return tuple(
        Named(row.bearer_uid, one.on, one.what, one.whom, one.follows)
        for one in each_of(desk.session, desk.rulebook, row, blame)
    )
