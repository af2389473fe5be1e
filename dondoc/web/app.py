"""The application: an opened office, its pages, and what stands before them."""

from collections.abc import AsyncIterator, Callable, Sequence
from importlib import import_module

from fastapi import APIRouter, Depends, FastAPI
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartParser
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dondoc.errors import NotAllowed
from dondoc.logins.seats import seats_of
from dondoc.setup.wiring import Office
from dondoc.web import sessions
from dondoc.web.api.door import DOCUMENT, Api
from dondoc.web.api.errors import wrong_answer
from dondoc.web.errors import SignIn, answer_errors, error_page
from dondoc.web.files import KeptFiles
from dondoc.web.guard import FIELD, MOST, PROGRAMS, SAFE, Gate, Outside, carries
from dondoc.web.headers import SecurityHeaders
from dondoc.web.health import health
from dondoc.web.held import HeldPages
from dondoc.web.linked import stay_within
from dondoc.web.log import RequestLog, log_of
from dondoc.web.navigation import home_of, may
from dondoc.web.pages.outing.door import device_door
from dondoc.web.registry import PAGES, Page
from dondoc.web.rendering import STATIC, static_digest
from dondoc.web.sessions import Signed
from dondoc.web.unchanged import STANDS, Unchanged, standing_of
from dondoc.web.visit import COOKIE, Here, House, Visit
from language.zone import local_date

HOME = Page("", "/")
# What is brought waits encrypted: on its way in it never lies on the disk.
MultiPartParser.spool_max_size = MOST


def make_app(office: Office, open_doors: bool | None = None) -> ASGIApp:
    """Return the pages of `office`.

    Args:
        open_doors: whoever comes may take any role with one click; None: in a demonstration only.
    """
    static = f"/static/{static_digest()}"
    doors = office.demo if open_doors is None else open_doors
    log = log_of(office.settings.settings.web, office.settings.state_folder)
    house = House(office, static, doors, log)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    answer_errors(app, house)
    app.include_router(health(office))
    app.include_router(device_door(house))
    app.include_router(_home(), dependencies=_gate(house, HOME))
    for page in PAGES:
        routes = import_module(f"dondoc.web.pages.{page.folder}.routes")
        app.include_router(routes.router, dependencies=_gate(house, page))
    app.mount(static, KeptFiles(directory=STATIC))
    api = Api(house)
    app.router.routes.extend(Route(path, api) for path in (f"{PROGRAMS}{{_:path}}", DOCUMENT))

    def refused(outside: Outside, path: str) -> Response:
        if path.startswith(PROGRAMS):
            return wrong_answer(outside)
        return error_page(house, outside.status, [outside.text], None)

    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(HeldPages, house=house)
    app.add_middleware(Gate, settings=house.settings, answer=refused)
    # Outside of everything: also what answers for a fault of ours says it.
    return RequestLog(SecurityHeaders(app, house.settings.certificate is not None), log)


def _home() -> APIRouter:
    router = APIRouter()

    @router.get("/")
    def home(visit: Here) -> Response:
        with visit.desk() as opened:
            found = home_of(opened)
        if not found:
            raise NotAllowed(
                "chức danh này chưa được xem hoặc làm gì: xem bảng quyền (rules/rights)"
            )
        return RedirectResponse(found, status_code=303)

    return router


async def _read_form(request: Request) -> AsyncIterator[None]:
    """Read what was sent before anything is decided about it; its files are closed in the end."""
    if request.method in SAFE:
        request.state.form = FormData()
        yield
        return
    async with request.form() as sent:
        request.state.form = sent
        yield


def _gate(house: House, page: Page) -> list[Depends]:  # type: ignore[valid-type]
    return [Depends(_read_form), Depends(_entering(house, page))]


def _entering(house: House, page: Page) -> Callable[[Request], None]:
    """Return what lets a request in to `page`: from our own form, signed in, with a right to it."""

    def enter(request: Request) -> None:
        visit = _visit(house, page, request)
        request.state.visit = visit
        sent = request.method not in SAFE
        if sent and not carries(request.state.form.get(FIELD), visit.token):
            raise Outside(
                403,
                "Biểu mẫu này đã cũ (đã đăng nhập lại, hoặc mở ở máy khác); mở lại "
                "trang rồi gửi lần nữa.",
            )
        if page.public:
            return
        held = request.headers.get("if-none-match", "")
        if visit.standing and house.shown.still(visit.wanted, visit.standing, held):
            # Who got the page may still have it: rights, rules and address book stand as well.
            _note(house, visit.signed)
            raise Unchanged(held)
        if visit.signed is None:
            raise SignIn("/dang-nhap")
        if visit.signed.only is not None:
            # Whoever came by a link in a letter sees what it is about, and no other page.
            stay_within(visit, page)
        if visit.signed.locked:
            raise SignIn("/dang-nhap/khoa")
        if visit.signed.waits_for:
            raise SignIn(f"/dang-nhap/{visit.signed.waits_for}")
        with visit.desk() as opened:
            if not may(opened, page):
                raise NotAllowed(f"chức danh đang dùng không có trang {page.label or page.path!r}")
        _note(house, visit.signed)

    return enter


def _note(house: House, signed: Signed | None) -> None:
    """Write down that somebody is still there, where that was last done a while ago."""
    if signed and signed.stale:
        with house.office.writing(lasting=False) as session:
            sessions.touch(session, signed.id, house.office.wall.now())


def _visit(house: House, page: Page, request: Request) -> Visit:
    office, held = house.office, request.cookies.get(COOKIE, "")
    now, signed, seats, stands = office.clock.now(), None, [], None
    if held:
        with office.reading() as session:
            wall = office.wall.now()
            signed, stored = sessions.find_beside(session, held, wall, house.settings, STANDS)
            if signed and signed.login is not None:
                seats = [one.said for one in seats_of(session, signed.login, local_date(now))]
            if signed and request.method == "GET" and not page.anew and signed.wholly:
                stands = standing_of(stored, office, now, wall)
    if signed and not _still(signed, seats, house):
        signed = None
    token = held or sessions.new_token()
    return Visit(request, house, token, signed, now, page, not held, tuple(seats), stands)


def _still(signed: Signed, seats: Sequence[str], house: House) -> bool:
    """Say whether somebody is still who they were when they came in."""
    if signed.only is not None:
        # No password opens it again.
        return not signed.locked
    if signed.login is None:
        return house.open_doors
    # Until the address book gives them the post no more.
    return signed.said in (*seats, "")
