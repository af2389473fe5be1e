"""A provider of messages over HTTP; the path chooses what it answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

ANSWERS: dict[str, tuple[int, dict[str, str], Any]] = {
    "ok": (200, {}, {"ok": True}),
    "created": (201, {}, {"ok": True}),
    "refused": (200, {}, {"ok": False, "error_code": 400, "description": "chat not found"}),
    "busy-inside": (
        200,
        {},
        {"ok": False, "error_code": 429, "parameters": {"retry_after": 77}},
    ),
    "config-inside": (200, {}, {"ok": False, "error_code": 401}),
    "silent": (200, {}, None),
    "moved": (302, {"Location": "http://127.0.0.1:1/"}, None),
    "bad": (400, {}, None),
    "unauthorized": (401, {}, None),
    "forbidden": (403, {}, None),
    "missing": (404, {}, None),
    "gone": (410, {}, None),
    "many": (429, {"Retry-After": "600"}, None),
    "many-dated": (
        429,
        {
            "Date": "Tue, 07 May 2024 03:00:00 GMT",
            "Retry-After": "Tue, 07 May 2024 03:05:00 GMT",
        },
        None,
    ),
    "broken": (500, {}, {"ok": False}),
    "gateway": (502, {}, None),
    "closed-for-a-while": (503, {"Retry-After": "120"}, None),
    "closed": (503, {}, None),
}


class Provider(ThreadingHTTPServer):
    """Remembers the requests it took: (path, headers, document)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.over = Event()
        self.taken: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is no news."""


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        path = self.path.strip("/").partition("?")[0].rpartition("/")[2]
        if path == "drop":
            self.connection.close()
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), json.loads(body)))
        if path == "lost":
            self.connection.close()
        elif path == "hang":
            self.server.over.wait(60)
        elif path == "drip":
            self._drip()
        else:
            self._answer(*ANSWERS[path])

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.over.wait(0.05):
            self.wfile.write(b"X-Slow: yes\r\n")

    def _answer(self, status: int, headers: dict[str, str], document: Any) -> None:
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the test asks for the outcome only."""


@contextmanager
def provider() -> Iterator[tuple[str, Provider]]:
    """Run a provider; yields its address and the server."""
    with Provider() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", server
        finally:
            server.over.set()
            server.shutdown()
