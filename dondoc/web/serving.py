"""Serving the pages beside whatever else runs, and stopping when that does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ssl import SSLContext

import uvicorn
from anyio import to_thread
from starlette.types import ASGIApp

from dondoc.errors import Refused
from dondoc.setup.loopback import free_port
from dondoc.setup.settings import WebSettings
from dondoc.setup.wiring import Office
from dondoc.web.app import make_app
from dondoc.web.https import Papers

# How long a request may still take when everything stops, in seconds.
_GRACE = 5
# How many requests are worked at, at once; the others wait their turn. A request may hold three
# connections to the database, of the fifteen there are: more at once waited for each other in vain.
_AT_ONCE = 5


@dataclass(frozen=True)
class Served:
    """Where the pages are, as a person types it; `stopped`: is set when they are no more."""

    url: str
    stopped: threading.Event


class _Server(uvicorn.Server):
    """Works at few requests at once, however many come."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, in the loop whose threads are counted."""
        to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        await super().startup(sockets)


@contextmanager
def serving(office: Office, open_doors: bool | None = None) -> Iterator[Served]:
    """Serve the pages of `office` until the end of the block.

    A demonstration whose port is taken goes to a free one. `open_doors`: as `make_app` has it.

    Raises:
        Refused: the port is taken, or is none of this machine's; what HTTPS needs is not there.
    """
    settings = office.settings.settings.web
    papers = _papers(office)
    secured = papers.context(office.wall.now()) if papers else None
    listening = _listening(settings, office.demo)
    host, port = listening.getsockname()[:2]
    server = _Server(_config(make_app(office, open_doors), settings, secured))
    stopped = threading.Event()

    def run() -> None:
        try:
            server.run(sockets=[listening])
        finally:
            stopped.set()

    thread = threading.Thread(target=run, name="web", daemon=True)
    thread.start()
    try:
        scheme = "https" if papers else "http"
        yield Served(settings.url or f"{scheme}://{host}:{port}", stopped)
    finally:
        server.should_exit = True
        thread.join(_GRACE + 1)
        listening.close()


def _papers(office: Office) -> Papers | None:
    """Return the certificate and key the settings name; a relative path begins where they lie."""
    settings, folder = office.settings.settings.web, office.settings.folder
    if settings.certificate is None or settings.key is None:
        return None
    return Papers(folder / settings.certificate, folder / settings.key)


def _config(app: ASGIApp, settings: WebSettings, made: SSLContext | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE,
        ssl_context_factory=(lambda *_: made) if made else None,
    )


def _listening(settings: WebSettings, anywhere: bool) -> socket.socket:
    try:
        return bound(settings.host, settings.port)
    except OSError as failure:
        if anywhere:
            return bound(settings.host, free_port())
        raise Refused(
            f"web không mở được ở {settings.host}:{settings.port} "
            f"({failure.strerror or failure}): đổi web.port trong config.yaml, hoặc dừng chương "
            "trình đang dùng cổng ấy"
        ) from failure


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port`; raises OSError where that cannot be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # asyncio sends at once only on sockets that name their protocol: without it a page waits 40 ms
    # for the caller's word that its head has come (RFC 896, RFC 1122 4.2.3.2).
    made = socket.socket(found[0], found[1], socket.IPPROTO_TCP)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(found[4])
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
