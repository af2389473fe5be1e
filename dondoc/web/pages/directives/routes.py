"""The pages of the dispatches: which are followed, and one of them whole."""

from functools import partial

from fastapi import APIRouter, HTTPException
from sqlalchemy import select
from starlette.responses import Response

from dondoc.desk.context import Desk
from dondoc.desk.look import look
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import fulfilment
from dondoc.documents.parts.carried import Carried, clauses
from dondoc.errors import Refused
from dondoc.visible import Sight
from dondoc.web.download import TYPES, download
from dondoc.web.kept import Kept
from dondoc.web.navigation import may
from dondoc.web.pages.directives.view import LETTERS, in_force, shown, states_of
from dondoc.web.pages.seen import Names
from dondoc.web.registry import PAGES
from dondoc.web.visit import Here
from models import Directive

router = APIRouter(prefix="/van-ban")


@router.get("")
def index(visit: Here) -> Response:
    """Show the dispatches that are or were followed."""
    with visit.look(Sight.STATUS) as looking:
        rows = list(looking.session.scalars(select(Directive).order_by(Directive.registered_at)))
        declared = visit.office.rulebook.directives
        return visit.show(
            "directives/index.html",
            rows=[(row, declared.get(row.id)) for row in rows],
            in_force=in_force,
            names=Names(visit.office.rulebook),
        )


_carried = Kept[list[Carried]]()


@router.get("/{id_}")
def show(visit: Here, id_: str) -> Response:
    """Show one dispatch: its text, its duties, what it leaves out, how it is read."""
    with visit.look(Sight.STATUS) as looking:
        row, rulebook = looking.session.get(Directive, id_), visit.office.rulebook
        if row is None or id_ not in rulebook.directives:
            raise HTTPException(404)
        session, now, visible = looking.session, looking.desk.now, looking.visible
        read = partial(clauses, session, rulebook, id_, now, visible)
        carried = _carried.of(session, visit.office, now, (id_, visible), read)
        readings = visit.office.settings.settings.readings_for_rules()
        return visit.show(
            "directives/directive.html",
            carried=carried,
            states=states_of(carried),
            LETTERS=LETTERS,
            opens={page.path.strip("/") for page in PAGES if may(looking.desk, page)},
            whole=_sees_whole(looking.desk),
            one=shown(rulebook, id_, readings, looking.desk.today),
            row=row,
            in_force=in_force,
        )


@router.get("/{id_}/thuc-hien.{format}")
def printed(visit: Here, id_: str, format: str) -> Response:
    """Give how far the dispatch has been carried out, as a document about all its bodies."""
    if format not in TYPES or id_ not in visit.office.rulebook.directives:
        raise HTTPException(404)
    with visit.look(Sight.ROUND) as looking:
        looking.refuse_hidden(directive=id_)
        sources = Sources(looking.session, visit.office, visit.now)
        found = fulfilment.KIND.filled(sources, directive=id_)
        files = fulfilment.KIND.files(found, visit.now, [format], mark=visit.office.mark)
        [(_, content)] = list(files)
    whole = content if isinstance(content, bytes) else b"".join(content)
    return download(whole, f"thuc-hien-{id_}.{format}")


def _sees_whole(desk: Desk) -> bool:
    """Say whether who looks sees every body's matters: the document tells of all."""
    try:
        look(desk, Sight.ROUND).refuse_hidden()
    except Refused:
        return False
    return True
