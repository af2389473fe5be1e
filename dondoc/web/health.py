"""What a machine asks: does the program answer, and can it work."""

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from starlette.responses import JSONResponse, Response

from dondoc.setup.disk import refusal
from dondoc.setup.wiring import Office


def health(office: Office) -> APIRouter:
    """Return `/healthz` (the program answers) and `/readyz` (it can work).

    To work it needs a database that answers and a state folder that takes what has to be kept.
    """
    router = APIRouter()

    @router.get("/healthz")
    def alive() -> Response:
        return JSONResponse({"ok": True})

    @router.get("/readyz")
    def ready() -> Response:
        said = {
            "database": _answers(office),
            "disk": refusal(office.settings.state_folder) is None,
        }
        ok = all(said.values())
        return JSONResponse({"ok": ok, **said}, status_code=200 if ok else 503)

    return router


def _answers(office: Office) -> bool:
    try:
        with office.reading() as session:
            session.execute(text("SELECT 1 FROM entry LIMIT 1"))
    except DatabaseError:
        return False
    return True
