"""The board: one directive now, or as of a past day, of which nothing can be done."""

from datetime import date, datetime, timedelta
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from sqlalchemy import select
from starlette.responses import Response

from dondoc.cases.assigning import without_anybody
from dondoc.desk.look import Look, look
from dondoc.errors import NotAllowed, Refused
from dondoc.looking.cells import KEY
from dondoc.looking.glance import Glance, glance
from dondoc.looking.status import DutyStatus, last_rounds
from dondoc.looking.waiting.everything import Waiting
from dondoc.visible import Sight
from dondoc.web.kept import Kept
from dondoc.web.pages.board.view import groups_of, headline, others, period_of
from dondoc.web.pages.seen import Names, waits
from dondoc.web.visit import Here, Visit
from language.dates import full_day, read_day
from language.zone import local_midnight
from models import Directive
from models.standing import WAY_NAMES, Way

router = APIRouter(prefix="/bang")
# As many late bodies as one printed page has room for.
SHOWN = 8
Text = Annotated[str, Query(max_length=100)]


class Shown(NamedTuple):
    """How the last round of each directive stands, and one directive at a glance."""

    rows: list[DutyStatus]
    found: Glance


_kept = Kept[Shown]()


@router.get("")
def show(visit: Here, van_ban: Text = "", ngay: Text = "") -> Response:
    """Show the directive `van_ban`, or the first that is followed; as of the end of day `ngay`."""
    with visit.look(Sight.STATUS) as looking:
        rulebook, session = visit.office.rulebook, looking.session
        day = _past(ngay, looking.desk.today)
        at = _end_of(day) if day else visit.now
        chosen = _chosen(looking, van_ban, at)

        def read() -> Shown:
            rows = last_rounds(session, rulebook, at, looking.visible)
            return Shown(rows, glance(session, rulebook, chosen, at, looking.visible))

        rows, found = _kept.of(session, visit.office, at, (chosen, looking.visible), read)
        groups = groups_of(found)
        return visit.show(
            "board/board.html",
            found=found,
            directive=chosen,
            cited=rulebook.directives[chosen].cited_as,
            issuer=rulebook.bodies.get(rulebook.directives[chosen].issuer).name,
            period=period_of(found),
            headline=headline(found, groups),
            groups=groups,
            late=found.late[:SHOWN],
            rest=found.late[SHOWN:],
            others=others(rulebook, rows, chosen),
            waiting=None if day else _waiting(visit, looking),
            nobodys=0 if day else sum(_villages(looking).values()),
            past=full_day(day) if day else "",
            day=(day or looking.desk.today).isoformat(),
            today=looking.desk.today.isoformat(),
            at=at,
            ways=[(letter, way, WAY_NAMES[way]) for letter, way in _WAYS],
            key=KEY,
            names=Names(rulebook),
        )


def _villages(looking: Look) -> dict[str, int]:
    return without_anybody(looking.session, looking.visible, looking.desk.today)


_WAYS: tuple[tuple[str, Way], ...] = (
    ("Đ", "done_on_time"),
    ("M", "done_late"),
    ("C", "open_in_time"),
    ("Q", "open_overdue"),
)


def _past(text: str, today: date) -> date | None:
    """Return the past day that is asked for; None for today."""
    if not text:
        return None
    day = read_day(text)
    if day is None:
        raise Refused(f"“{text}” không phải một ngày; ghi như 2024-08-07")
    if day > today:
        raise Refused(f"ngày {full_day(day)} chưa đến; chỉ xem lại được ngày đã qua")
    return day if day < today else None


def _end_of(day: date) -> datetime:
    """Return the last instant of a local day."""
    return local_midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


def _chosen(looking: Look, wanted: str, at: datetime) -> str:
    """Return the directive that is shown: which was asked for, or the first that is followed."""
    query = select(Directive.id).where(Directive.registered_at <= at).order_by(Directive.id)
    declared = looking.desk.rulebook.directives
    known = [id_ for id_ in looking.session.scalars(query) if id_ in declared]
    if wanted and wanted not in known:
        raise Refused(f"không có văn bản {wanted!r} đang theo dõi vào ngày ấy")
    followed = [id_ for id_ in looking.desk.settings.directives if id_ in known]
    if not known:
        raise Refused("vào ngày ấy chưa theo dõi văn bản nào")
    return wanted or next(iter(followed), known[0])


def _waiting(visit: Visit, looking: Look) -> Waiting | None:
    try:
        return waits(visit, look(looking.desk, Sight.NOTICES))
    except NotAllowed:
        return None
