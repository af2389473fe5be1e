"""The page of one's own work, whichever body one is of."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.desk import record
from dondoc.looking.decided_cases import number_to_do
from dondoc.looking.owed import Part, owed
from dondoc.looking.untimed import asked as asked_quarterly
from dondoc.looking.untimed import begins
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.mine.lines import TITLES, Line, asked, axis, headline, line
from dondoc.web.visit import Here
from language.dates import week_day

router = APIRouter(prefix="/viec")


class Shown(NamedTuple):
    """One part as it is shown: of so many (`number`) some `lines`, after which come `more`."""

    id: str
    title: str
    note: str
    lines: list[Line]
    number: int
    more: int


# So many of a part are shown at once.
SHOWN = 50
PageNumber = Annotated[int, Query(ge=1, le=10_000)]


@router.get("")
def show(visit: Here, phan: Part | None = None, trang: PageNumber = 1) -> Response:
    """Show what is owed; of one part alone (`phan`) its page `trang`."""
    with visit.look(Sight.STATUS) as looking:
        found = owed(looking)
        today = looking.desk.today
        _, calendar = looking.desk.work.known_on(today)
        questions = [asked(one, today) for one in found.questions]

        def part_of(part: Part) -> Shown:
            rows, before = found.of(part), (trang - 1) * SHOWN if phan is part else 0
            lines = [line(one, today, calendar) for one in rows[before : before + SHOWN]]
            more = len(rows) - before - len(lines)
            own = questions if part is Part.ANSWER and not before else []
            number = len(rows) + (len(questions) if part is Part.ANSWER else 0)
            return Shown(part.value, *TITLES[part], own + lines, number, max(0, more))

        parts = [part_of(part) for part in Part if phan in (None, part)]
        files = may_do(looking.desk, "report.file")
        untimed = list(begins(looking)) if files else []
        quarterly = list(asked_quarterly(looking)) if files else []
        decided_open = number_to_do(looking) if files else 0
    return visit.show(
        "mine/mine.html",
        headline=headline(found),
        parts=[one for one in parts if one.lines],
        next_page=trang + 1,
        alone=phan is not None,
        axis=axis(today),
        today=week_day(today),
        untimed=untimed,
        quarterly=quarterly,
        decided_open=decided_open,
    )


@router.post("/mo/{directive}/{duty}")
def begun(visit: Here, directive: str, duty: str) -> Response:
    """Begin a round of a report without a term, and go on to write it."""
    return visit.do(
        record.begin,
        record.Beginning(directive, duty),
        to=lambda answer: f"/bao-cao/{answer.obligation}",
        receipt="Đã mở báo cáo; văn bản không nêu thời hạn.",
    )
