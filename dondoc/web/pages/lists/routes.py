"""Lists of people: which there are, one brought after a look, one commune's part received."""

from dataclasses import replace
from datetime import date

from fastapi import APIRouter, HTTPException
from starlette.background import BackgroundTask
from starlette.responses import Response

from dondoc.day.seeking import seek_quietly
from dondoc.desk import people_list, receive_list
from dondoc.desk import sheet as sheets_of
from dondoc.desk.list_answer import Answer
from dondoc.desk.persons import open_persons
from dondoc.desk.receive_list import Received, Receiving
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import village
from dondoc.looking import lists as looking
from dondoc.looking.printed import printed
from dondoc.people.reading.match import Correction
from dondoc.visible import Sight
from dondoc.web.download import download
from dondoc.web.navigation import may_do
from dondoc.web.pages.lists import sent
from dondoc.web.visit import WRONG, Here, Visit
from language.dates import full_day, read_day
from language.numbers import shown as number_of
from language.zone import local_date
from models import Access, PeopleListKind, PersonList, PrintedSheet
from rules.meaning.list_titles import ListTitles

router = APIRouter(prefix="/danh-sach")
KINDS = ((PeopleListKind.UNCOVERED.value, "chưa tham gia"), (PeopleListKind.CARDS.value, "có thẻ"))
# So many rows that fail are shown on a page.
_SHOWN = 50
# More is no number of the database.
_LARGEST = 2**62


