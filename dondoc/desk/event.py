"""Event: something happened from which a deadline counts."""

from dataclasses import dataclass
from datetime import date

from dondoc import find
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.obligations.register import register_event
from dondoc.obligations.registrar import Registration


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
        [find.body_uid(bodies, name, request.on) for name in request.bearers],
        settings.readings_for_rules(),
        desk.now,
        settings.sweep.at,
        by,
    )
