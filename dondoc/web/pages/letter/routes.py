"""What a link in a letter opens. Opening it changes nothing: scanners and previews open links."""

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from dondoc.desk.actor import actor
from dondoc.errors import DonDocError, Refused
from dondoc.looking.linked import Linked, linked
from dondoc.setup.links import Links
from dondoc.web import sessions
from dondoc.web.guard import Outside
from dondoc.web.pages.letter.proof import right, send_code
from dondoc.web.pages.sign_in.entering import count_try, was_right
from dondoc.web.visit import Here, Visit
from models import Event
from models.trail import append

router = APIRouter(prefix="/thu")
_OVER = (
    "Đường dẫn này không đúng, hoặc đã quá 14 ngày từ ngày gửi thư. Đăng nhập, hoặc mở đường dẫn "
    "trong thư mới hơn."
)


@router.get("/ma")
def ask_code(visit: Here) -> Response:
    """Ask for the code that was sent."""
    if not visit.signed or visit.signed.only is None:
        return RedirectResponse("/dang-nhap", status_code=303)
    return visit.show("letter/code.html", wrong="")


@router.get("/{token}")
def show(visit: Here, token: str) -> Response:
    """Show what a letter is about, and the button that goes on."""
    return visit.show("letter/letter.html", found=_found(visit, token), token=token)


def _found(visit: Visit, token: str) -> Linked:
    with visit.desk() as desk:
        links = Links(visit.office.settings.state_folder)
        message = links.message(desk.session, token, visit.now)
        found = linked(desk.session, desk.rulebook, message) if message else None
    if found is None:
        raise Outside(404, _OVER)
    return found


@router.post("/gui-ma")
def send(visit: Here) -> Response:
    """Send a code to the post's own address."""
    if not visit.signed or visit.signed.only is None or visit.signed.message is None:
        return RedirectResponse("/dang-nhap", status_code=303)
    count_try(visit, f"mail:{visit.said}")
    send_code(visit, visit.signed)
    return visit.go("/thu/ma", "Đã gửi mã vào hòm thư của chức danh; mã dùng được 15 phút.")


@router.post("/ma")
def take_code(visit: Here) -> Response:
    """Take the code that was sent: from here on they may file."""
    signed = visit.signed
    if not signed or signed.only is None:
        return RedirectResponse("/dang-nhap", status_code=303)
    what = f"code:{visit.said}"
    try:
        count_try(visit, what)
        right(visit, signed, visit.field("ma"))
        was_right(visit, what)
    except DonDocError as wrong:
        return visit.show("letter/code.html", status=400, wrong=str(wrong))
    return visit.go(f"/bao-cao/{min(signed.only)}", "Đã nhập đúng mã: nộp được rồi.")


@router.post("/{token}")
def enter(visit: Here, token: str) -> Response:
    """Go on to what the letter is about: to look, and to draft."""
    found = _found(visit, token)
    if not found.only:
        raise Refused("thư này không có báo cáo nào để viết ở đây; đăng nhập để xem việc")
    with visit.desk() as desk:
        # The letter may have outlived who held the post.
        actor(desk.session, desk.bodies, found.said, desk.today, desk.work.office)
    with visit.house.acting, visit.office.writing() as session:
        opened = _opened(visit, session, found)
    answer = RedirectResponse(f"/bao-cao/{min(found.only)}", status_code=303)
    return visit.give_token(answer, opened)


def _opened(visit: Visit, session: Session, found: Linked) -> str:
    if visit.signed:
        sessions.end(session, visit.signed.id)
    data = {"by": found.said}
    append(session, visit.now, [Event("message.link_used", f"message:{found.message}", data)])
    now = visit.office.wall.now()
    return sessions.open_by_link(session, found.said, found.only, found.message, now)
