"""What a look at obligations needs of an office."""

from datetime import timedelta

from dondoc.obligations.verdict import Work
from dondoc.setup.settings import EscalationSettings
from dondoc.setup.wiring import Office


def work_of(office: Office) -> Work:
    """Return the office's rules and manners, as a sweep needs them."""
    settings = office.settings.settings
    return Work(
        office.rulebook,
        office.policies,
        release_after(settings.escalations),
        settings.sweep.at,
        channels=settings.channels,
        office=office.house.body or None,
        directives=settings.directives,
    )


def release_after(escalations: EscalationSettings) -> timedelta | None:
    """Return after how long held notices go by themselves, None where a person releases them."""
    return {
        "person": None,
        "after_hours": timedelta(hours=escalations.hours),
        "at_once": timedelta(0),
    }[escalations.release]
