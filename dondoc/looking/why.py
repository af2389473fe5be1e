"""Why: what one notice rests on, from the sentence to the facts of that moment."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.decisions import undo_words
from dondoc.errors import Refused
from dondoc.notices.correct import TITLES
from dondoc.obligations.corrected import corrected
from language.zone import local
from models import Attempt, Clause, Finding, Message, Notice, Obligation
from rules.meaning.policy import HOUSE
from rules.rulebook import Rulebook

# What people's acts lead to, beside the office's policies.
_OWN = TITLES | {undo_words.POLICY: undo_words.TITLE}


def why(session: Session, rulebook: Rulebook, notice_id: int) -> dict[str, Any]:
    """Return the policy, its because, the clause, the reading and the facts behind a notice.

    Raises:
        Refused: there is no such notice.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise Refused(f"không có thông báo số {notice_id}; xem: dondoc notices")
    row = session.get_one(Obligation, notice.obligation_id)
    clause = session.get_one(Clause, row.clause_id)
    finding = session.scalars(
        select(Finding).where(
            Finding.obligation_id == row.id,
            Finding.cycle == notice.cycle,
            Finding.policy == notice.policy,
            Finding.repeat == notice.repeat,
        )
    ).one()
    policy = next((p for p in rulebook.policies if p.id == notice.policy), None)
    names = ("attribute", "operator", "constant", "value")
    return {
        "notice": notice.id,
        "recipient": f"{notice.recipient_uid}/{notice.recipient_post}",
        "state": notice.state,
        "reason": notice.reason,
        "step": notice.step,
        "policy": {
            "id": notice.policy,
            "title": policy.title if policy else _OWN.get(notice.policy),
        },
        "because": [dict(zip(names, leaf, strict=True)) for leaf in finding.because],
        "basis": _basis(session, row, notice),
        "obligation": _obligation(rulebook, row, clause),
        "corrected": _corrected(session, clause),
        "facts": finding.facts,
        "decided_at": local(finding.decided_at).isoformat(),
        "message": _message(session, notice),
    }


def _corrected(session: Session, clause: Clause) -> dict[str, Any] | None:
    """Return how the sentence reads now, where the text was corrected since; `note` says so."""
    found = corrected(session, clause)
    if found is None:
        return None
    names = ("place", "quote", "text_sha256", "reason")
    said = {name: getattr(found, name) for name in names}
    return {**said, "on": found.on.isoformat(), "note": str(found)}


def _basis(session: Session, row: Obligation, notice: Notice) -> dict[str, Any]:
    if notice.basis == HOUSE:
        return {"clause": HOUSE, "place": None, "quote": None}
    clause = session.scalar(
        select(Clause)
        .where(Clause.directive_id == row.directive_id, Clause.clause == notice.basis)
        .order_by(Clause.id.desc())
        .limit(1)
    )
    place, quote = (clause.place, clause.quote) if clause else (None, None)
    return {"clause": notice.basis, "place": place, "quote": quote}


def _obligation(rulebook: Rulebook, row: Obligation, clause: Clause) -> dict[str, Any]:
    body = rulebook.bodies.get(row.bearer_uid)
    declared = rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    return {
        "directive": row.directive_id,
        "duty": row.duty,
        "bearer": row.bearer_uid,
        "bearer_name": body.name,
        "clause": clause.clause,
        "place": clause.place,
        "quote": clause.quote,
        "span": [clause.span_start, clause.span_end],
        "text_sha256": clause.text_sha256,
        "wording": duty.due.wording if duty and duty.due else None,
        "reading": row.readings,
        "due_on": row.due_on.isoformat(),
        "aim_on": row.aim_on.isoformat(),
        "late_from": local(row.late_from).isoformat(),
    }


def _message(session: Session, notice: Notice) -> dict[str, Any] | None:
    if notice.message_id is None:
        return None
    message = session.get_one(Message, notice.message_id)
    attempts = session.scalars(
        select(Attempt).where(Attempt.message_id == message.id).order_by(Attempt.id)
    )
    return {
        "id": message.id,
        "state": message.state,
        "message_id": message.message_id_header,
        "subject": message.subject,
        "purged": message.purged,
        "sha256": message.content_sha256,
        "attempts": [
            {
                "started_at": local(a.started_at).isoformat(),
                "outcome": a.outcome,
                "code": a.code,
                "reason": a.reason,
            }
            for a in attempts
        ],
    }