@router.get("")
def show(visit: Here) -> Response:
    """Show the lists of which a part is visible."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.COUNTS) as look:
        rulebook, desk = look.desk.rulebook, look.desk
        found = looking.lists(look.session, None, look.visible)
        own = desk.actor(visit.said).body.uid
        mine = looking.not_received(look.session, own)
        imports, receives = may_do(desk, "list.import"), may_do(desk, "list.receive")
        groups = [
            (f"{one.id}|{id_}", f"{group.name} ({one.title})")
            for one in rulebook.directives.values()
            for id_, group in one.groups.items()
        ]
        names = {
            (one.id, id_): group.name
            for one in rulebook.directives.values()
            for id_, group in one.groups.items()
        }
        bodies = desk.bodies
    return visit.show(
        "lists/lists.html",
        status=400 if wrong else 200,
        lists=found,
        mine=mine if receives else [],
        waiting=sum(one.waiting for one in found),
        imports=imports,
        groups=groups,
        names=names,
        kinds=KINDS,
        kind_names=dict(KINDS),
        bodies=bodies,
        wrong=wrong,
        values={key: visit.field(key) for key in ("nhom", "loai", "ngay", "xa", "nguon")}
        if wrong
        else {},
    )


@router.post("/xem-truoc")
def preview(visit: Here) -> Response:
    """Show what a file would bring; it waits sealed, and nothing of it is kept."""
    number = visit.field("so")
    try:
        number = number or sent.kept(visit)
        asked = sent.request(visit, number)
        with visit.desk() as desk:
            answer = people_list.take_over(desk, asked)
            told = answer.said_as_of if asked.as_of is None else None
            if told is not None and told <= desk.today:
                # Nobody typed a day: the one of the file's own title is offered.
                answer = people_list.take_over(desk, replace(asked, as_of=told))
            titles = desk.rulebook.lists
    except WRONG as wrong:
        return _shown(visit, str(wrong))
    return _preview(visit, number, answer, asked.said, _fields(titles), told=told)


def _fields(titles: ListTitles) -> list[tuple[str, str]]:
    """Return what a column may be said to be: its value in the form, and what it is called."""
    return [("", "(không đọc)"), *((one.field.value, one.called) for one in titles.columns)]


def _preview(
    visit: Visit,
    number: str,
    answer: Answer,
    said: Correction,
    fields: list[tuple[str, str]],
    wrong: str = "",
    told: date | None = None,
) -> Response:
    return visit.show(
        "lists/preview.html",
        status=400 if wrong else 200,
        answer=answer,
        failing=answer.failing[:_SHOWN],
        number=number,
        said=said,
        fields=fields,
        kind_names=dict(KINDS),
        carried={key: visit.field(key) for key in ("nhom", "loai", "ngay", "xa", "nguon")}
        | ({"ngay": full_day(told)} if told else {}),
        told=told,
        names=(sent.SAID, sent.READ, sent.BEFORE),
        wrong=wrong,
    )


@router.post("/ghi")
def take_over(visit: Here) -> Response:
    """Keep the list that was looked at, whole; its file is erased then."""
    number = visit.field("so")
    try:
        asked = sent.request(visit, number, apply=True)
    except WRONG as wrong:
        return _shown(visit, str(wrong))

    def done(answer: Answer) -> str:
        sent.waiting(visit).drop(number)
        return (
            f"Đã ghi danh sách số {answer.list}: {number_of(answer.people)} người, "
            f"{number_of(answer.new)} người chưa biết; {len(answer.parts)} xã cần ghi đã nhận."
        )

    answer = visit.do(
        people_list.take_over,
        asked,
        to=lambda answer: f"/danh-sach/{answer.list}",
        receipt=done,
        again=lambda wrong: _shown(visit, wrong),
    )
    # Whoever is new is held against everybody known once the browser has been sent on.
    answer.background = BackgroundTask(seek_quietly, visit.office, visit.now)
    return answer


@router.post("/bo")
def discard(visit: Here) -> Response:
    """Erase the file that was looked at."""
    sent.waiting(visit).drop(visit.field("so"))
    return visit.go("/danh-sach", "Đã xóa tệp chờ; chưa ghi gì.")


@router.get("/{number}")
def one(visit: Here, number: int) -> Response:
    """Show who has received a list, and how it differs from the one before."""
    return _one(visit, number)


def _one(visit: Visit, number: int, wrong: str = "") -> Response:
    with visit.look(Sight.COUNTS) as look:
        found = {row.list: row for row in looking.lists(look.session, None, look.visible)}
        if number not in found or look.session.get(PersonList, number) is None:
            raise HTTPException(404)
        parts = looking.receipts(look.session, number, look.visible)
        row, desk = found[number], look.desk
        before = looking.before(look.session, number)
        differs = looking.difference(look.session, before, number, look.visible) if before else None
        declared = desk.rulebook.directives.get(row.directive)
        receives, bodies, own = may_do(desk, "list.receive"), desk.bodies, desk.actor(visit.said)
        prints, settles = may_do(desk, "sheet.print"), may_do(desk, "sheet.settle")
        sheets = printed(look.session, number, look.visible)
    group = declared.groups.get(row.group) if declared else None
    return visit.show(
        "lists/one.html",
        status=400 if wrong else 200,
        row=row,
        kind=dict(KINDS)[row.kind],
        group=group.name if group else row.group,
        parts=parts,
        lacking=[one for one in parts if one.received_at is None],
        differs=differs,
        before=before,
        bodies=bodies,
        receives=receives,
        own=own.body.uid,
        prints=prints,
        settles=settles,
        sheets=sheets,
        wrong=wrong,
    )


@router.post("/{number}/nhan")
def receive(visit: Here, number: int) -> Response:
    """Enter that a commune has its part."""

    def told(answer: Received) -> str:
        return f"Đã ghi: nhận danh sách số {answer.list}, {number_of(answer.people)} người."

    return visit.do(
        receive_list.receive,
        Receiving(number, visit.field("xa")),
        to=f"/danh-sach/{number}",
        receipt=told,
        again=lambda wrong: _one(visit, number, wrong),
    )


@router.post("/{number}/phieu")
def number_sheets(visit: Here, number: int) -> Response:
    """Give a number to a sheet for each village of a commune."""

    def told(answer: sheets_of.Answer) -> str:
        return f"Đã đánh số {len(answer.sheets)} phiếu; mở từng phiếu để in, mỗi lần in được ghi."

    return visit.do(
        sheets_of.number,
        sheets_of.Request(number, visit.field("xa")),
        to=f"/danh-sach/{number}#phieu",
        receipt=told,
        again=lambda wrong: _one(visit, number, wrong),
    )


@router.get("/phieu/{sheet}/{format}")
def print_sheet(visit: Here, sheet: int, format: str) -> Response:
    """Give a numbered sheet to be printed; each of its people is logged as printed."""
    if format not in village.KIND.formats or not 0 < sheet < _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as look:
        if look.session.get(PrintedSheet, sheet) is None:
            raise HTTPException(404)
        sources = Sources(
            look.session,
            visit.office,
            visit.now,
            lambda persons: open_persons(look, persons, Access.PRINT).personal,
        )
        filled = village.KIND.filled(sources, sheet=sheet)
        made = village.KIND.files(filled, visit.now, [format], mark=visit.office.mark)
        (_, content), *_ = made
        whole = content if isinstance(content, bytes) else b"".join(content)
    return download(whole, f"phieu-so-{sheet}.{format}")


@router.post("/phieu/{sheet}")
def settle_sheet(visit: Here, sheet: int) -> Response:
    """Enter that a sheet was given out, or is back and destroyed."""
    of = visit.field("danh_sach")
    back = int(of) if of.isascii() and of.isdigit() and len(of) < 18 else 0
    on = read_day(visit.field("ngay")) if visit.field("ngay") else local_date(visit.now)
    if on is None:
        return _one(visit, back, "Ngày dạng 10/4/2024.")
    destroyed = visit.field("la") == "huy"
    days = {"destroyed_on": on} if destroyed else {"given_on": on}
    return visit.do(
        sheets_of.settle,
        sheets_of.Settling(sheet, **days),
        to=f"/danh-sach/{back}#phieu",
        receipt=f"Phiếu số {sheet}: {'đã nộp lại và hủy' if destroyed else 'đã giao'}.",
        again=lambda wrong: _one(visit, back, wrong),
    )
