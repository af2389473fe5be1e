"""How that is read which is followed without a day in the text, kind by kind."""

from functools import partial

from dondoc.cases.along import along
from dondoc.cases.awaiting import awaiting
from dondoc.obligations.handing import handings
from dondoc.obligations.watched import Watching
from dondoc.reports.quarterly import questions
from dondoc.setup.settings import Settings
from models import Kind


def watching_by(settings: Settings) -> Watching:
    """Return how an office with these settings reads it."""
    return {
        Kind.HANDING.value: handings,
        Kind.VISITING.value: awaiting,
        Kind.CASES.value: along,
        Kind.ASKING.value: partial(questions, asks=settings.web.ask_quarterly),
    }
