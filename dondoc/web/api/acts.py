"""Every act of the desk that another program may do: `POST /api/acts/NAME`."""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from dondoc.desk.plain import plain
from dondoc.desk.registry import Act, acts
from dondoc.reports.attach import safe_names
from dondoc.web.api.caller import Calling
from dondoc.web.api.shape import answered, asked, made, title
from rules.meaning.right import Rights

# No program's business: a way in is given to people, by people; named persons are seen with
# the second factor, which no program has; the machine's own files are reached at the machine.
_KEPT_BACK = re.compile(
    r"(login|token|device|list|people|person|incident|case|visit|assignment|sponsor|help|card"
    r"|reconcile)\..*"
    r"|account\.test|audit\.renew|backup|purge|restore|sweep\.reset"
)


def offered() -> Iterator[Act]:
    """Yield the acts that another program may do, where the right of its post lets it."""
    yield from (act for name, act in acts().items() if not _KEPT_BACK.fullmatch(name))


def router(rights: Rights) -> APIRouter:
    """Return the acts, each called as the table of rights calls it."""
    made_ = APIRouter(prefix="/api/acts", tags=["acts"])
    for one in offered():
        right = rights.of(one.name)
        function = getattr(import_module(one.module), one.function)
        hints = get_type_hints(function)
        made_.add_api_route(
            f"/{one.name}",
            _doing(one.name, function, hints["request"]),
            methods=["POST"],
            summary=right.title if right else one.name,
            description=hints["request"].__doc__,
            operation_id=one.name,
            response_class=JSONResponse,
            responses={200: {"model": answered(hints["return"]), "description": _of(hints)}},
        )
    return made_


def _of(hints: dict[str, Any]) -> str:
    return hints["return"].__doc__ or title(hints["return"])


def _doing(name: str, function: Callable[..., Any], kind: type) -> Callable[..., Response]:
    shape = asked(kind)

    def do(request: shape, caller: Calling) -> Response:  # type: ignore[valid-type]
        with TemporaryDirectory(prefix="nhan-") as folder:

            def lay(called: str, content: bytes) -> Path:
                path = Path(folder) / safe_names([called])[0]
                path.write_bytes(content)
                return path

            answer = caller.do(name, function, made(kind, request, lay))
        return JSONResponse(plain(answer))

    return do
