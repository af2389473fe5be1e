"""The queue of whoever takes the cases: seen, returned, brought together, proposed, passed on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import case_return, proposals, sign
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.looking.queue import queue
from dondoc.visible import Sight
from dondoc.web.given import day
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from language.zone import local_date

ROOT = "/ho-so"
router = APIRouter(prefix=ROOT)


@router.get("")
def index(visit: Here) -> Response:
    """Show what reached the body of whoever is signed in."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as look:
        every = [queue(look, one) for one in visit.office.rulebook.directives.values()]
    found = [one for one in every if one is not None and one.reports]
    return visit.show(
        "cases/queue.html",
        status=400 if wrong else 200,
        found=found,
        waiting=sum(len(one.waiting) for one in found),
        total=sum(len(of.cases) for one in found for of in one.reports),
        names=Names(visit.office.rulebook),
        wrong=wrong,
        given=visit.field,
    )


def _numbers(visit: Visit) -> tuple[int, ...]:
    typed = [str(one) for one in visit.form.getlist("ho_so")]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in typed):
        raise Refused("số hồ sơ không đúng")
    return tuple(map(int, typed))


def _done(
    visit: Visit, act: Any, ask: Callable[[], Any], receipt: Callable[[Any], str]
) -> Response:
    try:
        request = ask()
    except Refused as wrong:
        return _shown(visit, str(wrong))
    return visit.do(
        act, request, to=ROOT, receipt=receipt, again=lambda wrong: _shown(visit, wrong)
    )


def _dated(visit: Visit) -> date:
    return day(visit, "ngay", "Ngày văn bản") or local_date(visit.now)


@router.post("/{directive}/{body}/tra-lai")
def returned(visit: Here, directive: str, body: str) -> Response:
    """Return the cases that are ticked; none: the whole report."""
    return _done(
        visit,
        case_return.give_back_cases,
        lambda: case_return.Returning(directive, body, visit.field("ly_do"), _numbers(visit)),
        lambda done: f"Đã trả lại {done.cases} trường hợp.",
    )


@router.post("/{directive}/tong-hop")
def consolidated(visit: Here, directive: str) -> Response:
    """Enter that the cases were brought together by a signed paper."""
    return _done(
        visit,
        sign.sign,
        lambda: sign.Request(
            directive,
            None,
            Receipt(
                number=visit.field("so") or None,
                dated=_dated(visit),
                signer=visit.field("nguoi_ky") or None,
            ),
            partial=bool(visit.field("tung_phan")),
            duty=visit.field("viec"),
        ),
        lambda done: f"Đã ghi tổng hợp của {len(done.in_)} đơn vị.",
    )


@router.post("/{directive}/de-xuat")
def proposed(visit: Here, directive: str) -> Response:
    """Propose for the cases that are ticked."""
    return _done(
        visit,
        proposals.propose,
        lambda: proposals.Proposing(
            directive,
            _numbers(visit),
            visit.field("loai"),
            visit.field("ly_do"),
            visit.field("neu_ten"),
        ),
        lambda done: f"Đã ghi đề xuất cho {done.cases} trường hợp.",
    )


@router.post("/{directive}/bao-cao")
def forwarded(visit: Here, directive: str) -> Response:
    """Enter that what is proposed was reported further."""
    return _done(
        visit,
        proposals.forward,
        lambda: proposals.Forwarding(
            directive, visit.field("so"), _dated(visit), visit.field("nguoi_ky")
        ),
        lambda done: f"Đã ghi báo cáo đề xuất {done.cases} trường hợp.",
    )
