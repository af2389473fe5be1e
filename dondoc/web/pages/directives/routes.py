"""The pages of the dispatches: which are followed, and one of them whole."""

from fastapi import APIRouter, HTTPException
from sqlalchemy import select
from starlette.responses import Response

from dondoc.documents.parts.carried import clauses
from dondoc.visible import Sight
from dondoc.web.pages.directives.view import LETTERS, in_force, shown, states_of
from dondoc.web.pages.seen import Names
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


@router.get("/{id_}")
def show(visit: Here, id_: str) -> Response:
    """Show one dispatch: its text, its duties, what it leaves out, how it is read."""
    with visit.look(Sight.STATUS) as looking:
        row, rulebook = looking.session.get(Directive, id_), visit.office.rulebook
        if row is None or id_ not in rulebook.directives:
            raise HTTPException(404)
        carried = clauses(looking.session, rulebook, id_, looking.desk.now, looking.visible)
        readings = visit.office.settings.settings.readings_for_rules()
        return visit.show(
            "directives/directive.html",
            carried=carried,
            states=states_of(carried),
            LETTERS=LETTERS,
            one=shown(rulebook, id_, readings, looking.desk.today),
            row=row,
            in_force=in_force,
        )
