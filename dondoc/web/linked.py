"""Whoever came by a link in a letter: what they see, and what needs more than the link."""

import re

from starlette.datastructures import FormData

from dondoc.web import sessions
from dondoc.web.errors import SignIn
from dondoc.web.registry import Page
from dondoc.web.visit import Visit

_KEPT = (
    "Đã lưu bản nháp, CHƯA NỘP: nộp cần mã gửi vào hòm thư của chức danh, hoặc đăng nhập. Lấy mã ở "
    "đầu trang, nhập mã rồi bấm nộp lần nữa."
)


def stay_within(visit: Visit, page: Page) -> None:
    """Let who came by a link on to what it is about; filing without a proof becomes saving.

    Raises:
        SignIn: it is another page, or another obligation.
    """
    signed, by_link = visit.signed, page.by_link
    found = by_link and re.fullmatch(by_link.path, visit.request.url.path)
    if not signed or not by_link or not found or int(found.group(1)) not in (signed.only or ()):
        raise SignIn("/dang-nhap")
    if visit.field(by_link.field) in by_link.proves and not signed.proven:
        kept = [(key, one) for key, one in visit.form.multi_items() if key != by_link.field]
        visit.request.state.form = FormData([*kept, (by_link.field, "luu")])
        with visit.office.writing(lasting=False) as session:
            sessions.leave_receipt(session, signed.id, _KEPT)
