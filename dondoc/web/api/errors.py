"""What went wrong, for another program: what, where, what to do; of our faults nothing leaks."""

from collections.abc import Iterable

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dondoc.errors import DonDocError
from dondoc.reports.checks import FiguresRefused
from dondoc.web.errors import said_of, tell_fault
from dondoc.web.guard import Outside
from dondoc.web.visit import House
from models.clock import ClockError
from rules.errors import RuleError

_READ = "đọc /openapi.json: ở đó có đúng các khóa, kiểu và đường dẫn đang dùng"
_DO = {
    400: "sửa điều đã nêu rồi gửi lại; chưa có gì bị ghi",
    401: "gửi kèm “Authorization: Bearer MÃ”; xin, hoặc tự cấp ở trang Mã truy cập",
    403: "dùng mã của chức danh được làm, được xem việc này",
    404: _READ,
    405: _READ,
    413: "gửi ít hơn trong một lần",
    500: "chưa có gì bị ghi dở; thử lại, nếu vẫn lỗi thì báo quản trị viên giờ xảy ra",
    503: "thử lại sau ít phút",
}
_WHAT = {
    404: "không có đường dẫn này",
    405: "đường dẫn này không nhận cách gọi như vậy",
}
_KINDS = {
    "missing": "thiếu",
    "extra_forbidden": "khóa lạ",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "int_type": "phải là số nguyên, không để trong dấu nháy",
    "int_parsing": "phải là số nguyên",
    "string_type": "phải là chữ",
    "string_unicode": "có ký tự không phải chữ",
    "string_too_short": "không được để trống",
    "string_too_long": "quá dài",
    "greater_than_equal": "quá nhỏ",
    "less_than_equal": "quá lớn",
    "too_long": "quá nhiều",
    "list_type": "phải là danh sách",
    "dict_type": "phải là khóa và giá trị",
    "model_type": "phải là khóa và giá trị",
    "model_attributes_type": "phải là khóa và giá trị",
    "json_invalid": "không phải JSON",
    "base64_decode": "phải là base64",
}


class Unknown(Exception):
    """Nobody is known by what was sent with the request."""


class Place(BaseModel):
    """Where something is wrong: the key or figure, and what is wrong there."""

    at: str
    says: str


class Wrong(BaseModel):
    """What went wrong: `what`, `where` in the request, and what to `do`, in Vietnamese."""

    what: str
    where: list[Place]
    do: str


def answer_errors(app: FastAPI, house: House) -> None:
    """Let every error of the application be answered as JSON."""

    def answer(request: Request, wrong: Exception) -> Response:
        answered = wrong_answer(wrong)
        tell_fault(house, request, answered.status_code, wrong)
        return answered

    kinds = (DonDocError, RuleError, ClockError, DatabaseError, HTTPException)
    for kind in (*kinds, RequestValidationError, Outside, Unknown, Exception):
        app.add_exception_handler(kind, answer)


def wrong_answer(wrong: Exception) -> Response:
    """Return what is answered where `wrong` went wrong."""
    status, what = _said(wrong)
    body = Wrong(what=what, where=list(_places(wrong)), do=_DO.get(status, _DO[400]))
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if isinstance(wrong, HTTPException):
        headers |= wrong.headers or {}
    return JSONResponse(body.model_dump(), status, headers)


def _said(wrong: Exception) -> tuple[int, str]:
    match wrong:
        case Unknown():
            return 401, "không có mã, hoặc mã không mở được gì: gõ sai, hết hạn, đã thu hồi"
        case RequestValidationError():
            return 400, "yêu cầu chưa đúng khuôn"
        case FiguresRefused():
            return 400, "số liệu chưa nhận được"
        case HTTPException():
            status = wrong.status_code
            return status, _WHAT.get(status, "yêu cầu không đọc được: cần JSON, chữ UTF-8")
    status, lines = said_of(wrong)
    return status, "; ".join(lines)


def _places(wrong: Exception) -> Iterable[Place]:
    match wrong:
        case RequestValidationError():
            for one in wrong.errors():
                at = ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0])
                own = one.get("ctx", {}).get("error")
                says = str(own) if isinstance(own, ValueError) else _KINDS.get(one["type"], "")
                yield Place(at=at, says=says or "không đúng kiểu")
        case FiguresRefused():
            for remark in wrong.remarks:
                yield Place(at=remark.at, says=remark.says)
