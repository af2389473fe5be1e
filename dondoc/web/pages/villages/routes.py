"""The pages of villages: counts, households at the door, a sheet typed in, what contradicts.

What was recorded, what contradicts: `recorded`. Whoever is named was logged first; nothing is
needed but forms.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from dondoc.cases.boxes import day_of, here_of
from dondoc.cases.telling import Told
from dondoc.desk import villages as assigning
from dondoc.desk import visit as visits
from dondoc.desk.look import Look
from dondoc.desk.visit import Result, Source
from dondoc.errors import Refused
from dondoc.looking import to_visit
from dondoc.looking.decided_cases import number_to_do
from dondoc.looking.to_visit import Home, Member
from dondoc.visible import Sight
from dondoc.web.pages.seen import Names
from dondoc.web.pages.villages import recorded, telling
from dondoc.web.visit import WRONG, Here, Visit
from rules.meaning.directive import Directive

router = APIRouter(prefix="/thon")
router.include_router(recorded.router)
_LARGEST = 2**31 - 1
Of = Annotated[str, Query(max_length=80)]


@router.get("")
def listed(visit: Here, van_ban: Of = "") -> Response:
    """Show every village that is one's own, in counts; nobody is opened."""
    return _listed(visit, van_ban)


def _listed(visit: Visit, wanted: str, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as looking:
        of = _directive(looking, wanted)
        found = to_visit.standings(looking, of.id) if of else []
        waiting = to_visit.open_questions(looking)
        known = to_visit.directives(looking)
        decided_open = number_to_do(looking)
    return visit.show(
        "villages/villages.html",
        status=400 if wrong else 200,
        of=of,
        known=known,
        villages=found,
        nobodys=sum(not one.officer for one in found if one.village),
        waiting=waiting,
        decided_open=decided_open,
        names=Names(visit.office.rulebook),
        assigns=visit.may_do("assignment.give"),
        wrong=wrong,
    )


def _directive(looking: Look, wanted: str) -> Directive | None:
    known = to_visit.directives(looking)
    return next((one for one in known if wanted in ("", one.id)), None)


@router.post("/giao")
def give(visit: Here) -> Response:
    """Assign one village, or hand all of somebody's over."""
    body, back = visit.field("don_vi"), f"/thon?van_ban={visit.field('van_ban')}"
    given = assigning.Given(
        visit.field("thon"), visit.field("can_bo"), visit.field("tai_khoan"), visit.field("truong")
    )
    try:
        since = visit.field("tu")
        day = day_of(since, "từ ngày") if since else None
    except WRONG as wrong:
        return _listed(visit, visit.field("van_ban"), str(wrong))
    return visit.do(
        assigning.assign,
        assigning.Request(body, (given,), day),
        to=back,
        receipt=f"Đã giao thôn {given.village}.",
        again=lambda wrong: _listed(visit, visit.field("van_ban"), wrong),
    )


@router.get("/ho/{case}")
def door(visit: Here, case: int, van_ban: Of = "") -> Response:
    """Show the household of a case number at its door: one tap an answer."""
    return _door(visit, case, van_ban)


def _door(visit: Visit, case: int, wanted: str, wrong: str = "") -> Response:
    of, home, village = _home(visit, case, wanted)
    return visit.show(
        "villages/door.html",
        status=400 if wrong else 200,
        of=of,
        home=home,
        case=case,
        village=village,
        today=visit.now.date(),
        key=visit.field("khoa") if wrong else str(uuid4()),
        words=visit.office.rulebook.visiting,
        usual=here_of(visit.office.rulebook.visiting),
        kept=visit.form if wrong else None,
        wrong=wrong,
    )


def _home(visit: Visit, case: int, wanted: str) -> tuple[Directive, Home, int]:
    if not 0 < case <= _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as looking:
        of = _directive(looking, wanted)
        found = to_visit.home_of(looking, of.id, case) if of else None
        village = to_visit.village_of(looking, case)
    if of is None or found is None:
        raise HTTPException(404)
    return of, found, village


@router.post("/ho/{case}")
def tell(visit: Here, case: int) -> Response:
    """Enter what was tapped at the door."""
    wanted = visit.field("van_ban")
    of, home, village = _home(visit, case, wanted)
    return _enter(
        visit,
        lambda: telling.at_the_door(visit, of.id, home),
        Source.WEB,
        to=f"/thon/ho/{case}?van_ban={of.id}" if len(home.members) > 1 else _back(village, of),
        again=lambda wrong: _door(visit, case, wanted, wrong),
    )


def _back(village: int, of: Directive) -> str:
    return f"/thon/{village}?van_ban={of.id}"


def _enter(
    visit: Visit,
    told: Callable[[], list[Told]],
    source: Source,
    *,
    to: str,
    again: Callable[[str], Response],
) -> Response:
    """Enter all of what was told or nothing of it."""
    try:
        found = tuple(told())
        if not found:
            raise Refused("chưa ghi lần thăm nào")
    except WRONG as wrong:
        return again(str(wrong))
    return visit.do(
        visits.record,
        visits.Request(found, source, whole=True),
        to=to,
        receipt=_receipt,
        again=again,
    )


def _receipt(answer: visits.Answer) -> str:
    parts = [f"Đã ghi {answer.recorded} lần thăm"]
    before = sum(one.result is Result.ALREADY for one in answer.visits)
    changes = sum(one.change is not None for one in answer.visits)
    asked = sum(one.question is not None for one in answer.visits)
    if before:
        parts.append(f"{before} lần đã ghi từ trước")
    if changes:
        parts.append(f"{changes} biến động chờ xác nhận")
    if asked:
        parts.append(f"{asked} lần trái với lần trước, chờ trả lời")
    return "; ".join(parts) + "."


@router.get("/{village}")
def households(visit: Here, village: int, van_ban: Of = "") -> Response:
    """Show the households of a village in which somebody is still to be covered."""
    of, found = _households(visit, village, van_ban)
    return visit.show(
        "villages/village.html",
        of=of,
        village=village,
        standing=found[0],
        homes=found[1],
        words=visit.office.rulebook.visiting,
        names=Names(visit.office.rulebook),
    )


def _households(
    visit: Visit, village: int, wanted: str
) -> tuple[Directive, tuple[to_visit.Standing, list[Home]]]:
    if not 0 <= village <= _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as looking:
        of = _directive(looking, wanted)
        standing = to_visit.standings(looking, of.id, village) if of else []
        if of is None or not standing:
            raise HTTPException(404)
        return of, (standing[0], to_visit.homes(looking, of.id, village))


@router.get("/{village}/nhap")
def sheet(visit: Here, village: int, van_ban: Of = "") -> Response:
    """Show the sheet of a village to be typed in from paper."""
    return _sheet(visit, village, van_ban)


def _sheet(visit: Visit, village: int, wanted: str, wrong: str = "") -> Response:
    of, (standing, homes) = _households(visit, village, wanted)
    return visit.show(
        "villages/sheet.html",
        status=400 if wrong else 200,
        of=of,
        village=village,
        standing=standing,
        members=_members(homes),
        words=visit.office.rulebook.visiting,
        kept=visit.form if wrong else None,
        today=visit.now.date(),
        key=visit.field("khoa") if wrong else str(uuid4()),
        wrong=wrong,
    )


def _members(homes: list[Home]) -> list[Member]:
    return sorted((one for home in homes for one in home.members), key=lambda one: one.case)


@router.post("/{village}/nhap")
def type_in(visit: Here, village: int) -> Response:
    """Enter a sheet that was typed, all of it or nothing."""
    wanted = visit.field("van_ban")
    of, (_, homes) = _households(visit, village, wanted)
    return _enter(
        visit,
        lambda: telling.typed(visit, of.id, _members(homes)),
        Source.PAPER,
        to=_back(village, of),
        again=lambda wrong: _sheet(visit, village, wanted, wrong),
    )
