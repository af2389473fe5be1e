"""The draft that amends an issued công văn, filled from what is known at one instant."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.amend.content import Amending
from dondoc.documents.parts.frames import clause_of, committee_frame
from dondoc.documents.parts.signers import signing
from dondoc.documents.writers.official import Signature
from dondoc.errors import Refused
from dondoc.notices.blame import named_wrongly
from dondoc.sending.names import name_of
from language.collation import vietnamese
from language.zone import local_date
from models import Issued, Named, Obligation
from notifications.wording import official
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook


def amending_draft(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    office: str,
    now: datetime,
    signer: str | None = None,
) -> Amending:
    """Return the draft that puts right the last công văn of a round that names a body wrongly.

    Args:
        row: the obligation of whoever consolidates the round.
        office: who follows it up, by its official name.
        signer: the post that is to sign; None: who usually does.
    Raises:
        Refused: no công văn of the round that was issued names anybody wrongly.
    """
    first, named, wrongly = _wrong(session, row)
    directive = rulebook.directives[row.directive_id]
    duty = directive.duties[row.duty]
    inputs = directive.duties[duty.consolidates or ""]
    issuer, today = rulebook.bodies.get(directive.issuer), local_date(now)
    one = signing(session, rulebook, issuer, Document.URGING, today, signer)
    frame = committee_frame(rulebook, directive, today)
    cleared = [
        (name_of(rulebook.bodies.get(r.bearer_uid)), r.received_at)
        for r in named
        if r.id in wrongly
    ]
    still = [name_of(rulebook.bodies.get(r.bearer_uid)) for r in named if r.id not in wrongly]
    return Amending(
        frame=replace(frame, signature=Signature(one.capacity, one.signer)),
        number=first.number,
        dated=first.dated,
        issuer=official(issuer.short_name or issuer.name),
        office=office,
        consolidator=name_of(rulebook.bodies.get(row.bearer_uid)),
        inputs=clause_of(directive, inputs),
        matter=directive.reported(inputs),
        due_on=min(each.due_on for each in named),
        cleared=tuple(
            (body, local_date(at))
            for body, at in sorted(cleared, key=lambda c: vietnamese(c[0]))
            if at
        ),
        still=tuple(sorted(still, key=vietnamese)),
        at=now,
    )


def _wrong(session: Session, row: Obligation) -> tuple[Issued, list[Obligation], frozenset[int]]:
    """Return the last công văn that nobody amended and that names somebody wrongly, with both.

    These: whom it names, and the ids of those who were not late on the day it bears.
    """
    amended = select(Issued.amends_id).where(Issued.amends_id.is_not(None), Issued.stands())
    query = select(Issued).where(
        Issued.obligation_id == row.id, Issued.stands(), Issued.id.not_in(amended)
    )
    for one in session.scalars(query.order_by(Issued.dated.desc(), Issued.id.desc())):
        of_it = select(Obligation).join(Named, Named.obligation_id == Obligation.id)
        rows = list(session.scalars(of_it.where(Named.issued_id == one.id)))
        if wrongly := named_wrongly(session, one, rows):
            return one, rows, wrongly
    raise Refused(
        "không có công văn đã phát hành nào của đợt này nêu nhầm đơn vị; công văn đã phát hành thì "
        "ghi bằng: dondoc issue"
    )
