"""The address book: shown by body, taken over from a file after a look, given back as one."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.desk import contacts
from dondoc.looking.holders import staff
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.people import waiting
from dondoc.web.visit import WRONG, Here, Visit

router = APIRouter(prefix="/danh-ba")
_ACT = "contacts.import"
# Bodies on one page; of so few all are open at once.
_BODIES, _OPEN = 40, 2


@router.get("")
def show(visit: Here, trang: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """Show who holds which post."""
    return _shown(visit, page=trang)


def _shown(visit: Visit, wrong: str = "", page: int = 1) -> Response:
    with visit.look(Sight.CONTACTS) as looking:
        desk = looking.desk
        found = staff(looking.session, desk.bodies, desk.today, looking.visible)
        imports = may_do(desk, _ACT)
        from_file = desk.located.contacts_file
    return visit.show(
        "people/people.html",
        status=400 if wrong else 200,
        staff=found[(page - 1) * _BODIES : page * _BODIES],
        page=page,
        more=len(found) > page * _BODIES,
        open=_OPEN,
        empty=sum(len(one.empty) for one in found),
        imports=imports,
        from_file=from_file.name if from_file else "",
        wrong=wrong,
    )


@router.post("/xem-truoc")
def preview(visit: Here) -> Response:
    """Show what a file would change; nothing is written."""
    try:
        content, kind = waiting.sent(visit, "tep")
        with waiting.on_disk(visit, content, kind) as file, visit.desk() as desk:
            answer = contacts.take_over(desk, contacts.Request(file))
            bodies = desk.rulebook.bodies
    except WRONG as wrong:
        return _shown(visit, str(wrong))
    return visit.show(
        "people/preview.html",
        answer=answer,
        bodies=bodies,
        kind=kind,
        carried=waiting.kept(visit, content, kind),
    )


@router.post("/ghi")
def take_over(visit: Here) -> Response:
    """Take over the file whose changes were looked at."""
    kind = visit.field("loai")
    try:
        content = waiting.given_back(visit, visit.field("tep"), kind)
    except WRONG as wrong:
        return _shown(visit, str(wrong))
    with waiting.on_disk(visit, content, kind) as file:
        return visit.do(
            contacts.take_over,
            contacts.Request(file, apply=True),
            to="/danh-ba",
            receipt=_receipt,
            again=lambda wrong: _shown(visit, wrong),
        )


def _receipt(answer: contacts.Answer) -> str:
    return (
        f"Đã ghi danh bạ: thêm {len(answer.added)}, đổi {len(answer.changed)}, kết thúc "
        f"{len(answer.ended)}, giữ nguyên {answer.unchanged}."
    )
