"""All-day events with reminders as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from dondoc.documents.writers.letters import clean
from language.zone import ZONE

if TYPE_CHECKING:
    from icalendar import Component

_PRODUCT = "-//Don Doc//Lich han bao cao//VI"


@dataclass(frozen=True, slots=True)
class Event:
    """One day in a calendar.

    Args:
        uid: stays the same for ever; a higher `sequence` replaces what was imported before.
        reminds: what a reminder says, at the instants `remind_at` (aware).
    """

    uid: str
    on: date
    changed_at: datetime
    sequence: int
    summary: str
    description: str
    cancelled: bool = False
    comment: str = ""
    reminds: str = ""
    remind_at: tuple[datetime, ...] = ()


def ics(name: str, at: datetime, events: Iterable[Event]) -> bytes:
    """Return the calendar called `name`, made at the instant `at` (aware)."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("x-wr-timezone", ZONE.key)
    for event in events:
        calendar.add_component(_event(event, at))
    data: bytes = calendar.to_ical()
    return data


def _event(told: Event, at: datetime) -> Component:
    from icalendar import Alarm
    from icalendar import Event as CalendarEvent

    event = CalendarEvent()
    event.add("uid", f"{told.uid}@dondoc")
    event.add("dtstamp", _second(at))
    event.add("last-modified", _second(told.changed_at))
    event.add("sequence", told.sequence)
    event.add("dtstart", told.on)
    event.add("dtend", told.on + timedelta(days=1))
    event.add("summary", clean(told.summary))
    event.add("description", clean(told.description))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    if told.comment:
        event.add("comment", clean(told.comment))
    for when in told.remind_at:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(told.reminds))
        alarm.add("trigger", _second(when))
        event.add_component(alarm)
    return event


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
