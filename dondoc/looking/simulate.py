"""Simulate: what would be sent, to whom, when, if a directive were switched on.

The real use cases run over a database of their own in memory; the time line is read off the trail
they leave. Nothing is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.contacts.book import store_contacts
from dondoc.contacts.demo import demo_contacts
from dondoc.day.dispatching import DispatchReport, make_dispatch
from dondoc.day.ground import Ground
from dondoc.day.registering import register_directives
from dondoc.day.sweeping import SweepReport, make_sweep
from dondoc.errors import Refused
from dondoc.looking.acts import Acts
from dondoc.looking.behaviour import Behaviour
from dondoc.looking.timeline import Timeline, TimelineEvent
from dondoc.notices.cancel import call_off
from dondoc.obligations.verdict import Work
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.premise import untrue_notices
from dondoc.setup.database import open_engine
from dondoc.setup.schema import migrate
from dondoc.setup.settings import Settings
from language.dates import full_day
from language.zone import local, local_midnight, morning
from models import Notice, NoticeState
from models.trail import append
from rules.meaning.engine import PolicyEngine
from rules.meaning.occurrence import occurrences
from rules.rulebook import Rulebook

__all__ = ["TimelineEvent", "simulate"]

Progress = Callable[[int, int], None]


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
        known = ", ".join(map(full_day, days)) or f"nhiệm vụ: {', '.join(duties)}"
        raise Refused(
            f"except, mục {number}: {one.bearer} không có {one.duty} hạn {full_day(one.due_on)}; "
            f"đơn vị ghi bằng mã như trong rules/bodies; có: {known}"
        )


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
            house = settings.office.among(rulebook.bodies).body or None
            work = Work(
                rulebook,
                policies,
                timedelta(0),
                settings.sweep.at,
                office=house,
                directives=[directive],
            )
            run = _Run(Ground(engine, work, settings, [directive]), behaviour, first)
            days = (last - first).days + 1
            for number in range(days):
                run.day(first + timedelta(days=number))
                if progress:
                    progress(number + 1, days)
            return sorted(run.timeline.events, key=lambda event: event.at)
    finally:
        engine.dispose()


class _Run:
    """One simulation under way, registered at 00:00 of a local date; everybody has a contact."""

    def __init__(self, ground: Ground, behaviour: Behaviour, first: date) -> None:
        self._ground, self._behaviour = ground, behaviour
        self._begun = local_midnight(first)
        self._acts = Acts(ground.work, behaviour, self._begun)
        self._last: datetime | None = None
        self.timeline = Timeline(ground.work.rulebook)
        register_directives(ground, self._begun)
        with ground.writing() as session:
            store_contacts(session, demo_contacts(ground.work.rulebook), self._begun)

    def day(self, day: date) -> None:
        """Let one local day pass: what was filed, the sweep, the dispatch."""
        behaviour, ground = self._behaviour, self._ground
        if behaviour.is_down(behaviour.system_down, day):
            return
        now = morning(day, ground.settings.sweep.at)
        with ground.writing() as session:
            self._acts.until(session, now)
        register_directives(ground, now)
        make_sweep(ground, SweepReport(now), self._last)
        make_dispatch(ground, now, _Supposed(ground, behaviour, now))
        with ground.reading() as session:
            self.timeline.read(session, self._last or self._begun, now)
        self._last = now


@dataclass(frozen=True)
class _Supposed:
    """A way out by which every notice that is still true is supposed to have left."""

    ground: Ground
    behaviour: Behaviour
    now: datetime

    def prepare(self, session: Session) -> None:
        """Do nothing: no earlier dispatch was broken off."""

    def send(self, courtesy: Courtesy, report: DispatchReport) -> None:
        """Let everything leave that waits, on a day on which word goes out."""
        day = local(self.now).date()
        if self.behaviour.is_down(self.behaviour.relay_down, day) or not courtesy.sends_on(day):
            return
        with self.ground.writing() as session:
            query = select(Notice).where(Notice.state == NoticeState.PENDING.value)
            pending = list(session.scalars(query))
            untrue = untrue_notices(session, self.ground.work.rulebook, pending, self.now)
            events = [call_off(n, untrue[n.id], self.now) for n in pending if n.id in untrue]
            for notice in pending:
                if notice.id not in untrue:
                    notice.move(NoticeState.SENT, self.now)
            append(session, self.now, events)
