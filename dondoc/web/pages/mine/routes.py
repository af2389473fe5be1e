"""The page of one's own work, whichever body one is of."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.looking.owed import Part, owed
from dondoc.visible import Sight
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
    )
