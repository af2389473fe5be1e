"""The shortest way to an answer: a browser asks for a page that it holds, and nothing has changed.

Who asks and how all stands is one statement; no page, no desk, no thread of its own is opened. What
is not wholly sure goes on to the application, which decides as if this were not here.
"""

from typing import NamedTuple

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dondoc.web import sessions
from dondoc.web.unchanged import STANDS, Wanted, headers_of, standing_of
from dondoc.web.visit import COOKIE, House, language_of


class Asker(NamedTuple):
    """Whose request it was, as its line in the log says."""

    said: str


class HeldPages:
    """Answers 304 by itself where the browser holds the very page that would be shown."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app, self._house = app, house
        # A file beside us answers within a fraction of what another thread takes to begin; over a
        # network nobody else waits for the answer.
        self._near = house.office.database.dialect.name == "sqlite"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        tag = ""
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope)
            held = request.headers.get("if-none-match", "")
            token = request.cookies.get(COOKIE, "")
            if held and token:
                asked = request, token, held
                here = self._near
                tag = self._held(*asked) if here else await to_thread.run_sync(self._held, *asked)
        if not tag:
            await self._app(scope, receive, send)
            return
        await Response(status_code=304, headers=headers_of(tag))(scope, receive, send)

    def _held(self, request: Request, token: str, held: str) -> str:
        """Return the tag where the page stands as the browser holds it, else ""."""
        house = self._house
        office, now, wall = house.office, house.office.clock.now(), house.office.wall.now()
        with office.reading() as session:
            signed, stored = sessions.find_beside(session, token, wall, house.settings, STANDS)
        # Whoever is to be noted as still there, or is told something once, is answered in full.
        if signed is None or signed.stale or not signed.wholly:
            return ""
        stands = standing_of(stored, office, now, wall)
        what = Wanted.of(request, signed, language_of(request))
        if not house.shown.still(what, stands, held):
            return ""
        # For the line in the log.
        request.scope.setdefault("state", {})["visit"] = Asker(signed.said)
        request.scope["route"] = house.shown.route_of(what)
        return held
