"""The door for other programs: what lies behind it is loaded by whoever comes first."""

from threading import Lock

from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from dondoc.web.visit import House

# What there is to ask.
DOCUMENT = "/openapi.json"


class Api:
    """What is asked under `/api/`, and the document that describes it."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._made: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        made = await to_thread.run_sync(self._make) if self._made is None else self._made
        await made(scope, receive, send)

    def _make(self) -> ASGIApp:
        # Every act of the desk and its shape: most offices never need them here.
        from dondoc.web.api.app import make_api

        with self._lock:
            if self._made is None:
                self._made = make_api(self._house)
            return self._made
