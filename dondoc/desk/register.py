"""Register: the directives that config.yaml names, and the address book, brought up to date."""

from dataclasses import dataclass

from dondoc.day.registering import take_contacts
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.obligations.register import register as register_one
from dondoc.obligations.registrar import Registration


@dataclass(frozen=True)
class Request:
    """Everything the settings name."""


@act("register")
def register(desk: Desk, request: Request) -> tuple[Registration, ...]:
    """Register what is named; raise Refused where a directive is not among the rules."""
    by = desk.allow("register")
    settings = desk.settings
    readings, at = settings.readings_for_rules(), settings.sweep.at
    done = tuple(
        register_one(desk.session, desk.rulebook, name, readings, desk.now, at, by)
        for name in settings.directives
    )
    take_contacts(desk.session, desk.located, desk.rulebook, desk.now, by)
    return done
