"""The minutes of a reconciliation, filled from the lists that were brought in."""

from dondoc.cases.reconciled import differences_of, lists_of, sides_of
from dondoc.cases.reconciling import agreed
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.minutes.content import Apart, Minutes, Party
from dondoc.documents.parts import words
from dondoc.documents.parts.frames import clause_of
from dondoc.errors import Refused
from dondoc.sending.names import name_in
from language.text import upper_first
from models import (
    RECONCILIATION_STATE_NAMES,
    Reconciliation,
    ReconciliationSide,
    ReconciliationState,
    Side,
)


def minutes_of(sources: Sources, reconciliation: int) -> Minutes:
    """Return the minutes of the reconciliation with this number; raise Refused without one."""
    session, rulebook = sources.session, sources.rulebook
    row = session.get(Reconciliation, reconciliation)
    if row is None:
        raise Refused(f"không có đối chiếu số {reconciliation}: xem dondoc reconcile show")
    helping, lists = rulebook.helping, lists_of(session, row.id)
    differing = differences_of(session, row.id)
    declared = rulebook.directives[row.directive_id]
    group, duty = declared.groups.get(row.group_id), declared.duties[row.duty]
    same, before = agreed(lists), session.get(Reconciliation, row.corrects or 0)
    everybody = {person for one in lists.values() for person in one}
    return Minutes(
        id=row.id,
        author=rulebook.bodies.get(row.body_uid).name,
        about=group.name if group else row.group_id,
        clause=words.cited(clause_of(declared, duty)),
        first=row.from_month,
        last=row.until_month,
        state=RECONCILIATION_STATE_NAMES[ReconciliationState(row.state)],
        parties=tuple(_party(sources, one) for one in sides_of(session, row.id)),
        apart=tuple(
            Apart(
                one.person,
                tuple(
                    (told.months, told.amount) if told else None
                    for told in (one.difference.told.get(side) for side in Side if side in lists)
                ),
                helping.found(one.difference.differs).title,
                helping.reasons[one.explained].title if one.explained else "",
            )
            for one in differing
        ),
        alike=len(everybody) - len(differing),
        alike_amount=same.amount,
        at=sources.now,
        signed=row.state == ReconciliationState.SIGNED,
        number=row.number or "",
        dated=row.dated,
        corrects=f"số {before.number}" if before and before.number else "",
        topic=declared.topic or "",
    )


def _party(sources: Sources, side: ReconciliationSide) -> Party:
    bodies = sources.rulebook.bodies
    body = bodies.get(side.body_uid)
    head = bodies.kinds[body.kind].head
    title = upper_first(bodies.title(body, head)) if head else "Người đại diện"
    return Party(
        list=sources.rulebook.helping.sides[side.side],
        body=upper_first(name_in(bodies, side.body_uid)),
        as_of=side.as_of,
        source=side.source,
        people=side.people,
        amount=side.amount,
        unmatched=side.unmatched,
        capacity=side.capacity or title,
        signer=side.signer or "",
    )
