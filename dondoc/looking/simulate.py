"""Simulate: what would be sent, to whom, when, if a directive were switched on.

The real use cases run over a database of their own in memory; the time line is read off the trail
they leave. Nothing is sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from dondoc.day.ground import Ground
from dondoc.looking.behaviour import Behaviour
from dondoc.looking.days import Days
from dondoc.looking.timeline import TimelineEvent
from dondoc.obligations.work import Work, release_after
from dondoc.setup.channels import EMBEDDED
from dondoc.setup.collector import standing
from dondoc.setup.database import open_engine
from dondoc.setup.settings import LocatedSettings, Settings
from language.dates import full_day
from models import whole
from rules.errors import RuleError
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.engine import PolicyEngine
from rules.meaning.occurrence import arisen_occurrences, occurrences
from rules.rulebook import Rulebook

__all__ = ["TimelineEvent", "simulate"]

Progress = Callable[[int, int], None]
# What a simulation makes goes by itself, but for little in a year: that is looked through once.
_OBJECTS = 2_000_000


def _refuse_unknown(
    rulebook: Rulebook, directive: str, behaviour: Behaviour, settings: Settings
) -> None:
    """Raise `RuleError` where an exception names what the directive never asks of anybody."""
    declared = rulebook.directives.get(directive)
    if declared is None or not behaviour.exceptions:
        return
    owed = set(_owed(rulebook, declared, settings.readings_for_rules()))
    raising = []
    for number, one in enumerate(behaviour.exceptions):
        if (one.duty, one.bearer, one.due_on) in owed:
            continue
        duties = sorted({duty for duty, _, _ in owed})
        days = sorted({day for duty, _, day in owed if duty == one.duty and day})
        known = ", ".join(map(full_day, days)) or f"nhiệm vụ: {', '.join(duties)}"
        due = f" hạn {full_day(one.due_on)}" if one.due_on else ", hoặc cần nêu due_on"
        what = f"{one.bearer} không có {one.duty}{due}"
        allowed = f"đơn vị ghi bằng mã như trong rules/bodies; có: {known}"
        raising.append(behaviour.problem(("except", number), what, allowed))
    if raising:
        raise RuleError(raising)


def _owed(
    rulebook: Rulebook, declared: Directive, readings: Readings
) -> Iterator[tuple[str, str, date | None]]:
    """Yield what is owed by whom when; with no date what arises without a term."""
    first = declared.in_force.from_
    for bodies, calendar in (
        (rulebook.bodies, rulebook.calendar),
        (rulebook.bodies.known_on(first), rulebook.calendar.known_on(first)),
    ):
        for one in occurrences(declared, bodies, calendar, readings):
            if one.fact_kind != "target":
                yield one.duty.id, one.bearer.uid, one.due_on
        for duty in declared.duties.values():
            if duty.arises:
                for one in arisen_occurrences(declared, duty, 1, first, bodies):
                    yield duty.id, one.bearer.uid, None


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

    Both are local dates, included; letters are told to the evening of `last`. Everybody has a
    contact, and every letter arrives. What waits to be let go is let go as the settings have it;
    where that is a person's to do, by that person on the same day, unless `behaviour` says that
    nobody does.

    Raises:
        dondoc.errors.Refused: the rulebook has no such directive.
        rules.errors.RuleError: `behaviour` asks for what cannot be, each with its place.
    """
    _refuse_unknown(rulebook, directive, behaviour, settings)
    with living(rulebook, directive, first, behaviour, settings) as days, standing(_OBJECTS):
        count = (last - first).days + 1
        for number in range(count):
            days.live(first + timedelta(days=number))
            if progress:
                progress(number + 1, count)
        days.end()
        return sorted(days.events, key=lambda event: event.at)


@contextmanager
def living(
    rulebook: Rulebook, directive: str, first: date, behaviour: Behaviour, settings: Settings
) -> Iterator[Days]:
    """Open the days of a simulation that begins on the local date `first`; they are gone after."""
    engine = open_engine("sqlite://")
    try:
        # As the migrations leave it, but for what guards a database that others can reach.
        whole().metadata.create_all(engine, checkfirst=False)
        with PolicyEngine(rulebook.policies) as policies, TemporaryDirectory() as folder:
            located = _located(settings, directive, Path(folder))
            work = _work(rulebook, policies, located.settings)
            ground = Ground(engine, work, located.settings, [directive], supposed=True)
            yield Days(ground, located, behaviour, first)
    finally:
        engine.dispose()


def _located(settings: Settings, directive: str, folder: Path) -> LocatedSettings:
    """Return the office's settings without anything of the office: no accounts, no people."""
    nothing = {"as_": None, "database": None, "contacts": None, "channels": {"email": EMBEDDED}}
    own = settings.model_copy(update={**nothing, "directives": [directive]})
    return LocatedSettings(settings=own, folder=folder, state_override=folder)


def _work(rulebook: Rulebook, policies: PolicyEngine, settings: Settings) -> Work:
    return Work(
        rulebook,
        policies,
        release_after(settings.escalations),
        settings.sweep.at,
        channels=settings.channels,
        office=settings.office.among(rulebook.bodies).body or None,
        directives=settings.directives,
    )
