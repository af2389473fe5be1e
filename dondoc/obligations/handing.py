"""Lists of people that go down: who owes which, who has its part, and what follows from that.

Such a duty names no day, so that nothing of it is ever late: it is open until every body with
people in the last list of each of its groups has its part, and again when a later list comes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dondoc.notices.cancel import call_off
from dondoc.obligations.watched import Told
from language.zone import local_date, morning
from models import (
    Event,
    Kind,
    ListReceipt,
    Notice,
    NoticeState,
    Obligation,
    ObligationState,
    PeopleListKind,
    PersonList,
)
from models.trail import append
from notifications.rounds import HandingView, ListView
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.meaning.facts import HandingFigures
from rules.meaning.ladder import first_wake
from rules.rulebook import Rulebook
from steps.table import step_of

LISTED = "đã có danh sách"
RECEIVED = "đơn vị đã ghi nhận danh sách"


@dataclass(frozen=True)
class GroupHanded:
    """The last list of a group (its number, None where none came): who has received their part.

    `lacking`: who has not, of those that are visible (uids). `came_at`: when the list came;
    `done_at`: the instant at which the last body had its part, None while one has not.
    """

    group: str
    list: int | None = None
    as_of: date | None = None
    came_at: datetime | None = None
    parts: int = 0
    received: int = 0
    lacking: tuple[str, ...] = ()
    done_at: datetime | None = None


@dataclass(frozen=True)
class Handing:
    """How far the lists of one duty have gone down, group by group.

    `asks`: the groups whose receipts are asked for under this duty; where several duties of a
    dispatch speak of one list, whoever lacks its part is reminded of it once.
    """

    groups: tuple[GroupHanded, ...]
    asks: frozenset[str] = frozenset()

    @property
    def owed(self) -> tuple[str, ...]:
        """The groups of which no list has come."""
        return tuple(one.group for one in self.groups if one.list is None)

    @property
    def receivers(self) -> tuple[str, ...]:
        """Whoever lacks its part of a list and is asked for the receipt (uids)."""
        return tuple(sorted({uid for one in self._asked for uid in one.lacking}))

    @property
    def _asked(self) -> list[GroupHanded]:
        return [one for one in self.groups if one.group in self.asks]

    @property
    def done_at(self) -> datetime | None:
        """The instant at which all were received, None while one was not."""
        known = [one.done_at for one in self.groups if one.done_at]
        return max(known) if known and len(known) == len(self.groups) else None

    @property
    def figures(self) -> HandingFigures:
        """What the policies see."""
        came = [one.came_at for one in self._asked if one.lacking and one.came_at]
        listed_on = local_date(min(came)) if came else None
        return HandingFigures(len(self.owed), len(self.receivers), listed_on)

    @property
    def keeps(self) -> tuple[int, ...]:
        """Return nothing: what it told needs not be remembered."""
        return ()

    def told(self, step: str) -> Told:
        """Return who is told beside the bearer: each body that lacks its part."""
        return Told(bodies=self.receivers if step_of(step).rests_on == "unreceived" else ())

    def waits_for(self, bodies: BodyRegistry, told: str, today: date) -> list[GroupHanded]:
        """Return the lists of which `told` (uid), or whom it answers for, lacks its part."""
        return [
            one
            for one in self._asked
            if any(_answers(bodies, uid, told, today) for uid in one.lacking)
        ]

    def untrue(self, bodies: BodyRegistry, notice: Notice, today: date) -> str | None:
        """Return why a notice about these lists has become untrue, None where it has not."""
        match step_of(notice.step).rests_on:
            case "unlisted":
                return None if self.owed else LISTED
            case "unreceived":
                waits = self.waits_for(bodies, notice.recipient_uid, today)
                return None if waits else RECEIVED
            case _:
                return None

    def shown(
        self, directive: Directive, bodies: BodyRegistry, notice: Notice, today: date
    ) -> HandingView:
        """Return what a notice tells: what is owed, and what whoever is told lacks."""
        return HandingView(
            owed=tuple(directive.groups[group].name for group in self.owed),
            waits=tuple(
                ListView(
                    directive.groups[one.group].name, one.list, one.as_of, local_date(one.came_at)
                )
                for one in self.waits_for(bodies, notice.recipient_uid, today)
                if one.list and one.as_of and one.came_at
            ),
        )


def _answers(bodies: BodyRegistry, uid: str, told: str, today: date) -> bool:
    """Say whether `told` is asked where the body `uid` is meant: it, its heir, whom it follows."""
    if uid == told or uid not in bodies or bodies.current(uid, today).uid == told:
        return uid == told or uid in bodies
    return any(one.uid == told for one in bodies.predecessors(uid))


def group_handed(
    session: Session, directive: str, group: str, *where: ColumnElement[bool]
) -> GroupHanded:
    """Return how far the last list of a group has gone down.

    Args:
        where: of the receipts, whose are named as lacking.
    """
    last = session.scalars(
        select(PersonList)
        .where(
            PersonList.directive_id == directive,
            PersonList.group_id == group,
            PersonList.kind == PeopleListKind.UNCOVERED.value,
        )
        .order_by(PersonList.as_of.desc(), PersonList.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return GroupHanded(group)
    mine = ListReceipt.list_id == last.id
    at = session.scalars(select(ListReceipt.received_at).where(mine)).all()
    came = [one for one in at if one is not None]
    lacks = select(ListReceipt.body_uid).where(mine, ListReceipt.received_at.is_(None), *where)
    return GroupHanded(
        group=group,
        list=last.id,
        as_of=last.as_of,
        came_at=last.recorded_at,
        parts=len(at),
        received=len(came),
        lacking=tuple(session.scalars(lacks.order_by(ListReceipt.body_uid))),
        done_at=max(came) if came and len(came) == len(at) else None,
    )


def handings(
    session: Session, rulebook: Rulebook, rows: Iterable[Any], _now: datetime
) -> Mapping[int, Handing]:
    """Return, per obligation id, how far the lists have gone down that those of `rows` owe.

    Args:
        rows: obligations that hand lists down.
    """
    known: dict[tuple[str, str], GroupHanded] = {}
    found = {}
    for row in rows:
        declared = rulebook.directives[row.directive_id]
        groups = declared.duties[row.duty].hands_down
        for group in groups:
            if (row.directive_id, group) not in known:
                known[row.directive_id, group] = group_handed(session, row.directive_id, group)
        asks = frozenset(group for group in groups if _asking(declared, group) == row.duty)
        found[row.id] = Handing(tuple(known[row.directive_id, one] for one in groups), asks)
    return found


def _asking(declared: Directive, group: str) -> str:
    """Return the duty under which the receipts of a group's list are asked for: the last one."""
    return [duty.id for duty in declared.duties.values() if group in duty.hands_down][-1]


