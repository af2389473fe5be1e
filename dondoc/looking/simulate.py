"""Simulate: what would be sent, to whom, when, if a directive were switched on.

The real use cases run over a database of their own in memory; the time line is read off the trail
they leave. Nothing is sent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.contacts.book import store_contacts
from dondoc.contacts.demo import demo_contacts
from dondoc.errors import Refused
from dondoc.looking.acts import Acts
from dondoc.looking.behaviour import Behaviour
from dondoc.notices.cancel import call_off
from dondoc.obligations import sweep
from dondoc.obligations.register import register
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.premise import untrue_notices
from dondoc.setup.database import migrate, open_engine, reading, writing
from dondoc.setup.settings import Settings
from language.zone import local, local_midnight, morning
from models import Entry, Kind, Notice, NoticeState, Obligation, ObligationState
from models.trail import append
from rules.meaning.engine import PolicyEngine
from rules.meaning.occurrence import occurrences
from rules.rulebook import Rulebook

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class TimelineEvent:
    """One line of the time line. `at` is aware; `recipient` is `uid/post`, never a person."""

    at: datetime
    event: str
    directive: str
    duty: str
    clause: str
    bearer: str
    bearer_name: str
    due_on: date
    step: str | None = None
    rung: int | None = None
    to: str | None = None
    recipient: str | None = None
    basis: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the promised JSON object: instants with +07:00."""
        plain = asdict(self)
        return {**plain, "at": local(self.at).isoformat(), "due_on": self.due_on.isoformat()}


def _refuse_unknown(
    rulebook: Rulebook, directive: str, behaviour: Behaviour, settings: Settings
) -> None:
    """Raise `Refused` where an exception names what the directive never asks of anybody."""
    declared = rulebook.directives.get(directive)
    if declared is None or not behaviour.exceptions:
        return
    readings = settings.readings_for_rules()
    first = declared.in_force.from_
    views = [
        (rulebook.bodies, rulebook.calendar),
        (rulebook.bodies.known_on(first), rulebook.calendar.known_on(first)),
    ]
    owed = {
        (o.duty.id, o.bearer.uid, o.due_on)
        for bodies, calendar in views
        for o in occurrences(declared, bodies, calendar, readings)
        if o.fact_kind != "target"
    }
    for number, one in enumerate(behaviour.exceptions, 1):
        if (one.duty, one.bearer, one.due_on) in owed:
            continue
        duties = sorted({duty for duty, _, _ in owed})
        days = sorted({day for duty, _, day in owed if duty == one.duty})
        known = ", ".join(day.isoformat() for day in days) or f"nhiệm vụ: {', '.join(duties)}"
        raise Refused(
            f"except, mục {number}: {one.bearer} không có {one.duty} hạn {one.due_on}; "
            f"đơn vị ghi bằng mã như 02617@base; có: {known}"
        )


# What the trail calls it → what the time line calls it.
_EVENTS = {
    "obligation.opened": "opened",
    "obligation.withdrawn": "closed",
    "notice.created": "notice",
    "notice.cancelled": "cancelled",
    "finding.missed": "missed",
    "report.recorded": "filed",
    "report.returned": "returned",
}


def simulate(
    rulebook: Rulebook,
    directive: str,
    first: date,
    last: date,
    behaviour: Behaviour,
    settings: Settings,
    progress: Progress | None = None,
) -> list[TimelineEvent]:
    """Return the time line of `directive` from `first` 00:00 to the morning of `last`.

    Both are local dates, included. Held notices are released at once.

    Raises:
        dondoc.errors.Refused: the rulebook has no such directive.
    """
    _refuse_unknown(rulebook, directive, behaviour, settings)
    engine = open_engine("sqlite://")
    try:
        migrate(engine)
        with PolicyEngine(rulebook.policies) as policies:
            run = _Run(engine, rulebook, directive, behaviour, settings, policies)
            run.begin(first)
            days = (last - first).days + 1
            for number in range(days):
                run.day(first + timedelta(days=number))
                if progress:
                    progress(number + 1, days)
            return sorted(run.events, key=lambda event: event.at)
    finally:
        engine.dispose()


