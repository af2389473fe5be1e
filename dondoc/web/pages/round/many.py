"""Nhận nhiều tệp: many filled-in forms dropped at once, each taken or refused by itself."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk.context import Desk, Which
from dondoc.desk.context import desk as open_desk
from dondoc.desk.many import Came, Result, take_in
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.reports.figures_file import Sent
from dondoc.web import jobs
from dondoc.web.given import receipt, sent_files
from dondoc.web.pages.round.place import PATH, Place, There, seen
from dondoc.web.visit import Here, Visit
from models.report import ROAD_NAMES

Does = Callable[[Desk, Which], object]
router = APIRouter()
PAGE = f"{PATH}/nhieu-tep"


@router.get(PAGE)
def drop(visit: Here, place: There) -> Response:
    """Show where to drop them."""
    return _shown(visit, place)


def _shown(
    visit: Visit,
    place: Place,
    wrong: str = "",
    came: Sequence[Came] = (),
    status: int = 200,
) -> Response:
    with seen(visit, place) as found:
        bodies, name = found.look.desk.rulebook.bodies, found.name
        named = {
            one.bearer: bodies.get(one.bearer).name
            for one in came
            if one.bearer and one.bearer in bodies
        }
    return visit.show(
        "round/many.html",
        status=status,
        place=place,
        name=name,
        wrong=wrong,
        came=came,
        named=named,
        taken=sum(one.result is Result.TAKEN for one in came),
        roads=list(ROAD_NAMES.items()),
        revises=visit.field("thay") == "1",
    )


@router.post(PAGE)
def take(visit: Here, place: There) -> Response:
    """Take them in; say of each file what became of it."""
    try:
        how = receipt(visit)
        files = sent_files(visit)
        if not files:
            raise Refused("chưa chọn tệp nào")
        revises = visit.field("thay") == "1"
        if len(files) > jobs.AT_ONCE:
            items = [jobs.Item(file.name, _taken(visit, file, how, revises)) for file in files]
            return visit.at_length("nhận biểu", "đã nhận", place.path, items)
        came = [_take(visit, file, how, revises, visit.now) for file in files]
    except Refused as refused:
        return _shown(visit, place, str(refused), status=400)
    refused_some = any(one.result is Result.REFUSED for one in came)
    return _shown(visit, place, came=came, status=400 if refused_some else 200)


def _take(visit: Visit, file: Sent, how: Receipt, revises: bool, now: datetime) -> Came:
    def opened() -> AbstractContextManager[Desk]:
        return open_desk(visit.office, now, visit.said, login=visit.login)

    with visit.house.acting:
        return take_in(opened, file, how, revises)


def _taken(visit: Visit, file: Sent, how: Receipt, revises: bool) -> Callable[[], str]:
    return lambda: _take(visit, file, how, revises, visit.office.clock.now()).reason or ""
