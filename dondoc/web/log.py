"""One line for each request, for who keeps the machine: what was asked, by which post, how long.

A line holds no address, no name, nothing that was typed: of a path its pattern alone.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from threading import Lock

import orjson
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dondoc.setup.settings import WebSettings
from models.clock import real_now

Write = Callable[[str], None]
# By what somebody who tells of a fault names the request; what a caller calls it is not taken.
_NUMBER = "Request-Id"
# In bytes: then the file becomes the one before it, and that is gone.
_MOST = 20 * 1024 * 1024
# The innermost calls of a fault that are told.
_DEEP = 12


class LogFile:
    """A file of lines that is never held open, so that it may be taken away at any time."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()

    def __call__(self, line: str) -> None:
        """Add a line; where the disk takes none the request goes on all the same."""
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(line)
                    full = file.tell() > _MOST
                if full:
                    os.replace(self._path, self._path.with_suffix(".1.jsonl"))
            except OSError:
                to_stderr(line)


def to_stderr(line: str) -> None:
    """Write a line where whatever started the program reads it."""
    sys.stderr.write(line)


def log_of(settings: WebSettings, state: Path) -> Write:
    """Return where the lines go, as the settings say."""
    match settings.log:
        case "off":
            return lambda _: None
        case "stderr":
            return to_stderr
    return LogFile(state / "logs" / "web.jsonl")


class RequestLog:
    """Writes the line of each request when it is answered, and names the request to who asked."""

    def __init__(self, app: ASGIApp, write: Write) -> None:
        self._app, self._write = app, write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and write its line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, status, begun = token_hex(8), 0, time.perf_counter()
        scope.setdefault("state", {})["request"] = number

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_NUMBER] = number
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            # Answered and told of already; whoever serves us would print what it says as well.
            if not status:
                raise
        finally:
            took = (time.perf_counter() - begun) * 1000
            self._write(_line({"request": number, **_asked(scope), "status": status}, ms=took))


def _asked(scope: Scope) -> dict[str, object]:
    """Return what was asked and as which post: nothing that whoever asks could have written."""
    state = scope.get("state", {})
    visit, caller = state.get("visit"), state.get("caller")
    found: dict[str, object] = {
        "method": scope["method"] if scope["method"] in _METHODS else "?",
        "route": _route(scope),
        "as": (caller or visit).said or None if caller or visit else None,
    }
    return found | ({"token": caller.token} if caller else {})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _route(scope: Scope) -> str | None:
    """Return the pattern of the path, None where there is none: a path may hold a name."""
    if (route := scope.get("route")) is not None:
        return str(route.path)
    return "/static" if scope.get("root_path", "").startswith("/static/") else None


def fault(write: Write, number: str, wrong: Exception) -> None:
    """Write what kind of fault it was and where: what it says may hold what somebody typed."""
    frames = traceback.extract_tb(wrong.__traceback__)[-_DEEP:]
    where = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
    write(_line({"request": number, "fault": type(wrong).__name__, "where": where}))
    if os.environ.get("DONDOC_DEBUG"):
        traceback.print_exception(wrong)


def _line(said: dict[str, object], ms: float | None = None) -> str:
    at = real_now().isoformat(timespec="milliseconds")
    took = {} if ms is None else {"ms": round(ms, 1)}
    return orjson.dumps({"at": at, **said, **took}).decode() + "\n"
