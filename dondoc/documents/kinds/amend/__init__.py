"""Công văn sửa đổi, thay thế: the draft that puts right a công văn that named a body wrongly."""

from datetime import date

from dondoc.consolidation.consolidate import consolidator
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.amend.assembly import amending_draft
from dondoc.documents.kinds.amend.content import Amending
from dondoc.documents.kinds.amend.paper import amending
from dondoc.documents.kinds.amend.sheets import sheets
from dondoc.visible import Sight


def _fill(
    sources: Sources,
    directive: str,
    round_due: date,
    signer: str | None = None,
    round_duty: str | None = None,
) -> Amending:
    session, rulebook = sources.session, sources.rulebook
    row = consolidator(session, rulebook, directive, round_due, round_duty)
    return amending_draft(session, rulebook, row, sources.author, sources.now, signer)


KIND = Kind(
    command="amend",
    stem="sua-doi-don-doc",
    help="Dự thảo công văn sửa đổi, thay thế công văn đôn đốc đã phát hành nêu nhầm đơn vị.",
    sight=Sight.ROUND,
    content=Amending,
    fill=_fill,
    paper=amending,
    sheets=sheets,
)
