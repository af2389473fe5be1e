"""Decided: the decisions about terms there are, which of them hold, and about whom they are."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.visible import EVERYTHING, Visible
from language.zone import local
from models import Covered, Decision, Obligation

KIND_NAMES = {
    "pause": "tạm dừng",
    "move": "lùi hạn",
    "extend": "gia hạn",
    "undo": "rút lại",
}


@dataclass(frozen=True)
class Decided:
    """One decision, by the number under which it was entered.

    `undoes`: which one it takes back; `undone_by`: by which one it was. `bearers`: of whom it
    covers an obligation, by uid; `due_on`: the dates these had before, each once.
    """

    decision: int
    kind: str
    number: str | None
    days: int | None
    until: date | None
    decided_at: datetime
    reason: str
    approver: str
    undoes: int | None
    undone_by: int | None
    directives: tuple[str, ...]
    bearers: tuple[str, ...]
    due_on: tuple[date, ...]


def decided(
    session: Session, directive: str | None = None, visible: Visible = EVERYTHING
) -> list[Decided]:
    """Return the decisions that cover something of `directive` (None: of any), in their order.

    Args:
        visible: of whose obligations it is told; one that covers no others is left out.
    """
    covered: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
    query = (
        select(
            Covered.decision_id,
            Obligation.directive_id,
            Obligation.bearer_uid,
            Covered.due_on_before,
        )
        .join(Obligation, Obligation.id == Covered.obligation_id)
        .where(*visible.where(Obligation.bearer_uid))
        .order_by(Obligation.id)
    )
    if directive:
        query = query.where(Obligation.directive_id == directive)
    for id_, of, bearer, due_on in session.execute(query):
        covered[id_].append((of, bearer, due_on))
    made = list(session.scalars(select(Decision).order_by(Decision.id)))
    undone = {one.undoes_id: one.id for one in made if one.undoes_id}
    return [
        replace(_one(one, covered[one.id]), undone_by=undone.get(one.id))
        for one in made
        if one.id in covered
    ]


def _one(one: Decision, about: list[tuple[str, str, date]]) -> Decided:
    return Decided(
        decision=one.id,
        kind=one.kind,
        number=one.number,
        days=one.days,
        until=one.until,
        decided_at=local(one.decided_at),
        reason=one.reason,
        approver=one.approver,
        undoes=one.undoes_id,
        undone_by=None,
        directives=tuple(dict.fromkeys(directive for directive, _, _ in about)),
        bearers=tuple(dict.fromkeys(bearer for _, bearer, _ in about)),
        due_on=tuple(sorted({due_on for _, _, due_on in about})),
    )
