"""The page of one report: written on, checked as it is typed, filed, read back."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dondoc.desk import draft, filing
from dondoc.desk.context import Desk, Which
from dondoc.desk.context import desk as open_desk
from dondoc.forms import asked_form, form_to_fill
from dondoc.reports.draft_text import Clash, Typed
from dondoc.reports.template import FormOf
from dondoc.visible import Sight
from dondoc.web.pages.report import given, more_time, receipt
from dondoc.web.pages.report.coming import Coming, coming, typed_on
from dondoc.web.pages.report.showing import again, mine, page_of, writer
from dondoc.web.pages.report.view import saved, shown
from dondoc.web.visit import WRONG, Here, Visit
from models import Obligation
from rules.meaning.form import Form

router = APIRouter(prefix="/bao-cao")
router.include_router(given.router)
router.include_router(more_time.router)
_BACK = "Đã lưu bản nháp. CHƯA NỘP."


@router.get("")
def listed(visit: Here) -> Response:
    """Show what the body has filed, with its receipts."""
    with visit.look(Sight.REPORT) as looking:
        lines = receipt.filed(looking)
    return visit.show("report/filed.html", lines=lines)


@router.get("/{number}")
def show(visit: Here, number: int) -> Response:
    """Show the report to be written on; one that is filed shows its receipt."""
    revises = visit.request.query_params.get("sua") == "1"
    with visit.desk() as opened:
        row = mine(opened, number)
        if not revises and not _to_write(row):
            return RedirectResponse(f"/bao-cao/{number}/bien-nhan", 303)
        page = filing.page(opened, row)
        return page_of(visit, opened, page, revises=revises)


@router.post("/{number}")
def send(visit: Here, number: int) -> Response:
    """Save, file, or throw away what is written."""
    what = visit.field("viec")
    try:
        with _acting(visit) as opened:
            row = mine(opened, number)
            sent = coming(visit, FormOf.of(row), _form(opened, row))
            if what == "bo-nhap":
                draft.discard(opened, draft.Discarding(_which(row)))
                answer: object = None
            elif what in ("nop", "khong"):
                answer = filing.file(opened, _filing(opened, row, sent, nil=what == "khong"))
            else:
                answer = _save(opened, row, sent)
    except WRONG as wrong:
        return again(visit, number, str(wrong))
    if answer is None:
        return visit.go(f"/bao-cao/{number}", "Đã bỏ bản nháp.")
    if isinstance(answer, filing.Filed):
        return visit.go(f"/bao-cao/{number}/bien-nhan", _filed(answer))
    stopped = answer.saved if isinstance(answer, filing.Stopped) else answer
    assert isinstance(stopped, draft.Answer)  # noqa: S101 - the third of the three
    return _after(visit, number, sent, stopped, sending=isinstance(answer, filing.Stopped))


def _filed(answer: filing.Filed) -> str:
    if answer.again:
        return "Báo cáo này đã nộp rồi; trang gửi lại lần nữa không nộp thêm."
    return "Đã nộp báo cáo."


@router.post("/{number}/kiem")
def check(visit: Here, number: int) -> Response:
    """Say what is to be said of what is typed; nothing is kept."""
    with visit.desk() as opened:
        row = mine(opened, number)
        page = filing.page(opened, row, typed_on(visit))
        return visit.show("report/said.html", page=shown(opened, page))


@router.post("/{number}/luu")
def keep(visit: Here, number: int) -> Response:
    """Save what was typed as it is typed, and say so in the band."""
    try:
        return _kept(visit, number)
    except WRONG as wrong:
        # The page goes on with what is in it; nothing was saved, and it says so.
        with visit.desk() as opened:
            page = filing.page(opened, mine(opened, number))
            said = f"Chưa lưu được: {wrong}"
            version = typed_on(visit).version
            return visit.show(
                "report/kept.html",
                page=shown(opened, page),
                version=version,
                saved=said,
                disputed=(),
                clashes=(),
                old=typed_on(visit).since,
                anew={},
            )


@router.post("/{number}/nguoi-khac")
def others(visit: Here, number: int) -> Response:
    """Show the cells in which others have written since, and the page has not; nothing is kept."""
    with visit.desk() as opened:
        row = mine(opened, number)
        page = filing.page(opened, row)
        behind = page.draft.text.behind(typed_on(visit), page.begun.cells)
        anew = [at for at, whole in behind.items() if whole]
        return visit.show(
            "report/cells_anew.html",
            page=shown(opened, page),
            anew=dict.fromkeys(anew, page.draft.version),
        )


def _kept(visit: Visit, number: int) -> Response:
    with _acting(visit) as opened:
        row = mine(opened, number)
        sent = coming(visit, FormOf.of(row), None)
        request = draft.Request(
            _which(row), sent.without_kept, writer(opened), revises=sent.revises
        )
        answer = draft.save(opened, request)
        page = filing.page(opened, row)
        disputed = {one.at for one in answer.clashes} | sent.kept
        clashes = [f"{one.theirs.writer}: “{one.theirs.text}”" for one in answer.clashes]
        behind = page.draft.text.behind(sent.typed, page.begun.cells)
        return visit.show(
            "report/kept.html",
            # The page goes on from this version, but where it still shows an older one.
            old={at: sent.typed.version_at(at) for at in behind},
            anew={at: answer.version for at, whole in behind.items() if whole},
            page=shown(opened, page),
            version=answer.version,
            saved=saved(opened, page, writer(opened)),
            disputed=sorted(disputed),
            clashes=clashes,
        )


@contextmanager
def _acting(visit: Visit) -> Iterator[Desk]:
    with visit.house.acting, open_desk(visit.office, visit.now, visit.said) as opened:
        yield opened


def _which(row: Obligation) -> Which:
    return Which(row.directive_id, row.duty, row.bearer_uid, row.original_due_on)


def _form(desk: Desk, row: Obligation) -> Form | None:
    if asked_form(desk.rulebook, row) is None:
        return None
    return form_to_fill(desk.session, desk.rulebook, row)


def _to_write(row: Obligation) -> bool:
    return row.received_at is None or row.state == "returned"


def _save(desk: Desk, row: Obligation, sent: Coming) -> draft.Answer:
    request = draft.Request(
        _which(row),
        sent.without_kept,
        writer(desk),
        sent.brought,
        sent.dropped,
        sent.revises,
    )
    return draft.save(desk, request)


def _filing(desk: Desk, row: Obligation, sent: Coming, nil: bool) -> filing.Filing:
    return filing.Filing(
        _which(row),
        Typed(sent.typed.version) if nil else sent.typed,
        writer(desk),
        sent.once,
        nil,
        sent.brought,
        sent.dropped,
        sent.revises,
    )


def _after(
    visit: Visit, number: int, sent: Coming, answer: draft.Answer, sending: bool
) -> Response:
    """Show the page again after it was saved; nobody's word is missing from it."""
    if not sending and not answer.clashes and not sent.kept and not answer.ended:
        to = f"/bao-cao/{number}" + ("?sua=1" if sent.revises else "")
        return visit.go(to, _BACK)
    with visit.desk() as opened:
        row = mine(opened, number)
        own = {one.at for one in answer.clashes} | sent.kept
        typed = Typed(
            answer.version,
            {at: text for at, text in sent.typed.cells.items() if at in own},
            {at: text for at, text in sent.typed.words.items() if at in own},
        )
        page = filing.page(opened, row, typed, sending=sending)
        said = {one.at: one for one in answer.clashes}
        for at in sent.kept - said.keys():
            if theirs := page.draft.text.last(at):
                said[at] = Clash(at, sent.typed.cells.get(at, ""), theirs)
        return page_of(
            visit,
            opened,
            page,
            tuple(said.values()),
            wrong=_ENDED.get(answer.ended or "", ""),
            revises=sent.revises,
            sending=sending,
        )


_ENDED = {
    "filed": "Bản nháp đang mở đã được người khác nộp; những gì vừa ghi được giữ lại ở đây.",
    "discarded": "Bản nháp đang mở đã bị người khác bỏ; những gì vừa ghi được giữ lại ở đây.",
}
