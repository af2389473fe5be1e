"""A list of people that came down, its lines as they came, and who has received it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PeopleListKind(StrEnum):
    """What a list is of: who is not covered, or who holds a card and until when."""

    UNCOVERED = "uncovered"
    CARDS = "cards"


class PersonList(Base):
    """One version of one list: of a directive's group, as of the local date `as_of`.

    `body_uid`: who brought it. `version` counts from 1 for each directive, group, kind and bringer.
    `purpose`, `ground`: why these people are kept, and by which legal text. `retain_until`: the
    local date until which. `held`: a complaint is open, nothing of it goes. `sha256`: of the file.
    """

    __tablename__ = "person_list"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id group_id kind body_uid version as_of people sha256 purpose ground "
            "retain_until held recorded_at recorded_by"
        ),
        personal="source",
    )
    __table_args__ = (UniqueConstraint("directive_id", "group_id", "kind", "body_uid", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    group_id: Mapped[str]
    kind: Mapped[str]
    body_uid: Mapped[str]
    version: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str]
    people: Mapped[int]
    sha256: Mapped[str]
    purpose: Mapped[str]
    ground: Mapped[str]
    retain_until: Mapped[date | None]
    held: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]

    @classmethod
    def dated(cls) -> ColumnElement[bool]:
        """Say in SQL whether it says until when its people are kept."""
        return cls.retain_until.is_not(None)


class ListLine(Base):
    """One line of a list as it came, sealed, and the person it was found to be.

    `body_uid`: the commune it is of. `line`: its number in the sheet numbered `sheet` (from 1).
    `known`: whether the person was known before. `card_from`, `card_until`: local dates;
    `category`: the letters of the card, or the group the list says.
    """

    __tablename__ = "list_line"
    __proof__: ClassVar = Proof(
        plain="list_id person_id body_uid sheet line known card_from card_until",
        personal="category sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "list_id", "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("person_list.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_uid: Mapped[str]
    sheet: Mapped[int]
    line: Mapped[int]
    known: Mapped[bool]
    card_from: Mapped[date | None]
    card_until: Mapped[date | None]
    category: Mapped[str | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_key: Mapped[int]


class ListReceipt(Base):
    """A commune has its part of a list, or is to have it: `received_at` NULL while it has not.

    `people`: how many stand in its part. `asked_at`: when it was last reminded.
    """

    __tablename__ = "list_receipt"
    __proof__: ClassVar = Proof(
        plain="list_id body_uid people asked_at received_at recorded_at recorded_by"
    )
    __table_args__ = (UniqueConstraint("list_id", "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("person_list.id"))
    body_uid: Mapped[str]
    people: Mapped[int]
    asked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    received_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    recorded_by: Mapped[str | None]


class ListLayout(Base):
    """How a person corrected what a file's columns mean, remembered for files laid out alike.

    `layout`: the digest of the headings. `matched`: heading's place → column. No cell of a row.
    """

    __tablename__ = "list_layout"
    __proof__: ClassVar = Proof(plain="layout matched recorded_at recorded_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    layout: Mapped[str] = mapped_column(unique=True)
    matched: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
