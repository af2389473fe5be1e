"""What begins to be followed without a day in the text, where there is something to follow.

Lists that go down are followed where lists of people are kept, visits and cases once a list of a
directive has come, duties without a date when bodies are first asked of them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from dondoc.obligations.following import begin, unfollowed
from dondoc.obligations.handing import settle
from dondoc.people.keys import keys_at_hand
from dondoc.reports.quarterly import question_open
from dondoc.setup.wiring import Office
from language.zone import local_date
from models import PeopleKey, PersonFact
from rules.meaning.directive import Directive
from rules.meaning.occurrence import WATCHED_KINDS, FactKind


def follow(office: Office, now: datetime) -> None:
    """Begin to follow at the instant `now` (aware) what there is to follow and nobody does yet."""
    with office.reading() as session:
        waits = [(kind, _waiting(session, office, kind, now)) for kind in WATCHED_KINDS]
    if not any(found for _, found in waits):
        return
    settings = office.settings.settings
    readings, at = settings.readings_for_rules(), settings.sweep.at
    with office.writing() as session:
        for kind, found in waits:
            begin(session, office.rulebook, found, kind, readings, now, at)
            for one in found if kind == "handing" else ():
                settle(session, office.rulebook, one.id, now, at)


def _waiting(
    session: Session, office: Office, kind: FactKind, now: datetime
) -> Sequence[Directive]:
    named = office.settings.settings.directives
    found = unfollowed(session, office.rulebook, named, kind, local_date(now))
    if not found:
        return ()
    match kind:
        case "handing":
            return found if _keeps_people(session, office) else ()
        case "asking":
            asks = office.settings.settings.web.ask_quarterly
            return found if asks and question_open(local_date(now)) else ()
        case _:
            if kind == "visiting" and office.rulebook.visiting.reminders is None:
                return ()
            return [one for one in found if _has_people(session, one)]


def _has_people(session: Session, declared: Directive) -> bool:
    """Say whether anything was ever told of people under a directive."""
    query = select(PersonFact.id).where(PersonFact.directive_id == declared.id)
    return session.scalar(query.limit(1)) is not None


def _keeps_people(session: Session, office: Office) -> bool:
    """Say whether lists of people are kept here: keys for them are at hand, or were."""
    if session.scalar(select(PeopleKey.number).limit(1)) is not None:
        return True
    try:
        return keys_at_hand(office.settings.state_folder) is not None
    except NotPossible:
        # They are there, and another command says what is wrong with them.
        return True
