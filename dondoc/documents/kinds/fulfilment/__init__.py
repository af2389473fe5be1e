"""Thực hiện văn bản: clause by clause, how far a dispatch has been carried out."""

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.fulfilment.content import Fulfilment
from dondoc.documents.kinds.fulfilment.paper import fulfilment
from dondoc.documents.kinds.fulfilment.sheets import sheets
from dondoc.documents.parts.carried import clauses
from dondoc.errors import Refused
from dondoc.trail.proven import About, refuse_unproven
from dondoc.visible import Sight


def _fill(sources: Sources, directive: str) -> Fulfilment:
    declared = sources.rulebook.directives.get(directive)
    if declared is None:
        known = ", ".join(sources.rulebook.directives)
        raise Refused(f"không có văn bản {directive!r}; có: {known}")
    state = sources.office.settings.state_folder
    refuse_unproven(sources.session, state, About(directive=directive), {"report", "obligation"})
    found = clauses(sources.session, sources.rulebook, directive, sources.now)
    return Fulfilment(declared, tuple(found), sources.now, sources.author)


KIND = Kind(
    command="fulfilment",
    stem="thuc-hien-van-ban",
    help="Văn bản đã được thực hiện đến đâu: từng câu, đã ghi nhận gì, còn gì.",
    sight=Sight.ROUND,
    content=Fulfilment,
    fill=_fill,
    paper=fulfilment,
    sheets=sheets,
)
