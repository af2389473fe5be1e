"""That the three agree on their lists, and the paper they sign."""

from dataclasses import dataclass
from datetime import date

from dondoc.cases.reconciled import differences_of, sides_of
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed
from dondoc.desk.reconcile import Answer, Which, answer, enter, own
from dondoc.desk.registry import act
from dondoc.desk.sponsor import words
from dondoc.errors import Refused
from language.dates import full_day
from models import (
    Event,
    ReconciliationState,
    Side,
)


@dataclass(frozen=True)
class Hand:
    """Who signs for one side, and as what: CT, KT. …, Q. …"""

    side: Side
    name: str
    capacity: str


@dataclass(frozen=True)
class Signing:
    """The signed paper: its number, its date, who signed for each of the three sides."""

    reconciliation: int
    number: str
    dated: date
    hands: tuple[Hand, ...]


@act("reconcile.agree")
def agree(desk: Desk, request: Which) -> Answer:
    """Enter that the three agree on the lists and their differences, or do not after all.

    Raises:
        Refused: no such one of theirs in that state, or one of the three lists lacks.
    """
    by = allowed(desk, "reconcile.agree")
    was = ReconciliationState.AGREED if request.back else ReconciliationState.DRAFT
    row = own(desk, by, request.reconciliation, was)
    if request.back:
        row.state, row.agreed_at, row.agreed_by = ReconciliationState.DRAFT.value, None, None
        enter(desk, Event("reconciliation.reopened", f"reconciliation:{row.id}", {"by": by}))
        return answer(desk, row)
    there = {side.side for side in sides_of(desk.session, row.id)}
    if missing := [one for one in Side if one not in there]:
        lacks = "; ".join(desk.rulebook.helping.sides[one] for one in missing)
        raise Refused(f"đối chiếu ba bên còn thiếu: {lacks}")
    row.state, row.agreed_at, row.agreed_by = ReconciliationState.AGREED.value, desk.now, by
    said = {"by": by, "differing": len(differences_of(desk.session, row.id))}
    enter(desk, Event("reconciliation.agreed", f"reconciliation:{row.id}", said))
    return answer(desk, row)


@act("reconcile.sign")
def sign(desk: Desk, request: Signing) -> Answer:
    """Enter the signed paper.

    Raises:
        Refused: no such agreed one of theirs, no number, a day to come, or one of the three sides
            has nobody who signs.
    """
    by = allowed(desk, "reconcile.sign")
    row = own(desk, by, request.reconciliation, ReconciliationState.AGREED)
    number = words(request.number, "cần số, ký hiệu của biên bản: --number")
    if request.dated > desk.today:
        raise Refused(f"ngày {full_day(request.dated)} chưa tới")
    hands = {one.side: one for one in request.hands if one.name.strip() and one.capacity.strip()}
    for side in sides_of(desk.session, row.id):
        hand = hands.get(Side(side.side))
        if hand is None:
            title = desk.rulebook.helping.sides[side.side]
            raise Refused(f"chưa nêu ai ký, tư cách gì, cho {title}")
        side.signer, side.capacity = hand.name.strip(), hand.capacity.strip()
        enter(
            desk, Event("reconciliation.signed_for", f"reconciliation_side:{side.id}", {"by": by})
        )
    row.state, row.number, row.dated = ReconciliationState.SIGNED.value, number, request.dated
    row.signed_at, row.signed_by = desk.now, by
    said = {"by": by, "number": number}
    enter(desk, Event("reconciliation.signed", f"reconciliation:{row.id}", said))
    return answer(desk, row)
