"""Register: turn a directive into the obligations it creates, and keep them true to it.

Idempotent. What is already due is history and stays; what is not yet due follows the rules as
they are known now (a changed duty, a merger decided, a holiday swapped).
"""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.obligations.registrar import Registrar, Registration
from language.dates import full_day
from language.zone import local_date
from models import Directive
from models.trail import SETTINGS
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive as Declared
from rules.meaning.occurrence import event_occurrences
from rules.rulebook import Rulebook

# Grows when the program comes to make something else of the same rules.
# 2: a period is declared, no longer the one in which the date lies. 3: its text is kept.
_MEANING = 3
# Asked at every sweep: made once.
_KNOWLEDGE = select(Directive.knowledge, Directive.stopped_on).where(
    Directive.id == bindparam("directive")
)


def knowledge_of(rulebook: Rulebook, readings: Readings, today: date) -> str:
    """Return what distinguishes one state of knowledge from another on the local date `today`."""
    decided = {override.known_from for override in rulebook.calendar.overrides}
    decided |= rulebook.bodies.decided
    known = max((day for day in decided if day is not None and day <= today), default="-")
    digest = f"{_MEANING}/{rulebook.digest[:16]}"
    return f"{digest}/{readings.before}/{readings.roll}/{known}"


def is_current(
    session: Session, rulebook: Rulebook, directive_id: str, readings: Readings, now: datetime
) -> bool:
    """Say whether a registration of the directive would find nothing to do at `now` (aware)."""
    knowledge = knowledge_of(rulebook, readings, local_date(now))
    stored = session.connection().execute(_KNOWLEDGE, {"directive": directive_id}).one_or_none()
    if stored is None:
        return False
    return stored.stopped_on is not None or (
        directive_id in rulebook.directives and stored.knowledge == knowledge
    )


def register(
    session: Session,
    rulebook: Rulebook,
    directive_id: str,
    readings: Readings,
    now: datetime,
    at: time = time(7, 0),
    by: str = SETTINGS,
) -> Registration:
    """Register the directive `directive_id`, or bring its registration up to date.

    One that was stopped stays as it is.

    Args:
        readings: the office's readings, recorded on every obligation.
        now: the instant of the use case, aware.
        at: the local time of the daily sweep.
        by: who registers it, as `uid/post`; else what config.yaml names.
    Raises:
        Refused: the rulebook has no such directive.
    """
    declared = _declared(rulebook, directive_id)
    today = local_date(now)
    knowledge = knowledge_of(rulebook, readings, today)
    stored = session.get(Directive, directive_id)
    if stored is not None and (stored.stopped_on or stored.knowledge == knowledge):
        return Registration(directive_id, unchanged=True)
    registrar = Registrar(session, rulebook, declared, readings, now, at, by)
    return registrar.bring_up_to_date(stored, knowledge)


def register_event(
    session: Session,
    rulebook: Rulebook,
    directive_id: str,
    duty_id: str,
    event_on: date,
    bearers: Collection[str],
    readings: Readings,
    now: datetime,
    at: time = time(7, 0),
    by: str = SETTINGS,
) -> Registration:
    """Open what an event founds: "trong thời hạn N ngày kể từ ngày …". Idempotent.

    Args:
        event_on: the local date of the event; it is not counted (Civil Code 2015, art. 147.2).
        bearers: the uids the event concerns; empty for all the duty's bearers.
        by: who enters it, as `uid/post`.
    Raises:
        Refused: the duty does not count from an event, or the directive is not registered.
    """
    declared = _declared(rulebook, directive_id)
    stored = session.get(Directive, directive_id)
    if stored is None:
        raise Refused(f"văn bản {directive_id} chưa được đăng ký; chạy: dondoc register")
    if stored.stopped_on is not None:
        raise Refused(
            f"văn bản {directive_id} đã ngừng theo dõi từ sau ngày {full_day(stored.stopped_on)}; "
            f"theo dõi lại: dondoc directive start {directive_id}"
        )
    duty = declared.duties.get(duty_id)
    if duty is None or duty.due is None or duty.due.after is None:
        counted = [d.id for d in declared.duties.values() if d.due and d.due.after]
        known = ", ".join(counted) or "không có"
        raise Refused(f"{duty_id} không tính hạn từ một sự kiện; có: {known}")
    if event_on > local_date(now):
        raise Refused(f"ngày {full_day(event_on)} chưa đến: sự kiện phải đã xảy ra")
    registrar = Registrar(session, rulebook, declared, readings, now, at, by)
    found = event_occurrences(
        declared, duty, event_on, registrar.bodies, registrar.calendar, readings
    )
    return registrar.open([o for o in found if not bearers or o.bearer.uid in bearers])


def _declared(rulebook: Rulebook, directive_id: str) -> Declared:
    declared = rulebook.directives.get(directive_id)
    if declared is None:
        known = ", ".join(sorted(rulebook.directives))
        raise Refused(f"không có văn bản {directive_id!r} trong rules/directives; có: {known}")
    return declared