def settle(session: Session, rulebook: Rulebook, directive: str, now: datetime, at: time) -> None:
    """Let what is owed of a directive's lists stand as the receipts have it at `now` (aware).

    What is received is done, a later list opens it again, and words that are no longer true are
    called off. Idempotent.

    Args:
        at: the local time of the daily sweep.
    """
    rows = _followed(session, directive)
    standing, today = handings(session, rulebook, rows, now), local_date(now)
    calendar = rulebook.calendar.known_on(today)
    events: list[Event] = []
    for row in rows:
        found = standing[row.id]
        done_at = found.done_at
        if done_at is not None and row.state in ObligationState.unfinished():
            events.append(_done(row, done_at, now))
        elif done_at is None and row.state == ObligationState.SUBMITTED:
            events.append(_again(row, now, at, calendar))
        events.extend(_untrue(session, rulebook.bodies, row, found, now))
    append(session, now, events)


def _followed(session: Session, directive: str) -> Sequence[Obligation]:
    query = select(Obligation).where(
        Obligation.directive_id == directive,
        Obligation.kind == Kind.HANDING.value,
        Obligation.state.not_in([state.value for state in ObligationState.ended()]),
    )
    return session.scalars(query.order_by(Obligation.id)).all()


def _done(row: Obligation, at: datetime, now: datetime) -> Event:
    row.move(ObligationState.SUBMITTED)
    row.received_at, row.recorded_at, row.wake_at = at, now, None
    return Event("list.handed_down", f"obligation:{row.id}", {"at": at.isoformat()})


def _again(row: Obligation, now: datetime, at: time, calendar: WorkingCalendar) -> Event:
    row.move(ObligationState.OPEN)
    row.received_at = row.recorded_at = None
    row.cycle, row.fired = row.cycle + 1, {}
    day = first_wake(row.kind, local_date(now), calendar)
    row.wake_at = max(morning(day, at), now)
    return Event("list.owed_again", f"obligation:{row.id}", {"cycle": row.cycle})


def _untrue(
    session: Session, bodies: BodyRegistry, row: Obligation, found: Handing, now: datetime
) -> Iterator[Event]:
    waiting = select(Notice).where(
        Notice.obligation_id == row.id,
        Notice.state.in_([state.value for state in NoticeState.unsent()]),
        Notice.message_id.is_(None),
    )
    for notice in session.scalars(waiting).all():
        if reason := found.untrue(bodies, notice, local_date(now)):
            yield call_off(notice, reason, now)
