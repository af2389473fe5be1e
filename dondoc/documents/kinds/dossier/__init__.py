"""Hồ sơ: everything about one obligation, for the inspector."""

from datetime import date

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.dossier.assembly import dossier as assembled
from dondoc.documents.kinds.dossier.content import Dossier
from dondoc.documents.kinds.dossier.paper import dossier
from dondoc.documents.kinds.dossier.sheets import sheets
from dondoc.obligations.arising import one
from dondoc.trail.anchors import read_anchors
from dondoc.visible import Sight


def _fill(
    sources: Sources, directive: str, duty: str, bearer: str, due: date | None = None
) -> Dossier:
    session, rulebook, now = sources.session, sources.rulebook, sources.now
    # Before anything is read: a checkpoint written meanwhile may speak of entries not seen.
    settings = sources.office.settings
    anchors = read_anchors(settings.state_folder, sources.office.database, settings.second_folder)
    row = one(session, rulebook, directive, duty, bearer, due)
    return assembled(session, rulebook, anchors, row, sources.author, now)


KIND = Kind(
    command="dossier",
    stem="ho-so",
    help="Hồ sơ một nghĩa vụ cho thanh tra, kiểm tra: diễn biến và mục dấu vết chứng minh.",
    sight=Sight.DOSSIER,
    content=Dossier,
    fill=_fill,
    paper=dossier,
    sheets=sheets,
)
