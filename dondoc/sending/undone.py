"""What a letter tells of a decision that was taken back."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy.orm import Session

from dondoc.notices.correct import finding_of
from language.zone import local_date
from models import Covered, Decision, DecisionKind, Notice, Obligation
from models.standing import has_passed
from notifications.letter import UndoneView

_KINDS: Mapping[DecisionKind, Literal["extend", "move", "pause"]] = {
    DecisionKind.EXTEND: "extend",
    DecisionKind.MOVE: "move",
    DecisionKind.PAUSE: "pause",
}


def undone_view(session: Session, notice: Notice, row: Obligation) -> UndoneView:
    """Return which decision `notice` says was taken back, and from when that holds for `row`."""
    made = session.get_one(Decision, finding_of(session, notice).facts["decision"])
    taken = session.get_one(Decision, made.undoes_id)
    before = session.get_one(Covered, (made.id, row.id))
    was_late = has_passed(before.late_from_before, made.decided_at)
    until = made.until if made.until and not was_late else local_date(made.decided_at)
    return UndoneView(
        kind=_KINDS[DecisionKind(taken.kind)],
        decided_on=local_date(taken.decided_at),
        days=taken.days or 0,
        to=taken.until or before.due_on_before,
        undone_on=local_date(made.decided_at),
        number=made.number or "",
        until=until,
        until_is_makeup_day=until.isoweekday() >= 6,
        was_late=was_late,
    )
