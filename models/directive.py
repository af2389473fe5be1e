"""A registered dispatch, and its clauses as they were when something rested on them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Directive(Base):
    """One dispatch as registered. `knowledge` names what the last registration knew.

    `stopped_on`: the local date up to which it is followed, NULL while it is; nothing is opened,
    noticed or sent for it any more. `stopped_reason`: why, in the person's own words.
    """

    __tablename__ = "directive"
    __proof__: ClassVar = Proof(
        plain=(
            "title text_sha256 digest knowledge in_force_from in_force_until registered_at "
            "changed_at stopped_on"
        ),
        personal="stopped_reason",
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text_sha256: Mapped[str]
    digest: Mapped[str]
    knowledge: Mapped[str]
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
    registered_at: Mapped[datetime] = mapped_column(UtcInstant)
    changed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    stopped_on: Mapped[date | None]
    stopped_reason: Mapped[str | None]


class Clause(Base):
    """A verbatim quote with its place and span; a changed one is a new row, never an edit."""

    __tablename__ = "clause"
    __proof__: ClassVar = Proof(
        plain="directive_id clause digest place quote span_start span_end text_sha256"
    )
    __table_args__ = (UniqueConstraint("directive_id", "clause", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str] = mapped_column(ForeignKey("directive.id"))
    clause: Mapped[str]
    digest: Mapped[str]
    place: Mapped[str]
    quote: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    text_sha256: Mapped[str]
