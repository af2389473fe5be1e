"""At the gate, before anything is read: by which name, from which page, how much is sent.

A form is taken only from our own pages, and with what only they know: the token of the session.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dondoc.setup.settings import WebSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "_token"
# Where other programs ask, each with a token of its own.
PROGRAMS = "/api/"
# What one request may send, in bytes.
MOST = 25 * 1024 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Outside(Exception):
    """A request that is none of our pages'; `status` is the answer, `text` what a person reads."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def form_token(token: str) -> str:
    """Return what every form of the session with this `token` carries."""
    return sha256(b"form\0" + token.encode("utf-8", "surrogateescape")).hexdigest()


def carries(given: object, token: str) -> bool:
    """Say whether a form that carries `given` is one of the session with this `token`."""
    return isinstance(given, str) and hmac.compare_digest(
        given.encode("utf-8", "surrogateescape"), form_token(token).encode()
    )


def hosts_of(settings: WebSettings) -> frozenset[str]:
    """Return the host names by which the pages may be asked for.

    A page elsewhere that calls itself by another name and points it here is refused.
    """
    named = urlsplit(settings.url).hostname
    own = {settings.host} - {"0.0.0.0", "::"}  # noqa: S104 - recognised, never a name
    return frozenset({*_LOOPBACK, *own, *settings.names, *([named] if named else [])})


class Gate:
    """Refuses what is asked by a foreign name, sent from a foreign page, or too much.

    `answer`: makes what says so, of what went wrong and the path that was asked.
    """

    def __init__(
        self, app: ASGIApp, settings: WebSettings, answer: Callable[[Outside, str], Response]
    ) -> None:
        self._app = app
        self._answer = answer
        self._hosts = hosts_of(settings)
        self._url = settings.url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._look(Request(scope))
        except Outside as outside:
            await self._answer(outside, scope["path"])(scope, receive, send)
            return
        await self._app(scope, _counted(receive), send)

    def _look(self, request: Request) -> None:
        host = request.headers.get("host", "")
        if _name(host) not in self._hosts:
            raise Outside(400, "Địa chỉ này không phải địa chỉ của Đôn Đốc ở đây.")
        if _declared(request) > MOST:
            raise Outside(413, f"Tệp gửi lên quá lớn; nhiều nhất {MOST // 1024 // 1024} MB.")
        if request.url.path.startswith(PROGRAMS):
            # What a browser holds opens nothing there, so no page can make it ask.
            return
        if request.method not in SAFE and _from(request) not in self._own(request, host):
            raise Outside(
                403, "Biểu mẫu không được gửi từ trang của Đôn Đốc; mở lại trang rồi gửi."
            )

    def _own(self, request: Request, host: str) -> tuple[str, ...]:
        return f"{request.url.scheme}://{host}", *([self._url] if self._url else [])


def _name(host: str) -> str:
    """Return a Host header without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _from(request: Request) -> str:
    """Return the scheme, name and port of the page that sends; "" where none is said."""
    if origin := request.headers.get("origin"):
        return origin
    said = urlsplit(request.headers.get("referer", ""))
    return f"{said.scheme}://{said.netloc}" if said.netloc else ""


def _declared(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isdecimal() else MOST + 1


def _counted(receive: Receive) -> Receive:
    """Return `receive`, which ends where more comes than was declared to come."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > MOST:
            raise Outside(413, f"Tệp gửi lên quá lớn; nhiều nhất {MOST // 1024 // 1024} MB.")
        return message

    return counted
