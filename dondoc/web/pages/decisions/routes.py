"""The page of decisions: it shows what waits, each thing with the acts that settle it."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.decisions.call import Said
from dondoc.decisions.decide import Grounds
from dondoc.desk import ask, call, extend, issue, release, retract, settle
from dondoc.desk.context import Which
from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.looking.roundup import roundup
from dondoc.looking.waiting.letters import Held
from dondoc.looking.waiting.papers import Draft
from dondoc.visible import Sight
from dondoc.web import jobs
from dondoc.web.kept import Kept
from dondoc.web.pages.decisions.shown import chosen
from dondoc.web.pages.seen import Names, waits
from dondoc.web.visit import WRONG, Here, Visit
from language.dates import full_day, read_day
from models import Obligation

router = APIRouter(prefix="/quyet-dinh")
PAGE = "/quyet-dinh"
# Numbers are those of the database: more is none of them.
Number = Annotated[int, Query(ge=1, le=2**62)]
_rounds = Kept[str]()
# What one tap says about a call; a promise has a day of its own.
QUICK = {"khong_nghe": "không nghe máy", "da_gap": "đã gặp, sẽ gửi"}


@router.get("")
def show(visit: Here, giu: Number | None = None) -> Response:
    """Show what waits, and the held letter with the number `giu`, or the first."""
    return _shown(visit, giu)


def _shown(visit: Visit, giu: int | None = None, wrong: str = "", status: int = 200) -> Response:
    with visit.look(Sight.NOTICES) as looking:
        found = waits(visit, looking)
        one = _one(found.held, giu)
        return visit.show(
            "decisions/decisions.html",
            status=status,
            found=found,
            mine=[each for each in found.held if "release" in each.may],
            chosen=chosen(visit, looking, one) if one else None,
            zalo={one.row.id: _round(visit, looking, one) for one in found.drafts},
            names=Names(visit.office.rulebook),
            wrong=wrong,
            today=looking.desk.today,
        )


def _one(held: list[Held], giu: int | None) -> Held | None:
    return next((one for one in held if one.notice.id == giu), held[0] if held else None)


def _round(visit: Visit, looking: Look, draft: Draft) -> str:
    row, session, now = draft.row, looking.session, visit.now
    asked = row.directive_id, row.original_due_on, row.duty
    rulebook = visit.office.rulebook
    read = partial(roundup, session, rulebook, *asked[:2], now, row.duty)
    return _rounds.of(session, visit.office, now, asked, read)


@router.post("/duyet")
def let_go(visit: Here) -> Response:
    """Let one held letter go, or all that are shown."""
    ids = tuple(_numbers(visit, "thu"))
    if not ids:
        raise Refused("chưa chọn thư nào để duyệt")
    if len(ids) > jobs.AT_ONCE:
        items = [jobs.Item(f"thư số {one}", partial(_let_go, visit, one)) for one in ids]
        return visit.at_length("duyệt thư", "đã duyệt", PAGE, items)
    return visit.do(
        release.release,
        release.Request(ids),
        to=PAGE,
        receipt=lambda done: (
            f"Đã duyệt {done.released} thư; thư đi ở lượt gửi tiếp theo nếu vẫn còn đúng."
        ),
        again=lambda wrong: _shown(visit, ids[0], wrong, 400),
    )


def _let_go(visit: Visit, notice: int) -> str:
    later = replace(visit, now=visit.office.clock.now())
    try:
        later.act(release.release, release.Request((notice,)))
    except WRONG as wrong:
        return str(wrong)
    return ""


@router.post("/bo")
def take_back(visit: Here) -> Response:
    """Call a letter off, with the reason."""
    [notice, *_] = _numbers(visit, "thu") or [0]
    reason = visit.field("ly_do")
    if not reason:
        return _shown(visit, notice, "Cần ghi lý do bỏ thư này.", 400)
    return visit.do(
        retract.retract,
        retract.Request(notice, reason),
        to=PAGE,
        receipt=lambda done: (
            f"Thư đã đi rồi: đính chính sẽ gửi tới {done.corrections} nơi."
            if done.corrected
            else "Đã bỏ thư trước khi gửi; lý do được ghi lại."
        ),
        again=lambda wrong: _shown(visit, notice, wrong, 400),
    )


@router.post("/ket-qua")
def say_what_became(visit: Here) -> Response:
    """Say what became of a letter in doubt."""
    [notice, *_] = _numbers(visit, "thu") or [0]
    arrived = visit.field("den")
    if arrived not in ("co", "khong"):
        return _shown(visit, None, "Chọn: thư đã đến, hay chưa đến và gửi lại.", 400)
    return visit.do(
        settle.settle,
        settle.Request(notice, arrived == "co"),
        to=f"{PAGE}#nghi",
        receipt="Đã ghi: thư đã đến." if arrived == "co" else "Đã ghi: gửi lại ở lượt tiếp theo.",
        again=lambda wrong: _shown(visit, None, wrong, 400),
    )


@router.post("/goi")
def note_call(visit: Here) -> Response:
    """Enter a call: in one tap, or in one's own words."""
    [giu, *_] = _numbers(visit, "thu") or [0]
    try:
        request = call.Request(_which(visit), _said(visit))
    except ValueError as wrong:
        return _shown(visit, giu, str(wrong), 400)
    return visit.do(
        call.call,
        request,
        to=f"{PAGE}?giu={giu}" if giu else PAGE,
        receipt=lambda done: (
            f"Đã ghi cuộc gọi; bước tiếp theo chờ đến sáng {full_day(done.held_until)}."
            if done.held_until
            else "Đã ghi cuộc gọi; các bước nhắc giữ nguyên."
        ),
        again=lambda wrong: _shown(visit, giu, wrong, 400),
    )


