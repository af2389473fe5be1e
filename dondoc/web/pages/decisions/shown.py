"""What the page of decisions shows of one held letter: its words, what went before, how to ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.desk.look import Look, look
from dondoc.errors import NotAllowed
from dondoc.looking.asking import asking
from dondoc.looking.happenings import Happening, lately
from dondoc.looking.letter import letter, refuse_hidden
from dondoc.looking.waiting.letters import Held
from dondoc.visible import Sight
from dondoc.web.visit import Visit
from language.zone import local_date
from notifications.envelope import Envelope


@dataclass(frozen=True)
class Chosen:
    """One held letter. `letter` None: whoever looks may not read it, or it is called off.

    `before`: what happened up to now, "" where that is not seen; `zalo`: the same in short, to be
    copied; `days`: on which a promise is usually made.
    """

    held: Held
    letter: Envelope | None
    before: tuple[Happening, ...]
    zalo: str
    days: tuple[date, ...]


def chosen(visit: Visit, looking: Look, held: Held) -> Chosen:
    """Return what is shown of `held` to whoever looks."""
    rulebook, today = visit.office.rulebook, local_date(visit.now)
    calendar = rulebook.calendar.known_on(today)
    tomorrow = calendar.next_working(today + timedelta(days=1))
    return Chosen(
        held,
        _letter(visit, looking, held),
        _before(visit, looking, held),
        asking(rulebook, held.row, visit.now),
        (today, tomorrow, calendar.next_working(tomorrow + timedelta(days=1))),
    )


def _letter(visit: Visit, looking: Look, held: Held) -> Envelope | None:
    try:
        reading = look(looking.desk, Sight.LETTER)
        refuse_hidden(reading, held.notice, held.row)
    except NotAllowed:
        return None
    return letter(visit.office, reading, held.notice)


def _before(visit: Visit, looking: Look, held: Held) -> tuple[Happening, ...]:
    try:
        seen = look(looking.desk, Sight.DOSSIER)
        seen.refuse([seen.party(held.row)])
    except NotAllowed:
        return ()
    return tuple(lately(looking.session, visit.office.rulebook, held.row, visit.now))
