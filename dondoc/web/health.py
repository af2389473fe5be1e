"""What a machine asks: does the program answer, and can it work."""

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from starlette.responses import JSONResponse, Response

from dondoc.setup.wiring import Office


def health(office: Office) -> APIRouter:
    """Return `/healthz` (the program answers) and `/readyz` (its database does, too)."""
    router = APIRouter()

    @router.get("/healthz")
    def alive() -> Response:
        return JSONResponse({"ok": True})

    @router.get("/readyz")
    def ready() -> Response:
        try:
            with office.reading() as session:
                session.execute(text("SELECT 1"))
        except DatabaseError:
            return JSONResponse({"ok": False, "database": False}, status_code=503)
        return JSONResponse({"ok": True, "database": True})

    return router