def _said(visit: Visit) -> Said:
    """Return what a call brought; raise ValueError in words where it is not understood."""
    met, note = visit.field("gap"), visit.field("ghi")
    quick, promised = visit.field("nhanh"), visit.field("hen") or visit.field("hen_khac")
    if quick and quick not in QUICK:
        raise ValueError("Không hiểu kết quả cuộc gọi; chọn lại.")
    day = read_day(promised) if promised else None
    if promised and day is None:
        raise ValueError(f"“{promised}” không phải một ngày; ghi như 08/8/2024.")
    return Said(met or "công chức phụ trách", day, note or QUICK.get(quick))


@router.post("/gia-han")
def grant(visit: Here) -> Response:
    """Enter the decision that gives the time a body asked for, or another."""
    days = visit.field("so_ngay")
    if not (days.isdecimal() and len(days) <= 3):
        return _shown(visit, None, "Số ngày gia hạn: ghi một số, như 5.", 400)
    grounds = Grounds(visit.field("ly_do"), visit.field("nguoi_duyet"), visit.field("so") or None)
    return visit.do(
        extend.extend,
        extend.Request(_which(visit), int(days), grounds),
        to=f"{PAGE}#xin",
        receipt=lambda done: (
            f"Đã gia hạn đến {full_day(done.due_on)} (hạn gốc {full_day(done.original_due_on)})."
            + (f" Hạn mới nằm sau hạn tổng hợp {full_day(done.past)}." if done.past else "")
        ),
        again=lambda wrong: _shown(visit, None, wrong, 400),
    )


@router.post("/khong-gia-han")
def refuse(visit: Here) -> Response:
    """Answer that there is no more time, and why."""
    return visit.do(
        ask.refuse,
        ask.Refusing(_which(visit), visit.field("ly_do")),
        to=f"{PAGE}#xin",
        receipt="Đã trả lời không gia hạn; hạn giữ nguyên.",
        again=lambda wrong: _shown(visit, None, wrong, 400),
    )


@router.post("/phat-hanh")
def enter_issued(visit: Here) -> Response:
    """Enter that a công văn was numbered, signed and sent."""
    row = _row(visit)
    dated = read_day(visit.field("ngay"))
    if dated is None:
        return _shown(visit, None, "Ngày của công văn: ghi như 08/8/2024.", 400)
    request = issue.Request(
        row.directive_id,
        row.original_due_on,
        visit.field("so"),
        dated,
        visit.field("nguoi_ky") or None,
        amends=visit.field("sua") or None,
        duty=row.duty,
    )
    return visit.do(
        issue.issue,
        request,
        to=PAGE,
        receipt=lambda done: (
            f"Đã ghi công văn {request.number}: nêu {len(done.names)} đơn vị."
            if done.names
            else f"Đã ghi công văn {request.number}."
        ),
        again=lambda wrong: _shown(visit, None, wrong, 400),
    )


def _numbers(visit: Visit, name: str) -> list[int]:
    """Return the numbers that were sent under `name`; what is none is left out."""
    given = (value for value in visit.form.getlist(name) if isinstance(value, str))
    return [int(value) for value in given if value.isdecimal() and 0 < len(value) < 19]


def _row(visit: Visit) -> Obligation:
    """Return the obligation that was sent, where whoever is signed in sees it."""
    [number, *_] = _numbers(visit, "viec") or [0]
    with visit.look(Sight.NOTICES) as looking:
        found = looking.session.get(Obligation, number)
        if found is None or not looking.shown([found]):
            raise Refused("không có việc này, hoặc đơn vị không được xem")
        looking.session.expunge(found)
        return found


def _which(visit: Visit) -> Which:
    row = _row(visit)
    due: date = row.original_due_on
    return Which(row.directive_id, row.duty, row.bearer_uid, due)
