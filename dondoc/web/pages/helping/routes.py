"""The page of help: for whom it lacks, who was asked and said what, who outside was helped."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.cases.outside import outside_help
from dondoc.desk import helping, outside
from dondoc.errors import Refused
from dondoc.looking.sought import seeking
from dondoc.looking.to_visit import directives
from dondoc.visible import Sight
from dondoc.web.given import day, number_of
from dondoc.web.pages.seen import Names
from dondoc.web.visit import WRONG, Here, Visit
from language.zone import local_date
from models import HELP_OUTCOME_NAMES, SPONSOR_KIND_NAMES, HelpOutcome, SponsorKind

ROOT = "/giup-do"
router = APIRouter(prefix=ROOT)
Of = Annotated[str, Query(max_length=80)]
# What an answer may be.
_SAID = (HelpOutcome.PROMISED, HelpOutcome.REFUSED)


@router.get("")
def index(visit: Here, van_ban: Of = "", ho_so: Of = "") -> Response:
    """Show for whom help lacks, who was asked, what came of it; who is shown is logged."""
    return _index(visit, van_ban, case=ho_so)


def _index(visit: Visit, wanted: str, wrong: str = "", at: str = "", case: str = "") -> Response:
    with visit.look(Sight.PERSONS) as look:
        known = directives(look)
        of = next((one for one in known if wanted in ("", one.id)), None)
        found = seeking(look, of) if of else None
        outsiders = outside_help(look.session, look.visible, of.id, look.desk.today) if of else []
    return visit.show(
        "helping/index.html",
        status=400 if wrong else 200,
        of=of,
        known=known,
        found=found,
        outside=outsiders,
        answers=visit.office.rulebook.visiting.answers,
        KINDS=SPONSOR_KIND_NAMES,
        OUTCOMES=HELP_OUTCOME_NAMES,
        said=[(one.value, HELP_OUTCOME_NAMES[one]) for one in _SAID],
        names=Names(visit.office.rulebook),
        given=visit.field,
        case=case,
        wrong=wrong,
        at=at,
    )


def _done(
    visit: Visit,
    act: Callable[..., Any],
    ask: Callable[[], object],
    receipt: Callable[[Any], str],
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


@router.post("/hoi")
def sought(visit: Here) -> Response:
    """Enter who was asked for a person."""
    return _done(
        visit,
        helping.seek,
        lambda: helping.Sought(
            visit.field("van_ban"),
            number_of(visit, "ho_so", "Số hồ sơ"),
            _kind(visit),
            visit.field("ai"),
            day(visit, "ngay", "Ngày") or local_date(visit.now),
        ),
        lambda done: f"Đã ghi lần vận động số {done.asked}.",
        "hoi",
    )


def _kind(visit: Visit) -> SponsorKind:
    said = visit.field("loai")
    if said not in tuple(SponsorKind):
        raise Refused("chọn đã vận động tổ chức, cá nhân hay ngân sách")
    return SponsorKind(said)


@router.post("/{number}/tra-loi")
def answered(visit: Here, number: int) -> Response:
    """Enter what whoever was asked said."""
    return _done(
        visit,
        helping.answer,
        lambda: helping.Answered(
            number, _outcome(visit), day(visit, "ngay", "Ngày") or local_date(visit.now)
        ),
        lambda done: f"Lần vận động số {done.asked}: {HELP_OUTCOME_NAMES[done.outcome]}.",
        f"tl-{number}",
    )


def _outcome(visit: Visit) -> HelpOutcome:
    said = visit.field("tra_loi")
    if said not in tuple(one.value for one in _SAID):
        raise Refused("chọn nhận hỗ trợ hay không hỗ trợ được")
    return HelpOutcome(said)


@router.post("/{number}/huy")
def struck(visit: Here, number: int) -> Response:
    """Strike that somebody was asked: it was entered by mistake."""
    return _done(
        visit,
        helping.strike,
        lambda: helping.Which(number),
        lambda done: f"Đã hủy lần vận động số {done.number}.",
        "",
    )


@router.post("/ngoai")
def counted(visit: Here) -> Response:
    """Enter how many people outside the lists were helped: counts alone."""
    return _done(
        visit,
        outside.outside,
        lambda: outside.Outside(
            visit.field("van_ban"),
            visit.field("viec"),
            visit.field("nhung_ai"),
            number_of(visit, "so_nguoi", "Số người"),
            day(visit, "ngay", "Ngày") or local_date(visit.now),
            visit.field("giay_to"),
            number_of(visit, "so_tien", "Số tiền") if visit.field("so_tien") else None,
        ),
        lambda done: f"Đã ghi lần hỗ trợ ngoài danh sách số {done.number}.",
        "ngoai",
    )
