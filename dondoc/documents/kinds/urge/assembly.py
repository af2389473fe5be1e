"""The công văn đôn đốc of a round, filled from what is known at one instant."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation, Line
from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.parts.frames import clause_of, committee_frame
from dondoc.documents.parts.signers import signing
from dondoc.documents.writers.official import Signature
from dondoc.errors import Refused
from dondoc.sending.names import addressed, name_of
from language.collation import vietnamese
from language.zone import local_date
from models.standing import is_urged
from notifications.wording import official
from rules.meaning.body import Body
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook


def urging_draft(rulebook: Rulebook, found: Consolidation, office: str, now: datetime) -> Urging:
    """Return the draft that urges those who are late.

    A body that can still be in time is not urged, nor one that answers a returned report, nor one
    of which nothing is asked for a while. Who was granted another date is named with it.

    Args:
        office: who follows it up, by its official name.
    Raises:
        Refused: nobody is late at the instant `now` (aware).
    """
    absent = [line for line in found.lines if is_urged(line.row, now)]
    if not absent:
        raise Refused("đợt này không có đơn vị nào quá hạn để đôn đốc")
    today, directive = local_date(now), found.directive
    issuer = rulebook.bodies.get(directive.issuer)
    return Urging(
        frame=committee_frame(rulebook, directive, today),
        inputs=clause_of(directive, found.inputs),
        consolidation=clause_of(directive, found.duty),
        bearers_as=addressed(rulebook.bodies, found.inputs),
        issuer=official(name_of(issuer)),
        office=office,
        consolidator=name_of(rulebook.bodies.get(found.row.bearer_uid)),
        matter=directive.reported(found.inputs),
        absent=tuple(sorted((name_of(line.body) for line in absent), key=vietnamese)),
        extended=tuple(
            sorted((name_of(line.body), line.row.due_on) for line in absent if line.row.extended)
        ),
        at=now,
        due_on=_due_on(absent),
        answer_by=rulebook.calendar.known_on(today).add(today, 1),
        confirmed=all(line.row.via_checked_at for line in absent),
        in_time=today <= found.row.aim_on,
    )


def signed(
    session: Session, rulebook: Rulebook, draft: Urging, issuer: Body, post: str | None = None
) -> Urging:
    """Return the draft with who signs for `issuer` on its day: `post`, or who usually does.

    Raises:
        Refused: that post may not sign it.
    """
    one = signing(session, rulebook, issuer, Document.URGING, local_date(draft.at), post)
    signature = Signature(one.capacity, one.signer)
    return replace(draft, frame=replace(draft.frame, signature=signature))


def _due_on(absent: Sequence[Line]) -> date:
    """Return the date most of the absent had, the earliest where several are alike."""
    own = [line for line in absent if not line.row.extended]
    dates = Counter(line.row.due_on for line in own or absent)
    return min(dates, key=lambda day: (-dates[day], day))
