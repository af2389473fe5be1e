"""The pages of people: village by village, whoever is looked for, and one whole.

What somebody looks for stands in no address: it is sent, and answered at once.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from dondoc.desk import double
from dondoc.desk import person_change as changing
from dondoc.desk import person_fact as telling
from dondoc.desk.find_persons import find_persons
from dondoc.desk.look import Look
from dondoc.looking.person import PAYER_NAMES, person
from dondoc.looking.residents import Resident, homes, residents
from dondoc.looking.side import said
from dondoc.people.fact import Payer
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.seen import Names
from dondoc.web.visit import WRONG, Here, Visit
from language.dates import read_day
from models import DOUBLE_REASONS, DoubleReason
from models.person_access import ACCESS_NAMES, PURPOSE_NAMES

router = APIRouter(prefix="/nguoi")
# More is no number of the database.
_LARGEST = 2**62
# The fields of the form by which a change is asked for.
_ASKED = ("ly_do", "nhom", "tu_ngay", "den", "chu_ho", "cung", "nhap_ho")
_TOLD = ("ai_dong", "phan_tram", "loai", "hieu_luc", "het", "biet", "can_cu")
Number = Annotated[int | None, Query(ge=0, le=_LARGEST)]
Page = Annotated[int, Query(ge=1, le=10_000)]


@router.get("")
def listed(
    visit: Here,
    don_vi: Annotated[str, Query(max_length=40)] = "",
    thon: Number = None,
    trang: Page = 1,
) -> Response:
    """Show the villages, and the people of one body or village where that is asked for."""
    with visit.look(Sight.PERSONS) as looking:
        if not don_vi:
            return _people(visit, looking)
        found = residents(looking, don_vi, thon, trang)
        of = {"don_vi": don_vi} | ({"thon": str(thon)} if thon is not None else {})
        place = next((one.village for one in found.shown if one.village), "") if thon else ""
        body = Names(visit.office.rulebook).place(don_vi)
        here = f"{place}, {body}" if place else body
        return _people(visit, looking, found.shown, found.more, here=here, of=of, page=trang)


@router.post("/tim")
def seek(visit: Here) -> Response:
    """Show who is meant by what was typed."""
    with visit.look(Sight.PERSONS) as looking:
        try:
            found = find_persons(looking, visit.field("tim"))
        except WRONG as wrong:
            return _people(visit, looking, wrong=str(wrong))
        shown = [Resident(one.case, one.name, one.born, one.village) for one in found.found]
        return _people(visit, looking, shown, found.more, sought=True)


def _people(
    visit: Visit,
    looking: Look,
    shown: Sequence[Resident] = (),
    more: bool = False,
    *,
    here: str = "",
    of: dict[str, str] | None = None,
    page: int = 1,
    sought: bool = False,
    wrong: str = "",
) -> Response:
    by_body = [(body, list(some)) for body, some in groupby(homes(looking), lambda one: one.body)]
    return visit.show(
        "person/people.html",
        status=400 if wrong else 200,
        homes=by_body,
        shown=shown,
        more=more,
        here=here,
        of=of or {},
        page=page,
        sought=sought,
        wrong=wrong,
        typed=visit.field("tim") if sought or wrong else "",
        names=Names(visit.office.rulebook),
    )


@router.get("/{case}")
def show(visit: Here, case: int) -> Response:
    """Show the person with this case number; that it is read is logged."""
    return _shown(visit, case)


def _shown(visit: Visit, case: int, wrong: str = "") -> Response:
    if not 0 < case < _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as looking:
        one = person(looking, case)
        desk = looking.desk
        asks = may_do(desk, "people.ask") and not one.into
        tells = may_do(desk, "people.tell") and not one.into
        groups = [
            (f"{each.id}|{id_}", name)
            for each in desk.rulebook.directives.values()
            for id_, name in (
                ("", f"mọi nhóm ({each.title})"),
                *((id_, group.name) for id_, group in each.groups.items()),
            )
        ]
        askable = [(each.id, each.title) for each in changing.askable(desk.rulebook.reasons)]
    return visit.show(
        "person/person.html",
        status=400 if wrong else 200,
        one=one,
        lines=[(name, value) for name, value in said(one.side) if value] if one.side else [],
        reasons=[(reason.value, name) for reason, name in DOUBLE_REASONS.items()],
        names=Names(visit.office.rulebook),
        ways=ACCESS_NAMES,
        why=PURPOSE_NAMES,
        asks=asks,
        tells=tells,
        under=[(each.id, each.title) for each in desk.rulebook.directives.values()],
        pays=[("", "(không ghi)"), *((payer.value, name) for payer, name in PAYER_NAMES.items())],
        groups=groups,
        askable=askable,
        typed={key: visit.field(key) for key in (*_ASKED, *_TOLD)} if wrong else {},
        wrong=wrong,
    )


@router.post("/{case}/bien-dong")
def ask(visit: Here, case: int) -> Response:
    """Ask for a change of this person."""
    on = read_day(visit.field("tu_ngay"))
    numbers = [_cases(visit.field(name)) for name in ("chu_ho", "nhap_ho", "cung")]
    if on is None or None in numbers:
        wrong = "Ngày dạng 10/4/2024." if on is None else "Hồ sơ ghi bằng số hồ sơ."
        return _shown(visit, case, wrong)
    head, join, members = (found or () for found in numbers)
    directive, _, group = visit.field("nhom").partition("|")
    request = changing.Request(
        directive,
        case,
        visit.field("ly_do"),
        on,
        group or None,
        visit.field("den") or None,
        head[0] if head else None,
        members,
        join[0] if join else None,
    )
    return visit.do(
        changing.ask,
        request,
        to=f"/nguoi/{case}",
        receipt=lambda done: f"Đã ghi đề nghị, biến động số {done.change}; chờ xác nhận.",
        again=lambda wrong: _shown(visit, case, wrong),
    )


@router.post("/{case}/phan-dong")
def tell(visit: Here, case: int) -> Response:
    """Tell who pays which share for this person, or under which category they pay."""
    since, until, known = (_day(visit, name) for name in ("hieu_luc", "het", "biet"))
    percent, payer = visit.field("phan_tram"), visit.field("ai_dong")
    if not since or until is False or known is False or payer not in {"", *Payer}:
        return _shown(visit, case, "Ngày dạng 10/4/2024; ngày có hiệu lực không bỏ trống.")
    request = telling.Request(
        visit.field("van_ban"),
        case,
        since,
        visit.field("can_cu"),
        payer=Payer(payer) if payer else None,
        percent=int(percent) if percent.isascii() and percent.isdigit() and percent else None,
        category=visit.field("loai") or None,
        until=until,
        known_from=known,
    )
    return visit.do(
        telling.tell,
        request,
        to=f"/nguoi/{case}",
        receipt=lambda done: f"Đã ghi, lần ghi số {done.telling}.",
        again=lambda wrong: _shown(visit, case, wrong),
    )


@router.post("/{case}/phan-dong/{number}/rut")
def untell(visit: Here, case: int, number: int) -> Response:
    """Take a telling back."""
    return visit.do(
        telling.untell,
        telling.Which(number if number < _LARGEST else 0),
        to=f"/nguoi/{case}",
        receipt="Đã rút lại; điều trước đó có hiệu lực lại.",
        again=lambda wrong: _shown(visit, case, wrong),
    )


def _day(visit: Visit, name: str) -> date | Literal[False] | None:
    """Return the day that was typed, None where nothing was, False where it is none."""
    typed = visit.field(name)
    return (read_day(typed) or False) if typed else None


def _cases(typed: str) -> tuple[int, ...] | None:
    """Return the case numbers that were typed, None where one is none."""
    said = typed.replace(",", " ").split()
    known = all(one.isascii() and one.isdigit() and len(one) < 18 for one in said)
    return tuple(int(one) for one in said) if known else None


@router.post("/{case}/tach")
def part(visit: Here, case: int) -> Response:
    """Undo the merge by which another case turned out to be this one."""
    gone, reason = visit.field("ho_so"), visit.field("can_cu")
    if not (gone.isascii() and gone.isdigit() and len(gone) < 18 and reason in set(DoubleReason)):
        return _shown(visit, case, "Chọn căn cứ tách hồ sơ.")
    return visit.do(
        double.unmerge,
        double.Undoing(int(gone), DoubleReason(reason)),
        to=f"/nguoi/{case}",
        receipt=f"Đã tách hồ sơ số {int(gone)}; mỗi hồ sơ trở lại như trước khi gộp.",
        again=lambda wrong: _shown(visit, case, wrong),
    )
