"""Reconciliations as who looks sees them: how far each is, and on how many the lists differ."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.reconciled import Apart, differences_of
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.errors import Refused
from models import Purpose, Reconciliation, ReconciliationState
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Listed:
    """One reconciliation of the body `body`, over whole months; `number`, `dated`: once signed."""

    id: int
    directive: str
    body: str
    group: str
    from_month: date
    until_month: date
    state: ReconciliationState
    number: str | None
    dated: date | None
    corrects: int | None
    differing: int


def reconciliations(look: Look) -> list[Listed]:
    """Return those that are visible, the newest last."""
    query = select(Reconciliation).where(*look.visible.where(Reconciliation.body_uid))
    return [
        Listed(
            id=row.id,
            directive=row.directive_id,
            body=row.body_uid,
            group=row.group_id,
            from_month=row.from_month,
            until_month=row.until_month,
            state=ReconciliationState(row.state),
            number=row.number,
            dated=row.dated,
            corrects=row.corrects,
            differing=len(differences_of(look.session, row.id)),
        )
        for row in look.session.scalars(query.order_by(Reconciliation.id))
    ]


def apart(look: Look, number: int) -> list[Apart]:
    """Return on whom the lists of a reconciliation differ, once it is logged who sees it.

    Raises:
        Refused: there is none with that number, or it is hidden.
        NotAllowed, NotLogged: as `log_numbers`.
    """
    row = look.session.get(Reconciliation, number)
    if row is None:
        raise Refused(f"không có đối chiếu số {number}: xem dondoc reconcile show")
    look.refuse([Party(row.body_uid, office=look.desk.work.office)])
    found = differences_of(look.session, number)
    if found:
        log_numbers(look, [one.person for one in found], Purpose.DUTY)
    return found
