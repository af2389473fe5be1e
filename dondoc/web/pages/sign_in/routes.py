"""Signing in opens a session under a new id; locking keeps it; signing out ends it."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dondoc.desk.actor import actor
from dondoc.errors import NotAllowed
from dondoc.web import sessions
from dondoc.web.navigation import who_of
from dondoc.web.pages.sign_in.roles import roles
from dondoc.web.visit import Here, Visit

router = APIRouter(prefix="/dang-nhap")


@router.get("")
def ask(visit: Here) -> Response:
    """Ask who comes."""
    if visit.signed and not visit.signed.locked:
        return RedirectResponse("/", status_code=303)
    listed = []
    if visit.house.open_doors:
        with visit.desk() as opened:
            listed = roles(opened)
    return visit.show("sign_in/sign_in.html", roles=listed)


@router.post("/vai")
def take_role(visit: Here) -> Response:
    """Sign in as a role of the demonstration."""
    if not visit.house.open_doors:
        raise NotAllowed("chỉ bản trình diễn mới vào được không cần mật khẩu")
    said = visit.field("vai")
    with visit.desk() as opened:
        who = actor(opened.session, opened.bodies, said, opened.today, opened.work.office)
    return entered(visit, str(who))


def entered(visit: Visit, said: str) -> Response:
    """Return the way in for who acts as `said`, under a new id whatever the browser held."""
    office = visit.office
    with office.writing(lasting=False) as session:
        if visit.signed:
            sessions.end(session, visit.signed.id)
        token = sessions.open_session(session, said, office.wall.now(), visit.house.settings)
    return visit.give_token(RedirectResponse("/", status_code=303), token)


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
    if not visit.signed:
        return RedirectResponse("/dang-nhap", status_code=303)
    if not visit.signed.locked:
        return RedirectResponse("/", status_code=303)
    with visit.desk() as opened:
        who = who_of(opened)
    return visit.show("sign_in/locked.html", locked=who, open_doors=visit.house.open_doors)


@router.post("/mo")
def unlock(visit: Here) -> Response:
    """Go on where one was locked out."""
    if not visit.signed:
        return RedirectResponse("/dang-nhap", status_code=303)
    if not visit.house.open_doors:
        raise NotAllowed("nhập mật khẩu để mở khóa")
    return entered(visit, visit.signed.said)


@router.post("/ra")
def leave(visit: Here) -> Response:
    """Sign out."""
    if visit.signed:
        with visit.office.writing(lasting=False) as session:
            sessions.end(session, visit.signed.id)
    return visit.give_token(RedirectResponse("/dang-nhap", 303), sessions.new_token())
