"""Signing in, locking, signing out; a new password by a code; the choice of a post."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dondoc.desk.actor import actor
from dondoc.errors import DonDocError, NotAllowed
from dondoc.logins import book, passwords, tries
from dondoc.web import sessions
from dondoc.web.navigation import who_of
from dondoc.web.pages.sign_in import second, staying
from dondoc.web.pages.sign_in.entering import (
    POST,
    count_try,
    enter,
    renewed,
    tries_left,
    was_right,
)
from dondoc.web.pages.sign_in.roles import roles
from dondoc.web.rendering import ENGLISH, VIETNAMESE
from dondoc.web.visit import LANGUAGE, Here, Visit
from models import Login

router = APIRouter(prefix="/dang-nhap")
router.include_router(second.router)
router.include_router(staying.router)
_WRONG = "Tên hoặc mật khẩu chưa đúng."


@router.get("")
def ask(visit: Here) -> Response:
    """Ask who comes."""
    signed = visit.signed
    if signed and signed.only is None and not (signed.locked or signed.waits_for):
        return RedirectResponse("/", status_code=303)
    return _asked(visit)


def _asked(visit: Visit, wrong: str = "", status: int = 200) -> Response:
    listed = []
    if visit.house.open_doors:
        with visit.desk() as opened:
            listed = roles(opened)
    return visit.show(
        "sign_in/sign_in.html", status=status, roles=listed, wrong=wrong, name=visit.field("ten")
    )


@router.post("")
def sign_in(visit: Here) -> Response:
    """Take a name and a password."""
    what = tries.of_name(visit.field("ten").casefold())
    try:
        login = _proven(visit, what, visit.field("ten"))
        if login is None:
            return _asked(visit, f"{_WRONG} {tries_left(visit, what)}", 400)
        return enter(visit, login)
    except DonDocError as wrong:
        return _asked(visit, str(wrong), 400)


def _proven(visit: Visit, what: str, name: str) -> Login | None:
    """Return whose name and password were sent; None where they are nobody's."""
    count_try(visit, what)
    with visit.office.reading() as session:
        login = book.named(session, name)
    if not passwords.fits(login.password if login else None, visit.secret("mat_khau")):
        return None
    was_right(visit, what)
    return login


@router.post("/vai")
def take_role(visit: Here) -> Response:
    """Sign in as a role of the demonstration."""
    if not visit.house.open_doors:
        raise NotAllowed("chỉ bản trình diễn mới vào được không cần mật khẩu")
    said = visit.field("vai")
    with visit.desk() as opened:
        who = actor(opened.session, opened.bodies, said, opened.today, opened.work.office)
    return renewed(visit, str(who), None)


@router.get("/ma")
def with_code(visit: Here, ten: str = "", ma: str = "") -> Response:
    """Ask for a new password; nothing is changed by opening it."""
    return visit.show("sign_in/code.html", name=ten, code=ma, wrong="")


@router.post("/ma")
def set_password(visit: Here) -> Response:
    """Set a new password by a code, and go on as signed in by it."""
    name = visit.field("ten").casefold()
    what = tries.of_name(name)
    try:
        count_try(visit, what)
        login = _with_new_password(visit, name)
        was_right(visit, what)
        return enter(visit, login)
    except DonDocError as wrong:
        shown = {"name": name, "code": visit.field("ma"), "wrong": str(wrong)}
        return visit.show("sign_in/code.html", status=400, **shown)


def _with_new_password(visit: Visit, name: str) -> Login:
    secret, again = visit.secret("mat_khau"), visit.secret("mat_khau_lai")
    with visit.house.acting, visit.office.writing() as session:
        login = book.named(session, name) or Login(name=name)
        book.set_password(session, login, visit.field("ma"), secret, again, visit.now)
        session.flush()
        session.expunge(login)
        return login


@router.get(f"/{POST}")
def choose(visit: Here) -> Response:
    """Ask as which post somebody acts who holds several."""
    if not visit.signed or visit.signed.login is None or visit.signed.waits_for not in ("", POST):
        return RedirectResponse("/dang-nhap", status_code=303)
    with visit.desk() as opened:
        bodies = opened.bodies
        named = [(said, *said.rpartition("/")[::2]) for said in visit.seats]
        listed = [
            (said, bodies.title(bodies.get(uid), post), bodies.get(uid).name)
            for said, uid, post in named
        ]
    return visit.show("sign_in/post.html", posts=listed, said=visit.said)


@router.post(f"/{POST}")
def chosen(visit: Here) -> Response:
    """Act as another post from here on."""
    if not visit.signed or visit.signed.locked or visit.signed.waits_for not in ("", POST):
        return RedirectResponse("/dang-nhap", status_code=303)
    said = visit.field("vai")
    if said not in visit.seats:
        raise NotAllowed("tài khoản này hôm nay không giữ chức danh ấy theo danh bạ")
    return renewed(visit, said, visit.signed.login)


@router.post("/khoa")
def lock(visit: Here) -> Response:
    """Ask for the password again, the name still shown."""
    if visit.signed:
        with visit.office.writing(lasting=False) as session:
            sessions.lock(session, visit.signed.id, visit.office.wall.now())
    return RedirectResponse("/dang-nhap/khoa", status_code=303)


@router.get("/khoa")
def locked(visit: Here) -> Response:
    """Show who is locked out, and how they come back in."""
    if not visit.signed or not visit.said:
        return RedirectResponse("/dang-nhap", status_code=303)
    if not visit.signed.locked:
        return RedirectResponse("/", status_code=303)
    return _locked(visit)


def _locked(visit: Visit, wrong: str = "", status: int = 200) -> Response:
    with visit.desk() as opened:
        who = who_of(opened)
    by_click = visit.signed is not None and visit.signed.login is None
    return visit.show(
        "sign_in/locked.html", status=status, locked=who, by_click=by_click, wrong=wrong
    )


@router.post("/mo")
def unlock(visit: Here) -> Response:
    """Go on where one was locked out."""
    if not visit.signed or not visit.said:
        return RedirectResponse("/dang-nhap", status_code=303)
    if visit.signed.login is None:
        if not visit.house.open_doors or visit.signed.only is not None:
            return RedirectResponse("/dang-nhap", status_code=303)
        return renewed(visit, visit.said, None)
    with visit.office.reading() as session:
        name = book.the_one(session, visit.signed.login).name
    what = tries.of_name(name)
    try:
        if _proven(visit, what, name) is None:
            return _locked(visit, f"Mật khẩu chưa đúng. {tries_left(visit, what)}", 400)
    except DonDocError as wrong:
        return _locked(visit, str(wrong), 400)
    return renewed(visit, visit.said, visit.signed.login)


@router.post("/ngon-ngu")
def switch(visit: Here) -> Response:
    """Read in another language from here on; an account is read in it wherever it signs in."""
    language = ENGLISH if visit.field("ngon_ngu") == ENGLISH else VIETNAMESE
    if visit.signed and visit.signed.login is not None:
        with visit.office.writing(lasting=False) as session:
            book.the_one(session, visit.signed.login).language = language
    return visit.give_language(visit.go(visit.field("ve") or "/"), language)


@router.post("/ra")
def leave(visit: Here) -> Response:
    """Sign out."""
    if visit.signed:
        with visit.office.writing(lasting=False) as session:
            sessions.end(session, visit.signed.id)
    gone = visit.give_token(RedirectResponse("/dang-nhap", 303), sessions.new_token())
    # Whoever comes next to a shared machine reads as everybody does.
    gone.delete_cookie(LANGUAGE)
    return gone
