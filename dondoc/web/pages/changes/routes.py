"""Changes of people: what waits for whose word, given at the page; asked for at a person's own."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import person_change as changing
from dondoc.desk.persons import log_numbers
from dondoc.looking.person_changes import Shown, Stage, cases, person_changes
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from language.dates import read_day
from models import Purpose
from rules.meaning.right import Role

router = APIRouter(prefix="/bien-dong")
_HERE = "/bien-dong"
_ALL = f"{_HERE}?tat-ca=1"
WHOSE = {Role.VIA: "nơi tổng hợp", Role.BEARER: "nơi người này ở"}


@router.get("")
def show(visit: Here) -> Response:
    """Show what waits; with `tat-ca=1` also what waits no more. Each look is logged."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    every = visit.request.query_params.get("tat-ca") == "1"
    with visit.look(Sight.PERSONS) as look:
        desk, own = look.desk, look.desk.actor(visit.said).body.uid
        reasons = desk.rulebook.reasons
        found = person_changes(look.session, reasons, look.visible, desk.today, waiting=not every)
        log_numbers(look, cases(found), Purpose.CHANGE)
        acts = ("people.decide", "people.answer", "people.note", "people.undo")
        able = {act for act in acts if may_do(desk, act)}
    lines = [(one, _waits(one), _offers(one, own, able)) for one in found]
    return visit.show(
        "changes/changes.html",
        status=400 if wrong else 200,
        lines=lines,
        mine=sum(1 for _, _, offers in lines if offers - {"undo"}),
        every=every,
        names=Names(visit.office.rulebook),
        wrong=wrong,
    )


def _offers(one: Shown, own: str, able: set[str]) -> set[str]:
    """Return what who looks may do about a change: whether it is theirs, the desk says at last."""
    decides = own == one.body if one.authority is Role.BEARER else own != one.body
    found = {
        Stage.DECISION: {"decide"} if decides else set[str](),
        Stage.ANSWER: {"answer"} if own == one.to else set[str](),
        Stage.NOTE: set[str]() if decides else {"note"},
        Stage.NOTHING: set[str](),
    }[one.stage]
    if decides:
        found = found | {"undo"}
    return {what for what in found if f"people.{what}" in able}


def _waits(one: Shown) -> str:
    whose = WHOSE.get(one.authority, one.authority.value)
    return {
        Stage.DECISION: f"chờ {whose} xác nhận",
        Stage.ANSWER: "quá ngày trả lời" if one.late else "chờ nơi đến trả lời",
        Stage.NOTE: "đã có hiệu lực; chờ nơi kia ghi đã biết",
        Stage.NOTHING: "không chờ ai",
    }[one.stage]


@router.post("/{number}/xac-nhan")
def decide(visit: Here, number: int) -> Response:
    """Enter the word of the authority, by which paper."""
    dated = read_day(visit.field("ngay"))
    if dated is None:
        return _shown(visit, "Ngày của văn bản không phải ngày, dạng 10/4/2024.")
    request = changing.Deciding(number, visit.field("la") == "co", visit.field("van_ban"), dated)
    return visit.do(
        changing.decide,
        request,
        to=_HERE,
        receipt=lambda done: _stands(done),
        again=lambda wrong: _shown(visit, wrong),
    )


@router.post("/{number}/tra-loi")
def answer(visit: Here, number: int) -> Response:
    """Enter whether the body that somebody moves to takes them."""
    return visit.do(
        changing.answer,
        changing.Answering(number, visit.field("la") == "nhan"),
        to=_HERE,
        receipt=lambda done: _stands(done),
        again=lambda wrong: _shown(visit, wrong),
    )


@router.post("/{number}/da-biet")
def note(visit: Here, number: int) -> Response:
    """Enter that the other authority has taken note."""
    return visit.do(
        changing.note,
        changing.Which(number),
        to=_HERE,
        receipt=f"Đã ghi: đã biết biến động số {number}.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.post("/{number}/huy")
def undo(visit: Here, number: int) -> Response:
    """Take a change back."""
    return visit.do(
        changing.undo,
        changing.Which(number),
        to=_ALL,
        receipt=f"Đã hủy biến động số {number}; dữ kiện trở lại như trước.",
        again=lambda wrong: _shown(visit, wrong),
    )


def _stands(done: changing.Answer) -> str:
    if not done.accepted:
        return f"Biến động số {done.change}: không được xác nhận."
    if done.applied:
        return f"Biến động số {done.change}: đã có hiệu lực."
    if done.taken is False:
        return f"Biến động số {done.change}: nơi đến không nhận, người này vẫn ở danh sách cũ."
    return f"Biến động số {done.change}: đã xác nhận, chờ nơi đến trả lời."
