"""Counts of lists that were handed over: how many people, of which group, as of which day."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class CountKind(StrEnum):
    """What was counted of a body's group.

    `population`: everybody the text means. `listed`: the list handed down. `confirmed`: that list
    after confirmed deductions. `cards`: of the last of these three that is known, how many the
    card list shows covered.
    """

    POPULATION = "population"
    LISTED = "listed"
    CONFIRMED = "confirmed"
    CARDS = "cards"


class CountImport(Base):
    """One file of counts that was taken over: its digest, never its name."""

    __tablename__ = "count_import"
    __proof__: ClassVar = Proof(plain="sha256 recorded_at recorded_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class ListCount(Base):
    """One count of people: a number, never a person. Rows are added, none is changed or removed.

    What counts is the latest `as_of` (a local date), and of the same day the last recorded: any
    earlier instant can be read again by `recorded_at`. `source`: who handed it over, in words.
    `directive_id` NULL: of the group under every directive that names it. Bodies and directives
    are those of the rules, registered or not.
    """

    __tablename__ = "list_count"
    __proof__: ClassVar = Proof(
        plain=(
            "import_id directive_id body_uid group_id kind people as_of recorded_at recorded_by"
        ),
        personal="source",
    )
    __table_args__ = (Index(None, "body_uid", "group_id", "kind", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("count_import.id"))
    directive_id: Mapped[str | None]
    body_uid: Mapped[str]
    group_id: Mapped[str]
    kind: Mapped[str]
    people: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
