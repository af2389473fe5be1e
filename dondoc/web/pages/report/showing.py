"""How the page of a report is drawn: as it stands, or once more with what was refused."""

from uuid import uuid4

from starlette.responses import Response

from dondoc.desk import filing
from dondoc.desk.context import Desk
from dondoc.reports.draft_text import Clash, Typed
from dondoc.web.navigation import who_of
from dondoc.web.pages.report.coming import typed_on
from dondoc.web.pages.report.given import NOT_THERE, visible
from dondoc.web.pages.report.view import saved, shown
from dondoc.web.visit import Visit
from models import Obligation


def mine(desk: Desk, number: int) -> Obligation:
    """Return the obligation numbered so of the body of who acts."""
    row = visible(desk, number)
    if not desk.may("draft.save", [row]):
        raise NOT_THERE
    return row


def writer(desk: Desk) -> str:
    """Return by what name the others know who writes."""
    who = who_of(desk)
    return who.person or who.title


def again(visit: Visit, number: int, wrong: str) -> Response:
    """Show what was typed once more, with why it was refused; nothing typed is lost."""
    with visit.desk() as opened:
        row = mine(opened, number)
        typed = typed_on(visit)
        page = filing.page(opened, row, _known(typed, filing.page(opened, row)))
        revises = visit.field("sua") == "1"
        # It goes on from the version that was typed on: of a newer one it shows nothing.
        return page_of(visit, opened, page, wrong=wrong, revises=revises, status=400, on=typed)


def _known(typed: Typed, page: filing.Page) -> Typed:
    known = set(page.begun.addresses)
    return Typed(
        typed.version,
        {at: text for at, text in typed.cells.items() if at in known},
        {at: text for at, text in typed.words.items() if at in known},
    )


def page_of(
    visit: Visit,
    desk: Desk,
    page: filing.Page,
    clashes: tuple[Clash, ...] = (),
    *,
    wrong: str = "",
    revises: bool = False,
    sending: bool = False,
    status: int = 200,
    on: Typed | None = None,
) -> Response:
    return visit.show(
        "report/report.html",
        status=status,
        # What was typed to ask for more time, where it was refused.
        typed={name: visit.field(name) for name in ("ngay", "ly_do", "ghi")},
        page=shown(desk, page, clashes),
        version=on.version if on else page.draft.version,
        old=on.since if on else {},
        once=uuid4().hex,
        saved=saved(desk, page, writer(desk)),
        live=page.draft.live,
        wrong=wrong,
        revises=revises,
        sending=sending,
        disputed=[],
    )
