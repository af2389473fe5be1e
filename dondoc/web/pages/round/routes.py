"""The rounds there are, and one round: its stages, filters, grid, and what is done there."""

from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import accept as accepting
from dondoc.desk import give_back as giving_back
from dondoc.desk.context import Desk, Which
from dondoc.desk.context import desk as open_desk
from dondoc.desk.many import Became, each
from dondoc.looking.round.grid import FILTERS, Grid, groups
from dondoc.looking.round.listed import Listed, rounds_listed
from dondoc.looking.round.stages import stages
from dondoc.looking.round.words import held_of, papers_of_line, received_of, said_of
from dondoc.reports.return_report import WHOLE
from dondoc.visible import Sight
from dondoc.web import jobs
from dondoc.web.download import download
from dondoc.web.kept import Kept
from dondoc.web.pages.round import body, consolidated, many
from dondoc.web.pages.round.export import workbook
from dondoc.web.pages.round.place import PATH, ROOT, Place, Seen, There, seen
from dondoc.web.visit import Here, Visit
from language.numbers import count
from language.text import upper_first
from rules.meaning.duty import TIMELINESS_NAMES

router = APIRouter(prefix=ROOT)


_listed = Kept[list[Listed]]()


@router.get("")
def rounds(visit: Here) -> Response:
    """Show the rounds that are open or were due lately."""
    with visit.look(Sight.ROUND) as look:
        session, rulebook, visible = look.session, look.desk.rulebook, look.visible
        read = partial(rounds_listed, session, rulebook, visible, visit.now)
        found = _listed.of(session, visit.office, visit.now, visible, read)
        mine = [
            one
            for one in found
            if visible.everything or (one.directive.id, one.duty.id) in visible.reporting
        ]
    listed = [(one, Place(one.directive.id, one.duty.id, one.due_on).path) for one in mine]
    late = sum(bool(one.counts.open_overdue) for one in mine)
    return visit.show("round/rounds.html", rounds=listed, late=late)


@router.get(PATH)
def show(visit: Here, place: There, loc: str = "tat-ca") -> Response:
    """Show one round; `loc`: which of its bodies."""
    return shown(visit, place, loc)


def shown(
    visit: Visit, place: Place, loc: str, wrong: tuple[str, ...] = (), status: int = 200
) -> Response:
    """Return the page of one round."""
    with seen(visit, place) as found:
        page = _page(found, place, loc)
    return visit.show(
        "round/round.html",
        status=status,
        block="rows" if visit.partial and not wrong else "",
        wrong=wrong,
        **page,
    )


def _page(found: Seen, place: Place, loc: str) -> dict[str, Any]:
    grid, bodies = found.grid, found.look.desk.rulebook.bodies
    lines = grid.filtered(loc)
    accepts, calls, records = (found.may(act) for act in ("report.accept", "call", "report.record"))
    return {
        "place": place,
        "found": found,
        "grid": grid,
        "loc": loc,
        "shown_as": FILTERS[loc][0],
        "number": len(lines),
        "groups": groups(lines),
        "counted": grid.counted(),
        "stages": stages(found.look.session, found.look.desk.rulebook, grid),
        "said": {line.body.uid: said_of(grid, line, bodies) for line in lines},
        "received": {line.body.uid: received_of(line) for line in lines},
        "papers": {line.body.uid: papers_of_line(line) for line in lines},
        "held": {line.body.uid: held_of(line) for line in lines},
        "accepts": accepts,
        "calls": calls,
        "records": records,
        "conclusion": conclusion(grid),
        "reading": TIMELINESS_NAMES[grid.timeliness],
        "consolidates": found.above is not None,
        "totals": grid.totals(),
        "waiting": len(found.waiting) if accepts else 0,
    }


def conclusion(grid: Grid) -> str:
    """Return how many are in and how many are not, as the page begins."""
    counts = grid.counts
    said = f"{count(counts.received)}/{count(counts.total)} đơn vị đã nộp"
    if counts.open_overdue:
        said += f", {count(counts.open_overdue)} đơn vị chưa ghi nhận"
    elif counts.open_in_time:
        said += f", {count(counts.open_in_time)} đơn vị còn hạn"
    return said


@router.get(f"{PATH}/xuat.xlsx")
def export(visit: Here, place: There, loc: str = "tat-ca") -> Response:
    """Give the rows that are shown, as a workbook."""
    with seen(visit, place) as found:
        name, content = workbook(found, place, loc, visit.office.mark)
    return download(content, name)


@router.post(f"{PATH}/chon")
def chosen(visit: Here, place: There) -> Response:
    """Accept, or give back, every report that was chosen; each by itself."""
    uids = [one for one in visit.form.getlist("chon") if isinstance(one, str)]
    loc = visit.field("loc") if visit.field("loc") in FILTERS else "tat-ca"
    if visit.field("viec") == "tiep-nhan-het":
        with seen(visit, place) as found:
            uids = found.waiting
    if not uids:
        return shown(visit, place, loc, ("Chưa chọn đơn vị nào.",), 400)
    do, title, did = _accept, "tiếp nhận báo cáo", "đã tiếp nhận"
    if visit.field("viec") == "tra-lai":
        reason = visit.field("ly_do")
        if not reason:
            wrong = "Trả lại thì cần lý do; lý do từng số liệu ghi ở trang của đơn vị."
            return shown(visit, place, loc, (wrong,), 400)
        do, title, did = partial(_back, reason=reason), "trả lại báo cáo", "đã trả lại"
    if len(uids) > jobs.AT_ONCE:
        items = [_item(visit, place, uid, do) for uid in uids]
        return visit.at_length(title, did, f"{place.path}?loc={loc}", items)
    return _after(visit, place, loc, _each(visit, place, uids, do), upper_first(did))


def _item(visit: Visit, place: Place, uid: str, do: many.Does) -> jobs.Item:
    bodies = visit.office.rulebook.bodies

    def done() -> str:
        return _each(visit, place, [uid], do, visit.office.clock.now())[0].refused

    return jobs.Item(bodies.get(uid).name if uid in bodies else uid, done)


def _accept(desk: Desk, of: Which) -> object:
    return accepting.accept(desk, accepting.Request(of))


def _back(desk: Desk, of: Which, reason: str) -> object:
    return giving_back.give_back(desk, giving_back.Request(of, {WHOLE: reason}))


def _each(
    visit: Visit, place: Place, uids: list[str], do: many.Does, now: datetime | None = None
) -> list[Became]:
    at = now or visit.now
    with visit.house.acting:
        return each(
            lambda: open_desk(visit.office, at, visit.said, login=visit.login),
            [place.which(uid) for uid in uids],
            do,
        )


def _after(visit: Visit, place: Place, loc: str, done: list[Became], did: str) -> Response:
    """Say what was done, and of each that was refused why."""
    well = sum(not one.refused for one in done)
    bodies = visit.office.rulebook.bodies
    wrong = tuple(
        f"{bodies.get(one.of.bearer).name if one.of.bearer in bodies else one.of.bearer}: "
        f"{one.refused}"
        for one in done
        if one.refused
    )
    if not wrong:
        return visit.go(f"{place.path}?loc={loc}", f"{did} {count(well)} báo cáo.")
    said = f"{did} {count(well)} báo cáo; {count(len(wrong))} báo cáo thì chưa:"
    return shown(visit, place, loc, (said, *wrong), 400)


router.include_router(consolidated.router)
router.include_router(many.router)
router.include_router(body.router)
