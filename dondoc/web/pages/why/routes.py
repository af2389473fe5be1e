"""The pages "Vì sao": the letters there are, one of them, one obligation, its dossier as a file."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from dondoc.desk import link as ending
from dondoc.desk.look import Look
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import dossier
from dondoc.errors import Refused
from dondoc.looking.letter import letter, refuse_hidden
from dondoc.looking.letter import notice as notice_named
from dondoc.looking.listing import Listing
from dondoc.looking.shown import purged
from dondoc.setup.links import LASTS
from dondoc.visible import Sight
from dondoc.web.navigation import may_do
from dondoc.web.pages.seen import Names
from dondoc.web.pages.why.view import told
from dondoc.web.visit import Here
from language.naming import slug
from language.numbers import count
from models import EndedLink, Message, MessageState, NoticeState, Obligation
from models.message import MESSAGE_STATE_NAMES
from models.notice import NOTICE_STATE_NAMES

router = APIRouter(prefix="/vi-sao")
ROWS = 50
# Of so many more nobody reads how many exactly.
MANY = 1_000
Number = Annotated[int, Path(ge=1, le=2**62)]
After = Annotated[int | None, Query(ge=0, le=2**62)]
State = Annotated[NoticeState | None, Query(alias="trang_thai")]


@router.get("")
def index(visit: Here, sau: After = None, state: State = None) -> Response:
    """Show the newest letters, or those after the one numbered `sau`."""
    with visit.look(Sight.NOTICES) as looking:
        found = Listing(looking.session, looking.visible, state, False)
        rows = list(found.rows(sau, ROWS)) if sau is not None else found.newest(ROWS)
        first, last = (rows[0][0].id, rows[-1][0].id) if rows else (0, 0)
        return visit.show(
            "why/index.html",
            rows=rows if sau is not None else rows[::-1],
            earlier=found.count(before=first, at_most=MANY) if rows else 0,
            later=found.count(after=last, at_most=MANY) if rows else 0,
            many=MANY,
            next_after=last,
            forward=sau is not None,
            state=state.value if state else "",
            states=NOTICE_STATE_NAMES,
            names=Names(visit.office.rulebook),
            unknown=(MessageState.UNKNOWN.value, MESSAGE_STATE_NAMES["unknown"]),
        )


@router.get("/thu/{number}")
def why_letter(visit: Here, number: Number, kiem: bool = False) -> Response:
    """Show why there is the notice with that number."""
    # What is stored is held against the trail and its checkpoints, outside the database.
    visit.anew()
    with visit.look(Sight.LETTER) as looking:
        found, row = notice_named(looking, number)
        refuse_hidden(looking, found, row)
        return visit.show(
            "why/why.html",
            told=told(visit, looking, row, found, kiem),
            letter=letter(visit.office, looking, found),
            purged=purged(looking, found),
            state=NOTICE_STATE_NAMES[found.state],
            names=Names(visit.office.rulebook),
            here=f"/vi-sao/thu/{number}",
            linked=_linked(looking, found.message_id),
        )


def _linked(looking: Look, message: int | None) -> str:
    """Say whether the link of a letter still opens something, where who looks may take it back."""
    session, desk = looking.session, looking.desk
    if message is None or not desk.settings.web.url or not may_do(desk, "link.end"):
        return ""
    if session.get(EndedLink, message) is not None:
        return "ended"
    over = desk.now - session.get_one(Message, message).frozen_at >= LASTS
    return "" if over else "opens"


@router.post("/thu/{number}/dong-duong-dan")
def end_link(visit: Here, number: Number) -> Response:
    """Take the link of that letter back."""
    return visit.do(
        ending.end,
        ending.Request(number),
        to=f"/vi-sao/thu/{number}",
        receipt=lambda answer: (
            f"Đã thu hồi đường dẫn; {count(answer.out)} người đang vào bằng nó đã thoát."
        ),
    )


@router.get("/viec/{number}")
def why_duty(visit: Here, number: Number, kiem: bool = False) -> Response:
    """Show the dossier of the obligation with that number."""
    visit.anew()
    with visit.look(Sight.DOSSIER) as looking:
        row = _row(looking.session.get(Obligation, number), number)
        looking.refuse([looking.party(row)])
        return visit.show(
            "why/why.html",
            told=told(visit, looking, row, None, kiem),
            letter=None,
            purged=False,
            state="",
            names=Names(visit.office.rulebook),
            here=f"/vi-sao/viec/{number}",
            linked="",
        )


@router.get("/viec/{number}/ho-so.pdf")
def dossier_file(visit: Here, number: Number) -> Response:
    """Return the dossier as a file; refused where what is stored does not hold."""
    with visit.look(Sight.DOSSIER) as looking:
        row = _row(looking.session.get(Obligation, number), number)
        looking.refuse([looking.party(row)])
        sources = Sources(looking.session, visit.office, visit.now)
        asked = (row.directive_id, row.duty, row.bearer_uid, row.original_due_on)
        names = ("directive", "duty", "bearer", "due")
        made = dossier.KIND.filled(sources, **dict(zip(names, asked, strict=True)))
    [(_, content)] = dossier.KIND.files(made, visit.now, ["pdf"], mark=visit.office.mark)
    name = f"ho-so-{slug(row.bearer_uid)}-{row.original_due_on.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = content if isinstance(content, bytes) else b"".join(content)
    return Response(body, media_type="application/pdf", headers=headers)


def _row(found: Obligation | None, number: int) -> Obligation:
    if found is None:
        raise Refused(f"không có việc số {number}")
    return found
