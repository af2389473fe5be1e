"""Công văn đôn đốc: the draft that urges who is late in a round."""

from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.urge.assembly import signed, urging_draft
from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.kinds.urge.paper import urging
from dondoc.documents.kinds.urge.sheets import sheets
from dondoc.visible import Sight


def _fill(
    sources: Sources,
    directive: str,
    round_due: date,
    signer: str | None = None,
    round_duty: str | None = None,
) -> Urging:
    session, rulebook = sources.session, sources.rulebook
    found = consolidation(session, rulebook, directive, round_due, duty=round_duty)
    draft = urging_draft(rulebook, found, sources.author, sources.now)
    issuer = rulebook.bodies.get(found.directive.issuer)
    return signed(session, rulebook, draft, issuer, signer)


KIND = Kind(
    command="urge",
    stem="don-doc",
    help="Dự thảo công văn đôn đốc các đơn vị quá hạn của một đợt.",
    sight=Sight.ROUND,
    content=Urging,
    fill=_fill,
    paper=urging,
    sheets=sheets,
)
