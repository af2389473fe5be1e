"""Changes of people that wait for somebody's word, and those that were applied, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from models import Person, PersonChange
from rules.meaning.reason import Reasons
from rules.meaning.right import Role

# So many are told: whoever has more waiting begins with these.
MOST = 200


class Stage(StrEnum):
    """What a change waits for."""

    DECISION = "decision"
    ANSWER = "answer"
    NOTE = "note"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Shown:
    """One change: its number, whose (case number), why, and what it waits for from whom.

    `late`: the body that somebody moves to has not answered in time.
    """

    change: int
    person: int
    reason: str
    title: str
    body: str
    to: str | None
    authority: Role
    on: date
    stage: Stage
    answer_by: date | None
    late: bool

    def document(self) -> dict[str, Any]:
        """Return it as machines get it."""
        return {
            "change": self.change,
            "person": self.person,
            "reason": self.reason,
            "body": self.body,
            "to": self.to,
            "authority": self.authority.value,
            "on": self.on.isoformat(),
            "waits_for": self.stage.value,
            "answer_by": self.answer_by.isoformat() if self.answer_by else None,
            "late": self.late,
        }


def person_changes(
    session: Session, reasons: Reasons, visible: Visible, today: date, *, waiting: bool = True
) -> list[Shown]:
    """Return the changes of people that are visible, and of whoever is to move to such a body.

    Args:
        waiting: only those that wait for somebody.
    """
    query = select(PersonChange).join(Person, Person.id == PersonChange.person_id)
    seen, coming = visible.persons(), visible.where(func.coalesce(PersonChange.to_body_uid, ""))
    if seen or coming:
        query = query.where(or_(*seen, *coming))
    newest = query.where(PersonChange.undone_at.is_(None)).order_by(PersonChange.id.desc())
    found = [_shown(one, reasons, today) for one in session.scalars(newest.limit(MOST))]
    return [one for one in found if not waiting or one.stage is not Stage.NOTHING]


def _shown(change: PersonChange, reasons: Reasons, today: date) -> Shown:
    stage = _stage(change)
    late = stage is Stage.ANSWER and change.decide_by is not None and change.decide_by < today
    return Shown(
        change=change.id,
        person=change.person_id,
        reason=change.reason or "",
        title=reasons.get(change.reason or "").title,
        body=change.body_uid,
        to=change.to_body_uid,
        authority=Role(change.authority),
        on=change.effective_on,
        stage=stage,
        answer_by=change.decide_by,
        late=late,
    )


def _stage(change: PersonChange) -> Stage:
    if change.decided_at is None:
        return Stage.DECISION
    if change.applied_at is not None:
        return Stage.NOTHING if change.noted_at is not None else Stage.NOTE
    waits = change.accepted and change.to_body_uid is not None and change.answered_at is None
    return Stage.ANSWER if waits else Stage.NOTHING


def cases(changes: Sequence[Shown]) -> tuple[int, ...]:
    """Return whose changes these are, by case number, once each."""
    return tuple(sorted({one.person for one in changes}))
