"""The page of one's own work, whichever body one is of."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import record
from dondoc.looking.owed import Part, owed
from dondoc.looking.untimed import asked as asked_quarterly
from dondoc.looking.untimed import begins
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.mine.lines import TITLES, asked, axis, headline, line
from dondoc.web.visit import Here
from language.dates import week_day

router = APIRouter(prefix="/viec")


@router.get("")
def show(visit: Here) -> Response:
    """Show what is owed."""
    with visit.look(Sight.STATUS) as looking:
        found = owed(looking)
        today = looking.desk.today
        _, calendar = looking.desk.work.known_on(today)
        parts = [
            (part, *TITLES[part], [line(one, today, calendar) for one in found.of(part)])
            for part in Part
        ]
        questions = [asked(one, today) for one in found.questions]
        files = may_do(looking.desk, "report.file")
        untimed = list(begins(looking)) if files else []
        quarterly = list(asked_quarterly(looking)) if files else []
    shown = [
        (part.value, title, note, questions + lines if part is Part.ANSWER else lines)
        for part, title, note, lines in parts
    ]
    return visit.show(
        "mine/mine.html",
        headline=headline(found),
        parts=[one for one in shown if one[3]],
        axis=axis(today),
        today=week_day(today),
        untimed=untimed,
        quarterly=quarterly,
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
