"""The page of cards: asked for, issued, handed over; many at once, each step with its paper."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.desk import card
from dondoc.errors import Refused
from dondoc.looking.carded import MOST, carded, entered
from dondoc.looking.to_visit import directives
from dondoc.visible import Sight
from dondoc.web.given import day, numbers_of
from dondoc.web.visit import WRONG, Here, Visit
from language.zone import local_date
from models import CARD_STAGE_NAMES, CardStage

ROOT = "/the"
router = APIRouter(prefix=ROOT)
Of = Annotated[str, Query(max_length=80)]


@router.get("")
def index(visit: Here, van_ban: Of = "") -> Response:
    """Show whose card is at which stage, by case number; who is shown is logged."""
    return _index(visit, van_ban)


def _index(visit: Visit, wanted: str, wrong: str = "", at: str = "") -> Response:
    with visit.look(Sight.PERSONS) as look:
        known = directives(look)
        of = next((one for one in known if wanted in ("", one.id)), None)
        found = carded(look, of) if of else None
        last = entered(look)
    return visit.show(
        "cards/index.html",
        status=400 if wrong else 200,
        of=of,
        known=known,
        found=found,
        last=last,
        most=MOST,
        days=visit.office.rulebook.helping.hand_over_days,
        STAGES=CARD_STAGE_NAMES,
        issues=visit.may_do("card.issue"),
        undoes=visit.may_do("card.undo"),
        given=visit.field,
        wrong=wrong,
        at=at,
    )


def _done(
    visit: Visit,
    act: Callable[..., card.Answer],
    ask: Callable[[], Any],
    receipt: Callable[[card.Answer], str],
    at: str,
) -> Response:
    wanted = visit.field("van_ban")
    try:
        request = ask()
    except WRONG as wrong:
        return _index(visit, wanted, str(wrong), at)
    return visit.do(
        act,
        request,
        to=f"{ROOT}?van_ban={wanted}" if wanted.replace("-", "").isalnum() else ROOT,
        receipt=receipt,
        again=lambda wrong: _index(visit, wanted, wrong, at),
    )


@router.post("/buoc/{stage}")
def stepped(visit: Here, stage: CardStage) -> Response:
    """Enter that the cards of whoever is ticked were asked for, or handed over."""
    return _done(
        visit,
        card.step,
        lambda: card.Request(
            numbers_of(visit, "ho_so", "Số hồ sơ"),
            stage,
            day(visit, "ngay", "Ngày") or local_date(visit.now),
            visit.field("giay_to"),
        ),
        lambda done: f"{CARD_STAGE_NAMES[stage].capitalize()}: {len(done.steps)} người.",
        stage.value,
    )


@router.post("/cap")
def issued(visit: Here) -> Response:
    """Enter cards by hand that no list has shown yet."""
    return _done(visit, card.issue, lambda: _issued(visit), _issued_receipt, "cap")


def _issued(visit: Visit) -> card.Issued:
    since = day(visit, "tu", "Có hiệu lực từ")
    until = day(visit, "den", "Ngày cuối trên thẻ")
    if since is None or until is None:
        raise Refused("cần cả ngày có hiệu lực và ngày cuối trên thẻ")
    return card.Issued(
        numbers_of(visit, "ho_so", "Số hồ sơ"),
        since,
        until,
        day(visit, "ngay", "Ngày") or local_date(visit.now),
        visit.field("giay_to"),
        visit.field("ma"),
    )


def _issued_receipt(done: card.Answer) -> str:
    return f"Đã ghi thẻ đã cấp của {len(done.steps)} người."


@router.post("/huy/{step}")
def undone(visit: Here, step: int) -> Response:
    """Strike a step that was entered by mistake."""
    return _done(
        visit, card.undo, lambda: card.Which(step), lambda _: f"Đã hủy bước thẻ số {step}.", "huy"
    )
