"""A demonstration that has been lived in: its history, played at the desk before it is opened.

The history is data of the rules, beside the directive it is about: who filed when, who was called,
what was returned. Every act, sweep and letter of it is the program's own; only the mail is supposed
to arrive.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copy2, rmtree

from pydantic import Field
from sqlalchemy import select

from dondoc.day.ground import ground_of
from dondoc.day.letters import letters_by
from dondoc.looking.behaviour import Behaviour, Day, Instant
from dondoc.looking.days import Days
from dondoc.looking.supposed import Noted, Supposed
from dondoc.sending.reached import reached
from dondoc.setup import demonstration
from dondoc.setup.demonstration import CLOCK
from dondoc.setup.places import version
from dondoc.setup.rules import rules_of
from dondoc.setup.settings import LocatedSettings, Part
from dondoc.setup.wiring import Office, open_office
from dondoc.trail.anchor import anchor
from dondoc.trail.marks import Marks
from language.zone import local_date, morning
from models import Directive
from notifications.envelope import mail
from rules.files.source import read, validate

FILE = "history.yaml"
# Where a history is kept that was played, beside what is written by each run.
_KEPT = "da-dung"
_OWN = frozenset({demonstration.FILE, CLOCK})


class History(Part):
    """What a demonstration looks back on, from the local date `from` to the instant `until`.

    `doubt`: why nobody knows whether the first letter of its last day arrived; "": all did.
    """

    from_: Day = Field(alias="from")
    until: Instant
    doubt: str = ""
    behaviour: Behaviour = Behaviour()


def history_of(settings: LocatedSettings) -> Path | None:
    """Return the file with the history of the first directive that is followed; None without."""
    file = settings.rules_folder / "directives" / settings.settings.directives[0] / FILE
    return file if file.is_file() else None


def read_history(file: Path) -> History:
    """Read a history; raise RuleError with file, line, key and reason of what is wrong in it."""
    return validate(read(file), History)


def is_fresh(office: Office) -> bool:
    """Say whether nothing has happened there yet."""
    with office.reading() as session:
        return session.scalar(select(Directive.id).limit(1)) is None


def live_through(
    office: Office, history: History, tell: Callable[[int, int], None] | None = None
) -> datetime:
    """Play the history in `office`, of which nothing has happened yet; return where it stands.

    Args:
        tell: is told how many days of how many are done.
    """
    ground, last = ground_of(office), local_date(history.until)
    letters = letters_by(office.rulebook, office.settings.settings, office.mark, mail)

    def way(now: datetime) -> Supposed:
        doubt = history.doubt if local_date(now) == last else ""
        return Supposed(ground, Noted(), now, letters, doubt)

    days = Days(ground, office.settings, history.behaviour, history.from_, way)
    count = (last - history.from_).days + 1
    for number in range(count):
        day = history.from_ + timedelta(days=number)
        days.live(day)
        _sign(office, morning(day, office.settings.settings.sweep.at))
        if tell:
            tell(number + 1, count)
    days.act(history.until)
    _sign(office, history.until)
    (office.settings.folder / "so-lieu.json").unlink(missing_ok=True)
    return history.until


def begin(
    settings: LocatedSettings, history: History, tell: Callable[[int, int], None] | None = None
) -> datetime:
    """Lay the history down in the folder of a demonstration that has not begun; return its end.

    It is played once and kept there; the next time, by the same rules and program, it is copied.
    """
    state = settings.state_folder
    kept = state / _KEPT / _label(settings, history)
    if not kept.is_dir():
        office = open_office(settings)
        try:
            live_through(office, history, tell)
        finally:
            office.close()
        rmtree(state / _KEPT, ignore_errors=True)
        _copy(state, kept)
    else:
        _copy(kept, state)
    return history.until


def _label(settings: LocatedSettings, history: History) -> str:
    said = (history.model_dump_json(), rules_of(settings).digest, version())
    return sha256("\0".join(said).encode()).hexdigest()[:16]


def _copy(from_: Path, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for file in from_.iterdir():
        if file.is_file() and file.name not in _OWN and not file.name.endswith(".lock"):
            copy2(file, to / file.name)


def _sign(office: Office, now: datetime) -> None:
    """Write down outside the database how far it has come, as every sweep and dispatch does."""
    state = office.settings.state_folder
    with office.writing() as session:
        come = reached(session, now)
    Marks(state).put(come, now)
    with office.reading() as session:
        anchor(session, state, now)
