"""A person once, whatever lists, spellings and communes they come from; and their household."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PersonState(StrEnum):
    """Whether a person is followed; `erased`: their time was over, nothing personal is left."""

    KNOWN = "known"
    MERGED = "merged"
    ERASED = "erased"


class Person(Base):
    """One person; `id` is the number of their case, the only thing said of them anywhere.

    `body_uid`: the commune they live in. `sealed`: everything personal, by the key numbered
    `seal_key`. `merged_into`: the person this one turned out to be.
    """

    __tablename__ = "person"
    __proof__: ClassVar = Proof(
        plain="body_uid village_id household_id state merged_into recorded_at recorded_by",
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "body_uid", "village_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_key: Mapped[int]
    state: Mapped[str]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class PersonMark(Base):
    """By what a person is found: the keyed digest of a number or of another matching key.

    `kind`: of what, e.g. "cccd". Without the key of the digests nothing can be told from one.
    """

    __tablename__ = "person_mark"
    __proof__: ClassVar = Proof(nothing="made anew from what is sealed of the person")
    __table_args__ = (Index(None, "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class Household(Base):
    """Who live together, in one village; `head_id`: the person at its head.

    `digest`: keyed, of what a list calls it in its village, so that its next list finds it.
    """

    __tablename__ = "household"
    __proof__: ClassVar = Proof(
        plain="body_uid village_id head_id recorded_at recorded_by",
        unproven={"digest": "by what the next list finds it"},
    )
    __table_args__ = (Index(None, "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    # No constraint: each of the two tables would wait for the other.
    head_id: Mapped[int | None]
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
