"""The empty page that is taken along, and what a browser needs to keep it: nothing of a person."""

import json
from collections.abc import Sequence
from hashlib import sha256

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse, Response

from dondoc.web.rendering import STATIC, written
from dondoc.web.visit import Here, Visit

router = APIRouter(prefix="/tham")
WORKER, MANIFEST = "/tham/worker.js", "/tham/tham.webmanifest"


def _kept(visit: Visit) -> Sequence[str]:
    """Return the paths of everything the page needs where there is no signal."""
    scripts = sorted(file.name for file in (STATIC / "tham").glob("*.js"))
    fonts = sorted(file.name for file in (STATIC / "fonts").glob("*.woff2"))
    static = visit.house.static
    return [
        *("/tham", MANIFEST, f"{static}/style.css", f"{static}/icon.svg"),
        *(f"{static}/tham/{name}" for name in scripts if name != "worker.js"),
        *(f"{static}/fonts/{name}" for name in fonts),
    ]


def _shell(visit: Visit) -> str:
    """Return the page as everybody gets it, whoever is signed in."""
    shown = {"manifest": MANIFEST, "worker": WORKER}
    return written(visit.house.templates(visit.language), "outing/outing.html", shown)


@router.get("")
def show(visit: Here) -> Response:
    """Show the page; what it holds of persons is on the device alone."""
    return HTMLResponse(_shell(visit), headers={"Cache-Control": "no-cache"})


@router.get("/worker.js")
def worker(visit: Here) -> Response:
    """Return what keeps the page and its files, for this very version of them."""
    files = _kept(visit)
    version = sha256("\n".join([*files, _shell(visit)]).encode()).hexdigest()[:16]
    named = f'const VERSION = "tham-{version}";\nconst FILES = {json.dumps(files)};\n'
    script = named + (STATIC / "tham" / "worker.js").read_text("utf-8")
    headers = {"Service-Worker-Allowed": "/tham", "Cache-Control": "no-cache"}
    return Response(script, media_type="text/javascript", headers=headers)


@router.get("/tham.webmanifest")
def manifest(visit: Here) -> Response:
    """Return what a telephone needs to put the page on its home screen."""
    icons = [
        {"src": f"{visit.house.static}/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": f"{visit.house.static}/tham/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in (192, 512)
        ),
    ]
    said = {
        "name": "Đôn Đốc: đi thăm",
        "short_name": "Đi thăm",
        "lang": "vi",
        "id": "/tham",
        "start_url": "/tham",
        "scope": "/tham",
        "display": "standalone",
        "background_color": "#f5f6f8",
        "theme_color": "#1b4d8e",
        "icons": icons,
    }
    return JSONResponse(said, media_type="application/manifest+json")
