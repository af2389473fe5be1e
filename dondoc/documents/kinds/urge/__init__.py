"""Công văn đôn đốc: the draft that urges who is late in a round."""

from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.kinds.urge.paper import urging
from dondoc.documents.kinds.urge.sheets import sheets


def _fill(sources: Sources, directive: str, round_due: date) -> Urging:
    found = consolidation(sources.session, sources.rulebook, directive, round_due)
    return urging_draft(sources.rulebook, found, sources.author, sources.now)


KIND = Kind(
    command="urge",
    stem="don-doc",
    help="Dự thảo công văn đôn đốc các đơn vị quá hạn của một đợt.",
    content=Urging,
    fill=_fill,
    paper=urging,
    sheets=sheets,
)
