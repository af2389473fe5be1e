"""What a look at obligations needs of an office."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property

from dondoc.obligations.watched import NOTHING_WATCHED, Watching
from dondoc.setup.settings import EscalationSettings
from dondoc.setup.wiring import Office
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.engine import PolicyEngine
from rules.meaning.routing import Routing
from rules.rulebook import Rulebook


@dataclass
class Work:
    """What a sweep needs beside the rows.

    `release`: after how long a held notice goes by itself, None where a person releases it.
    `at`: the local time at which a day's work begins.
    `channels`: those the office can send on, None for all.
    `office`: its uid, None where nobody is known to follow up.
    `directives`: those that are followed, None for all.
    `watching`: how that is read which is followed without a day in the text.
    """

    rulebook: Rulebook
    policies: PolicyEngine
    release: timedelta | None
    at: time
    channels: Collection[str] | None = None
    office: str | None = None
    directives: Collection[str] | None = None
    watching: Watching = field(default_factory=dict)
    _known: tuple[date, BodyRegistry, WorkingCalendar] | None = None

    @cached_property
    def routing(self) -> Routing:
        """Return what may go on which of the office's channels."""
        routing = self.rulebook.routing
        return routing if self.channels is None else routing.limited_to(self.channels)

    def known_on(self, today: date) -> tuple[BodyRegistry, WorkingCalendar]:
        """Return bodies and calendar as known on the local date `today`."""
        if self._known is None or self._known[0] != today:
            bodies, calendar = self.rulebook.bodies, self.rulebook.calendar
            self._known = today, bodies.known_on(today), calendar.known_on(today)
        return self._known[1:]


def work_of(office: Office, watching: Watching = NOTHING_WATCHED) -> Work:
    """Return the office's rules and manners, as a sweep needs them; `watching`: see `Work`."""
    settings = office.settings.settings
    return Work(
        office.rulebook,
        office.policies,
        release_after(settings.escalations),
        settings.sweep.at,
        channels=settings.channels,
        office=office.house.body or None,
        directives=settings.directives,
        watching=watching,
    )


def release_after(escalations: EscalationSettings) -> timedelta | None:
    """Return after how long held notices go by themselves, None where a person releases them."""
    return {
        "person": None,
        "after_hours": timedelta(hours=escalations.hours),
        "at_once": timedelta(0),
    }[escalations.release]
