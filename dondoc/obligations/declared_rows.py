"""The stored copy of what is declared: bodies, the directive, the clauses duties rest on."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Body, Clause, Directive, Event
from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive as Declared
from rules.meaning.duty import Duty

_OF_A_BODY = ("code", "name", "kind", "valid_from", "valid_to")


def store_bodies(session: Session, bodies: BodyRegistry) -> None:
    """Bring the stored bodies in step with the rules'."""
    stored = {body.uid: body for body in session.scalars(select(Body))}
    for body in bodies.all():
        declared = {name: getattr(body, name) for name in _OF_A_BODY}
        if (known := stored.get(body.uid)) is None:
            session.add(Body(uid=body.uid, **declared))
            continue
        for name, value in declared.items():
            setattr(known, name, value)


def store_directive(
    session: Session,
    declared: Declared,
    stored: Directive | None,
    knowledge: str,
    now: datetime,
    by: str,
) -> Event:
    """Store the directive as declared at the instant `now`; return what enters it.

    Args:
        stored: its row, None before the first time.
        knowledge: the mark of what else was known (calendar, bodies, readings).
        by: who registers it, as `uid/post` or `SETTINGS`.
    """
    data = {
        "digest": declared.digest,
        "text_sha256": declared.text.sha256,
        "knowledge": knowledge,
        "by": by,
    }
    subject = f"directive:{declared.id}"
    if stored is None:
        stored = Directive(id=declared.id, registered_at=now)
        session.add(stored)
        event = Event("directive.registered", subject, data)
    else:
        stored.changed_at = now
        before = {"digest": stored.digest, "knowledge": stored.knowledge}
        event = Event("directive.changed", subject, {**data, "before": before})
    stored.title = declared.title
    stored.text_sha256 = declared.text.sha256
    stored.digest = declared.digest
    stored.knowledge = knowledge
    stored.in_force_from = declared.in_force.from_
    stored.in_force_until = declared.in_force.until
    session.flush()
    return event


def stored_clause(session: Session, declared: Declared, duty: Duty) -> Clause:
    """Return the row of the clause that `duty` rests on, of the very text and place it has now."""
    start, end = duty.span
    text = declared.text.sha256
    stamp = f"{text}|{start}|{end}|{duty.place}|{duty.quote}"
    digest = sha256(stamp.encode()).hexdigest()
    found = session.scalar(
        select(Clause).where(
            Clause.directive_id == declared.id,
            Clause.clause == duty.clause,
            Clause.digest == digest,
        )
    )
    if found is None:
        found = Clause(
            directive_id=declared.id,
            clause=duty.clause,
            digest=digest,
            place=duty.place,
            quote=duty.quote,
            span_start=start,
            span_end=end,
            text_sha256=text,
        )
        session.add(found)
        session.flush()
    return found
