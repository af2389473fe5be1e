"""The stored copy of what is declared: bodies, the directive, the clauses duties rest on."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Body, Clause, Directive, DirectiveText, Event
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
    before_text = stored.text_sha256
    stored.title = declared.title
    stored.text_sha256 = declared.text.sha256
    stored.digest = declared.digest
    stored.knowledge = knowledge
    stored.in_force_from = declared.in_force.from_
    stored.in_force_until = declared.in_force.until
    session.flush()
    _keep_text(session, declared, before_text, now, by)
    return event


def _keep_text(
    session: Session, declared: Declared, before: str | None, now: datetime, by: str
) -> None:
    """Keep the text as a version, where it is not the last one that is kept.

    Args:
        before: the digest of the text that was registered, None of none.
    """
    newest = newest_text(session, declared.id)
    known = newest.sha256 if newest else before
    if newest is None and before and before != declared.text.sha256:
        # It was registered before texts were kept, and reads otherwise now.
        session.add(_version(declared.id, before, None, now, by))
        session.flush()
    if newest is None or known != declared.text.sha256:
        text = declared.text
        session.add(_version(declared.id, text.sha256, text.content, now, by))


def _version(
    directive: str, sha256_: str, content: str | None, now: datetime, by: str
) -> DirectiveText:
    return DirectiveText(
        directive_id=directive, sha256=sha256_, content=content, stored_at=now, by=by, reason=None
    )


def newest_text(session: Session, directive: str) -> DirectiveText | None:
    """Return what the directive with the id `directive` reads now, None where nothing is kept."""
    mine = select(DirectiveText).where(DirectiveText.directive_id == directive)
    return session.scalar(mine.order_by(DirectiveText.id.desc()).limit(1))


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
