"""A change of what is known of a person: asked for, decided, applied, and back again."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PersonChange(Base):
    """One change of one person; `kind` and `reason` are codes of the rules.

    `body_uid`: the commune that asks; `to_body_uid`: where somebody moves to. `authority`: whose it
    is to decide. `accepted`: NULL while nobody has. `number`, `dated`: of the decision's paper.
    `sealed`: what is personal of it, and everything that was so before, so that it can be undone.
    `directive_id`, `group_id` NULL: of the person in every group. `answered_at`, `taken`: the body
    that somebody moves to has answered, and whether it accepts. `noted_at`: the other authority has
    taken note. `before`: which household numbers were so before.
    """

    __tablename__ = "person_change"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id kind reason body_uid to_body_uid authority effective_on asked_at asked_by "
            "decide_by decided_at decided_by accepted number dated applied_at undone_at undone_by "
            "directive_id group_id answered_at answered_by taken noted_at noted_by before"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str | None]
    body_uid: Mapped[str]
    to_body_uid: Mapped[str | None]
    authority: Mapped[str]
    effective_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcInstant)
    asked_by: Mapped[str]
    decide_by: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    decided_by: Mapped[str | None]
    accepted: Mapped[bool | None]
    number: Mapped[str | None]
    dated: Mapped[date | None]
    applied_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_by: Mapped[str | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    directive_id: Mapped[str | None]
    group_id: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    answered_by: Mapped[str | None]
    taken: Mapped[bool | None]
    noted_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    noted_by: Mapped[str | None]
    before: Mapped[dict[str, Any] | None]
