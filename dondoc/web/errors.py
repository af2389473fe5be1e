"""What went wrong, as a page: what, where, what to do; of faults of ours nothing leaks."""

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.errors import DonDocError, NotAllowed, NotPossible, Refused
from dondoc.web.guard import Outside
from dondoc.web.log import fault
from dondoc.web.rendering import VIETNAMESE, written
from dondoc.web.unchanged import Unchanged, headers_of
from dondoc.web.visit import House, Visit, language_of
from models.clock import ClockError
from rules.errors import RuleError

_TITLES = {
    400: "Chưa làm được",
    403: "Không được xem hoặc làm việc này",
    404: "Không có trang này",
    405: "Trang này không nhận yêu cầu như vậy",
    413: "Tệp quá lớn",
    500: "Máy chủ gặp lỗi",
    503: "Tạm thời chưa làm được",
}
_ADVICE = {
    404: "Địa chỉ gõ sai, hoặc việc này không còn. Trở về trang đầu rồi mở lại từ đó.",
    405: "Trở về trang trước rồi bấm lại nút.",
    500: "Không có gì bị ghi dở. Thử lại; nếu vẫn lỗi, báo quản trị viên giờ xảy ra lỗi.",
}


class SignIn(Exception):
    """Nobody is signed in, or not wholly: what is asked first is at `to`."""

    def __init__(self, to: str) -> None:
        super().__init__()
        self.to = to


def answer_errors(app: FastAPI, house: House) -> None:
    """Let every error of the application be answered by a page."""

    def page(request: Request, wrong: Exception) -> Response:
        status, lines = said_of(wrong)
        tell_fault(house, request, status, wrong)
        found = getattr(request.state, "visit", None)
        return error_page(house, status, lines, found, language_of(request))

    def sign_in(request: Request, wrong: Exception) -> Response:
        to = wrong.to if isinstance(wrong, SignIn) else "/dang-nhap"
        if "hx-request" in request.headers:
            return Response(status_code=204, headers={"HX-Redirect": to})
        return RedirectResponse(to, status_code=303)

    def unchanged(_: Request, held: Exception) -> Response:
        tag = held.tag if isinstance(held, Unchanged) else ""
        return Response(status_code=304, headers=headers_of(tag))

    kinds = (DonDocError, RuleError, ClockError, DatabaseError, HTTPException)
    for kind in (*kinds, RequestValidationError, Outside, Exception):
        app.add_exception_handler(kind, page)
    app.add_exception_handler(SignIn, sign_in)
    app.add_exception_handler(Unchanged, unchanged)


def error_page(
    house: House,
    status: int,
    lines: list[str],
    visit: Visit | None,
    language: str = VIETNAMESE,
) -> Response:
    """Return the page that says what went wrong."""
    title = _TITLES.get(status, _TITLES[400])
    if visit is not None:
        try:
            return visit.show("error.html", status=status, title=title, lines=lines)
        except Exception as broken:
            # Whatever broke may break the frame as well: without it the page still says it.
            tell_fault(house, visit.request, 500, broken)
    bare = {"title": title, "lines": lines}
    return HTMLResponse(written(house.templates(language), "error_bare.html", bare), status)


def tell_fault(house: House, request: Request, status: int, wrong: Exception) -> None:
    """Tell whoever keeps the machine of a fault of ours."""
    if status == 500 or isinstance(wrong, DatabaseError):
        fault(house.log, getattr(request.state, "request", ""), wrong)


def said_of(wrong: Exception) -> tuple[int, list[str]]:
    """Return the status of the answer and what a person reads."""
    match wrong:
        case NotAllowed():
            return 403, [str(wrong)]
        case Refused():
            return 400, [str(wrong)]
        case RuleError():
            return 400, [str(problem) for problem in wrong.problems]
        case NotPossible() | ClockError():
            return 503, [str(wrong)]
        case Outside():
            return wrong.status, [wrong.text]
        case HTTPException():
            known = wrong.status_code if wrong.status_code in _TITLES else 400
            return wrong.status_code, [_ADVICE.get(known) or HTTPStatus(known).phrase]
        case RequestValidationError():
            fields = ", ".join(str(one["loc"][-1]) for one in wrong.errors())
            return 400, [f"Thiếu hoặc sai ô: {fields}. Trở về trang trước rồi điền lại."]
    if isinstance(wrong, DatabaseError):
        return 503, ["Cơ sở dữ liệu đang bận hoặc chưa trả lời; thử lại sau ít phút."]
    return 500, [_ADVICE[500]]
