"""Corrected: what a dispatch reads now, where something rests on an older text of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.obligations.declared_rows import newest_text
from language.dates import full_day
from language.zone import local_date
from models import Clause, DirectiveText


@dataclass(frozen=True)
class Corrected:
    """Since which local date a sentence reads `quote` at `place`, and why; `was`: what it read.

    `reason` None: nobody has given one. `text_sha256`: of the text as it reads now.
    """

    on: date
    reason: str | None
    place: str
    quote: str
    was: str
    text_sha256: str

    def __str__(self) -> str:
        """Return it as papers and screens say it, in whole sentences."""
        why = f" (lý do: {self.reason.rstrip('.')})" if self.reason else ""
        said = f"Lời văn của văn bản được sửa ngày {full_day(self.on)}{why}"
        return f"{said}; {self._how}"

    @property
    def _how(self) -> str:
        if self.quote == self.was:
            return "câu này không đổi."
        return f"câu trên là lời văn đã sửa, trước đó ghi: “{self.was}”"


def corrected(session: Session, clause: Clause) -> Corrected | None:
    """Return how the sentence `clause`, as something rests on it, reads now.

    None where it reads as it did, or the text has no such clause any more.
    """
    newest = newest_text(session, clause.directive_id)
    if newest is None or newest.sha256 == clause.text_sha256:
        return None
    query = select(Clause).where(
        Clause.directive_id == clause.directive_id,
        Clause.clause == clause.clause,
        Clause.text_sha256 == newest.sha256,
    )
    now = session.scalar(query.order_by(Clause.id.desc()).limit(1))
    if now is None:
        return None
    on = local_date(newest.stored_at)
    return Corrected(on, newest.reason, now.place, now.quote, clause.quote, newest.sha256)


def unreasoned(session: Session) -> list[DirectiveText]:
    """Return the texts that read otherwise than was registered, for no reason anybody gave."""
    newest = select(func.max(DirectiveText.id)).group_by(DirectiveText.directive_id)
    first = select(func.min(DirectiveText.id)).group_by(DirectiveText.directive_id)
    query = select(DirectiveText).where(
        DirectiveText.id.in_(newest), DirectiveText.id.not_in(first), DirectiveText.reason.is_(None)
    )
    return list(session.scalars(query.order_by(DirectiveText.directive_id)))
