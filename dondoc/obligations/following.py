"""Following what the text gives no day: which directives have any, and its begin."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.obligations.registrar import Registrar
from models import Directive as Stored
from models import Obligation
from models.trail import SETTINGS
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.occurrence import FactKind, watched_as, watched_occurrences
from rules.rulebook import Rulebook


def unfollowed(
    session: Session, rulebook: Rulebook, directives: Collection[str], kind: FactKind, today: date
) -> list[Directive]:
    """Return the directives in force on a local date of which nothing is followed as `kind` yet.

    They are registered, not stopped, and have a duty that can be followed so.
    """
    has = select(Obligation.directive_id).where(Obligation.kind == kind).distinct()
    known = set(session.scalars(select(Stored.id).where(Stored.stopped_on.is_(None))))
    known -= set(session.scalars(has))
    declared = (rulebook.directives[id_] for id_ in directives if id_ in known)
    return [one for one in declared if _follows(one, kind, today)]


def _follows(declared: Directive, kind: FactKind, today: date) -> bool:
    begun, until = declared.in_force.from_ <= today, declared.in_force.until
    owes = any(kind in watched_as(duty) for duty in declared.duties.values())
    return owes and begun and (until is None or today <= until)


def begin(
    session: Session,
    rulebook: Rulebook,
    directives: Sequence[Directive],
    kind: FactKind,
    readings: Readings,
    now: datetime,
    at: time,
) -> None:
    """Follow `directives` as `kind` from the instant `now` (aware) on; `at`: of the daily sweep."""
    for declared in directives:
        registrar = Registrar(session, rulebook, declared, readings, now, at, SETTINGS)
        registrar.open(watched_occurrences(declared, kind, registrar.today, registrar.bodies))
