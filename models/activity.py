"""What a body did of a duty that has no date, or that nothing has changed since it last said so."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ColumnElement, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class ActivityKind(StrEnum):
    """What is told: something was done, or there is nothing new."""

    DONE = "done"
    UNCHANGED = "unchanged"


class Activity(Base):
    """One thing that the body `body_uid` did from the local date `done_on` up to `until_on`.

    `duty` NULL: of none in particular, nothing has changed in any of them by `done_on`. `words`,
    `who`: in words, no insured person among them. `file_name` and what follows: its evidence, kept
    in the state folder under its `sha256`. What was entered by mistake keeps its row: `struck_at`.
    """

    __tablename__ = "activity"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id duty body_uid kind done_on until_on content_type size sha256 recorded_at "
            "recorded_by struck_at struck_by"
        ),
        personal="words who file_name struck_reason",
    )
    __table_args__ = (Index(None, "directive_id", "duty", "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    duty: Mapped[str | None]
    body_uid: Mapped[str]
    kind: Mapped[str]
    done_on: Mapped[date]
    until_on: Mapped[date | None]
    words: Mapped[str | None]
    who: Mapped[str | None]
    file_name: Mapped[str | None]
    content_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    struck_reason: Mapped[str | None]

    @classmethod
    def stands(cls, as_of: datetime) -> ColumnElement[bool]:
        """Select what was known at an instant (aware) and was not taken back by then."""
        return (cls.recorded_at <= as_of) & (cls.struck_at.is_(None) | (cls.struck_at > as_of))
