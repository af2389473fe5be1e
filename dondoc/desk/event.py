"""Event: something happened from which a deadline counts; undone: it had not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc import find
from dondoc.desk.context import Desk
from dondoc.desk.named import Named, named_by
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.notices.blame import Blame, blame_of, has_left
from dondoc.notices.cancel import cancel_unsent
from dondoc.notices.correct import correct
from dondoc.obligations.register import register_event
from dondoc.obligations.registrar import Registration
from language.dates import full_day
from models import Event, Notice, Obligation, ObligationState
from models.salt import digests_of
from models.trail import append

UNDONE = "sự kiện đã ghi nhầm"


@dataclass(frozen=True)
class Request:
    """On which local date, for which duty and bearers (by uid or name; none named: all)."""

    directive: str
    duty: str
    on: date
    bearers: tuple[str, ...] = ()


@act("event")
def event(desk: Desk, request: Request) -> Registration:
    """Open what the event founds; raise Refused as `register_event` does."""
    by = desk.allow("event")
    bodies, settings = desk.rulebook.bodies, desk.settings
    return register_event(
        desk.session,
        desk.rulebook,
        request.directive,
        request.duty,
        request.on,
        [body_uid(bodies, name, request.on) for name in request.bearers],
        settings.readings_for_rules(),
        desk.now,
        settings.sweep.at,
        by,
    )


@dataclass(frozen=True)
class Undoing:
    """Which event was entered by mistake (as it was), and why."""

    event: Request
    reason: str


@dataclass(frozen=True)
class Undone:
    """How many obligations it had founded are withdrawn, and what was said of them.

    `told`: letters that had left; `corrected`: those who get a correction, as they were blamed;
    `named`: everything that had named somebody as late, with what follows.
    """

    withdrawn: int
    cancelled_notices: int
    told: int
    corrected: int
    named: tuple[Named, ...] = ()


@act("event.undo")
def undo(desk: Desk, request: Undoing) -> Undone:
    """Withdraw what a mistaken event opened, call off what waits, correct what blamed somebody.

    Raises:
        Refused: no such event, a report of it is on file, or no reason is given.
    """
    by = desk.allow("event.undo")
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    rows = _founded(desk, request.event)
    filed = [row.bearer_uid for row in rows if row.received_at is not None]
    if filed:
        names = ", ".join(desk.rulebook.bodies.get(uid).name for uid in filed)
        raise Refused(f"đã có báo cáo của {names}: hủy ghi nhận trước (dondoc report undo)")
    why = digests_of(desk.session, reason=request.reason)
    told = list(_told(desk, rows))
    calls = cancel_unsent(desk.session, [row.id for row in rows], UNDONE, desk.now)
    blames = [(row, _blame(desk, row)) for row in rows]
    corrections = [event for row, blame in blames for event in _corrected(desk, row, blame)]
    events = list(_withdrawn(desk, rows, by, why))
    append(desk.session, desk.now, [*events, *calls, *corrections])
    created = sum(event.kind == "notice.created" for event in corrections)
    named = tuple(one for row, blame in blames for one in named_by(desk, row, blame))
    return Undone(len(rows), len(calls), len(told), created, named)


def _founded(desk: Desk, event: Request) -> list[Obligation]:
    """Return what the event opened and is still owed; raise Refused, naming what there is."""
    mine = (
        Obligation.directive_id == event.directive,
        Obligation.duty == event.duty,
        Obligation.period.startswith("event:"),
        Obligation.state.not_in([state.value for state in ObligationState.ended()]),
    )
    query = select(Obligation).where(*mine, Obligation.period == f"event:{event.on.isoformat()}")
    if event.bearers:
        bodies = desk.rulebook.bodies
        uids = [body_uid(bodies, name, event.on) for name in event.bearers]
        query = query.where(Obligation.bearer_uid.in_(uids))
    rows = list(desk.session.scalars(query.order_by(Obligation.id).with_for_update()))
    if not rows:
        periods = desk.session.scalars(select(Obligation.period).where(*mine).distinct())
        days = sorted(date.fromisoformat(period.partition(":")[2]) for period in periods)
        known = ", ".join(map(full_day, days)) or "chưa có sự kiện nào"
        raise Refused(f"{event.duty} không có sự kiện ngày {full_day(event.on)}; có: {known}")
    return rows


def _told(desk: Desk, rows: Sequence[Obligation]) -> Iterator[Notice]:
    ids = [row.id for row in rows]
    yield from desk.session.scalars(select(Notice).where(Notice.obligation_id.in_(ids), has_left()))


def _blame(desk: Desk, row: Obligation) -> Blame:
    above = find.consolidations_of(desk.session, desk.rulebook, row)
    return blame_of(desk.session, row, above, owed=False)


def _corrected(desk: Desk, row: Obligation, blame: Blame) -> list[Event]:
    because: list[list[object]] = [["retracted", "eq", True, True]]
    # One for the whole event: it is undone once.
    return correct(desk.session, row, blame, because, 0, desk.now)


def _withdrawn(
    desk: Desk, rows: Sequence[Obligation], by: str, why: Mapping[str, object]
) -> Iterator[Event]:
    for row in rows:
        row.move(ObligationState.WITHDRAWN)
        row.withdrawn_at, row.wake_at = desk.now, None
        # Its place is free for the event as it was, and no registration opens it again.
        was, row.period = row.period, f"undone:{row.period}:{row.id}"
        data = {"reason": UNDONE, "by": by, "period": was, **why}
        yield Event("obligation.withdrawn", f"obligation:{row.id}", data)
