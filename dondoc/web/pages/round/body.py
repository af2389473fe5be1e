"""One body in a round: call, promise, received by another road, take, give back with reasons."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.decisions.call import Said
from dondoc.desk import accept as accepting
from dondoc.desk import call as calling
from dondoc.desk import give_back as giving_back
from dondoc.desk import record as recording
from dondoc.desk import undo as undoing
from dondoc.errors import Refused
from dondoc.forms import filed_form
from dondoc.looking.round.grid import GridLine
from dondoc.looking.round.words import held_of, papers_of_line, received_of, said_of
from dondoc.reports.filed import groups_of
from dondoc.reports.return_report import WHOLE
from dondoc.reports.view import report_view
from dondoc.web.given import attached, day, receipt
from dondoc.web.pages.round.place import PATH, Place, Seen, There, seen
from dondoc.web.visit import Here, Visit
from language.dates import full_day
from language.numbers import grouped
from language.text import upper_first
from language.zone import local_date
from models import Obligation
from models.report import ROAD_NAMES
from rules.meaning.body import BodyRegistry
from steps.table import named

A = TypeVar("A")
router = APIRouter()
PAGE = f"{PATH}/{{uid}}"
_ACTS = ("call", "report.record", "report.accept", "report.return", "report.undo")
# What is said with one tap where nobody answered.
NOBODY = "không ai nghe máy"
# Before the address of a figure, in the name of the field for the reason at it.
_REASON = "o."


@router.get(PAGE)
def show(visit: Here, place: There, uid: str) -> Response:
    """Show one body in the round, and what may be done about it."""
    return _shown(visit, place, uid)


def _shown(
    visit: Visit, place: Place, uid: str, wrong: str = "", at: str = "", status: int = 200
) -> Response:
    with seen(visit, place) as found:
        page = _page(found, found.line(uid))
    return visit.show("round/body.html", status=status, place=place, wrong=wrong, at=at, **page)


def _page(found: Seen, line: GridLine) -> dict[str, Any]:
    look, rulebook = found.look, found.look.desk.rulebook
    row = look.session.get_one(Obligation, line.obligation)
    form = filed_form(rulebook, row, line.report)
    addresses = form.addresses(groups_of(rulebook, row) or ()) if form and line.figures else ()
    today = local_date(look.desk.now)
    calendar = look.desk.work.known_on(today)[1]
    return {
        "found": found,
        "line": line,
        "said": said_of(found.grid, line, rulebook.bodies),
        "received": received_of(line),
        "papers": papers_of_line(line),
        "held": held_of(line),
        "view": report_view(look.session, rulebook, row),
        "figures": _figures(found, line),
        "addresses": [(at, form.name_of(found.grid.directive, at)) for at in addresses]
        if form
        else [],
        "may": {act for act in _ACTS if look.desk.may(act, [row])},
        "roads": [one for one in ROAD_NAMES.items() if one[0] != "system"],
        "tomorrow": calendar.add(today, 1),
        "after": calendar.add(today, 2),
        "told": list(_told(rulebook.bodies, line)),
        "nobody": NOBODY,
    }


def _told(bodies: BodyRegistry, line: GridLine) -> Iterator[tuple[object, ...]]:
    """Yield what was said of it, newest first: when, which step, to whom, and how that stands."""
    for one in reversed(line.said.told):
        if one.uid in bodies and one.post in bodies.get(one.uid).posts:
            of = bodies.get(one.uid)
            where = of.name if one.uid != line.body.uid else ""
            yield one.at, named(one.step), bodies.title(of, one.post), where, one.state, one.reason


def _figures(found: Seen, line: GridLine) -> tuple[list[str], list[list[str]]]:
    """Return what was filed as a table: the names of its columns, and a line a figure."""
    if line.figures is None or not line.figures.groups:
        return [], []
    form = line.figures.form
    names, groups = form.row_names(found.grid.directive), line.figures.groups
    columns = ["Số liệu", *(upper_first(names.get(id_, id_)) for id_ in groups)]
    rows = [
        [upper_first(one.name), *(_number(group.get(one.id)) for group in groups.values())]
        for one in form.figures
    ]
    return columns, rows


def _number(told: int | None) -> str:
    return "–" if told is None else grouped(told)


@router.post(f"{PAGE}/goi")
def called(visit: Here, place: There, uid: str) -> Response:
    """Enter a call; with a day: a promise."""

    def request() -> calling.Request:
        met = NOBODY if visit.field("viec") == "khong-nghe" else visit.field("gap")
        promised = None if visit.field("viec") == "khong-nghe" else day(visit, "hen", "Ngày hẹn")
        said = Said(met, promised, visit.field("loi") or None)
        return calling.Request(place.which(uid), said)

    return _do(visit, place, uid, "goi", calling.call, request, _called)


def _called(answer: calling.Answer) -> str:
    if answer.held_until is None:
        return "Đã ghi cuộc gọi."
    return f"Đã ghi cuộc gọi và ngày hẹn; chưa nhắc thêm đến {full_day(answer.held_until)}."


@router.post(f"{PAGE}/nhan")
def received(visit: Here, place: There, uid: str) -> Response:
    """Record a report that came by another road, with its number, dates and scan."""

    def request() -> recording.Request:
        return recording.Request(
            place.which(uid),
            receipt(visit),
            nil=visit.field("khong") == "1",
            files=attached(visit),
            revises=visit.field("thay") == "1",
        )

    return _do(visit, place, uid, "nhan", recording.record, request, _recorded)


def _recorded(answer: recording.Answer) -> str:
    if answer.awaits_issue:
        return "Đã ghi nhận số liệu; đúng hạn hay không tính theo ngày phát hành văn bản."
    if answer.adjustment:
        return "Số liệu kỳ này đã chốt: ghi là điều chỉnh kỳ trước."
    said = "Đã ghi nhận, đúng hạn" if answer.on_time else "Đã ghi nhận, quá hạn"
    told = f"; {answer.corrected} người sẽ nhận đính chính" if answer.corrected else ""
    return f"{said}{told}."


@router.post(f"{PAGE}/tiep-nhan")
def accepted(visit: Here, place: There, uid: str) -> Response:
    """Accept its report."""
    return _do(
        visit,
        place,
        uid,
        "xem",
        accepting.accept,
        lambda: accepting.Request(place.which(uid)),
        lambda answer: "Đã tiếp nhận báo cáo.",
    )


@router.post(f"{PAGE}/tra-lai")
def returned(visit: Here, place: There, uid: str) -> Response:
    """Give its report back, with a reason at each figure that is wrong."""

    def request() -> giving_back.Request:
        reasons = {
            key.removeprefix(_REASON): visit.field(key)
            for key in visit.form
            if key.startswith(_REASON) and visit.field(key)
        }
        if whole := visit.field("ly_do"):
            reasons[WHOLE] = whole
        return giving_back.Request(place.which(uid), reasons)

    return _do(visit, place, uid, "tra", giving_back.give_back, request, _back)


def _back(answer: giving_back.Answer) -> str:
    by = f"; hẹn gửi lại chậm nhất {full_day(answer.reply_by)}" if answer.reply_by else ""
    return f"Đã trả lại{by}."


@router.post(f"{PAGE}/huy")
def undone(visit: Here, place: There, uid: str) -> Response:
    """Take a mistaken record back."""
    return _do(
        visit,
        place,
        uid,
        "huy",
        undoing.undo,
        lambda: undoing.Request(place.which(uid), visit.field("ly_do")),
        lambda answer: "Đã hủy ghi nhận; lượt quét sau sẽ xét lại.",
    )


def _do(
    visit: Visit,
    place: Place,
    uid: str,
    at: str,
    act: Callable[..., A],
    request: Callable[[], object],
    receipt_: Callable[[A], str],
) -> Response:
    """Do an act about one body; what is wrong stands at the form `at`, with what was typed."""
    try:
        asked = request()
    except Refused as refused:
        return _shown(visit, place, uid, str(refused), at, 400)
    return visit.do(
        act,
        asked,
        to=place.of(uid) if visit.field("ve") != "dot" else place.path,
        receipt=receipt_,
        again=lambda wrong: _shown(visit, place, uid, wrong, at, 400),
    )