class _Run:
    """One simulation under way."""

    def __init__(
        self,
        engine: Engine,
        rulebook: Rulebook,
        directive: str,
        behaviour: Behaviour,
        settings: Settings,
        policies: PolicyEngine,
    ) -> None:
        self.engine = engine
        self.rulebook = rulebook
        self.directive = directive
        self.behaviour = behaviour
        self.settings = settings
        self.work = sweep.Work(rulebook, policies, timedelta(0), settings.sweep.at)
        self.events: list[TimelineEvent] = []
        self.seen = 0
        self.last: datetime | None = None
        self.begun = datetime.min.replace(tzinfo=UTC)
        self.acts = Acts(self.work, behaviour, self.begun)

    def begin(self, first: date) -> None:
        """Register at 00:00 of the local date `first`; everybody has a contact."""
        self.begun = local_midnight(first)
        self.acts = Acts(self.work, self.behaviour, self.begun)
        with writing(self.engine) as session:
            self._register(session, self.begun)
            store_contacts(session, demo_contacts(self.rulebook.bodies), self.begun)

    def day(self, day: date) -> None:
        """Let one local day pass: what was filed, the sweep, the dispatch."""
        if self.behaviour.is_down(self.behaviour.system_down, day):
            return
        now = morning(day, self.settings.sweep.at)
        self._file(now)
        with writing(self.engine) as session:
            self._register(session, now)
        self._sweep(now)
        courtesy = Courtesy(self.settings.courtesy, self.rulebook.calendar)
        down = self.behaviour.is_down(self.behaviour.relay_down, day)
        if not down and courtesy.sends_on(day):
            self._dispatch(now)
        self._collect(now)
        self.last = now

    def _register(self, session: Session, now: datetime) -> None:
        readings = self.settings.readings_for_rules()
        register(session, self.rulebook, self.directive, readings, now, self.settings.sweep.at)

    def _file(self, now: datetime) -> None:
        """Let the bodies do what they did since the last sweep, each act at its own instant."""
        with writing(self.engine) as session:
            self.acts.until(session, now)

    def _sweep(self, now: datetime) -> None:
        totals = sweep.Totals()
        while True:
            with writing(self.engine) as session:
                batch = sweep.sweep_batch(session, self.work, now)
            totals += batch
            if batch.examined < sweep.BATCH:
                break
        with writing(self.engine) as session:
            sweep.finish(session, self.last, now, totals)

    def _dispatch(self, now: datetime) -> None:
        """Suppose that every notice which is still true leaves; call off the others."""
        with writing(self.engine) as session:
            query = select(Notice).where(Notice.state == NoticeState.PENDING.value)
            pending = list(session.scalars(query))
            untrue = untrue_notices(session, self.rulebook, pending, now)
            events = [call_off(n, untrue[n.id], now) for n in pending if n.id in untrue]
            for notice in pending:
                if notice.id not in untrue:
                    notice.move(NoticeState.SENT, now)
            append(session, now, events)

    def _collect(self, now: datetime) -> None:
        """Read the new entries of the trail into the time line."""
        with reading(self.engine) as session:
            rows = {row.id: row for row in session.scalars(select(Obligation))}
            self.events.extend(self._late(rows.values(), now))
            query = select(Entry).where(Entry.seq > self.seen).order_by(Entry.seq)
            for entry in session.scalars(query):
                self.seen = entry.seq
                if entry.kind in _EVENTS:
                    self.events.append(self._event(entry, rows, now))

    def _event(self, entry: Entry, rows: dict[int, Obligation], now: datetime) -> TimelineEvent:
        data = orjson.loads(entry.data)
        named = entry.subject.partition(":")[2]
        row = rows[data.get("obligation") or int(named)]
        return self._line(
            row,
            now,
            _EVENTS[entry.kind],
            step=data.get("step"),
            rung=data.get("rung"),
            recipient=data.get("recipient"),
            basis=data.get("basis"),
        )

    def _late(self, rows: Iterable[Obligation], now: datetime) -> Iterator[TimelineEvent]:
        since = self.last or self.begun
        for row in rows:
            if row.kind == Kind.TARGET or row.state in _NEVER_LATE:
                continue
            in_time = row.received_at is not None and row.received_at < row.late_from
            if since < row.late_from <= now and not in_time:
                yield self._line(row, row.late_from, "late")

    def _line(
        self, row: Obligation, at: datetime, event: str, **more: str | int | None
    ) -> TimelineEvent:
        duty = self.rulebook.directives[row.directive_id].duties[row.duty]
        return TimelineEvent(
            at=at,
            event=event,
            directive=row.directive_id,
            duty=row.duty,
            clause=duty.clause,
            bearer=row.bearer_uid,
            bearer_name=self.rulebook.bodies.get(row.bearer_uid).name,
            due_on=row.due_on,
            to=duty.to,
            **more,  # type: ignore[arg-type]
        )


_NEVER_LATE = (ObligationState.WITHDRAWN, ObligationState.HISTORIC)
