"""A reconciliation of money in three: what each side's list says, and where the lists differ."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Side(StrEnum):
    """Whose list it is: of whoever enrols, of whoever pays the State's share, of who presides."""

    INSURER = "insurer"
    BUDGET = "budget"
    PRESIDING = "presiding"


class ReconciliationState(StrEnum):
    """How far it is; what is signed is corrected by a new one alone."""

    DRAFT = "draft"
    AGREED = "agreed"
    SIGNED = "signed"


RECONCILIATION_STATE_NAMES = {
    ReconciliationState.DRAFT: "dự thảo",
    ReconciliationState.AGREED: "ba bên đã thống nhất",
    ReconciliationState.SIGNED: "đã ký",
}


class Reconciliation(Base):
    """Of one duty and bearer, over the months from `from_month` to `until_month` (first days).

    `corrects`: the signed one that it replaces. `number`, `dated`: of the signed paper.
    """

    __tablename__ = "reconciliation"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id duty body_uid group_id from_month until_month state corrects number "
            "dated agreed_at agreed_by signed_at signed_by recorded_at recorded_by"
        ),
    )
    __table_args__ = (Index(None, "directive_id", "duty"), Index(None, "corrects", unique=True))

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    duty: Mapped[str]
    body_uid: Mapped[str]
    group_id: Mapped[str]
    from_month: Mapped[date]
    until_month: Mapped[date]
    state: Mapped[str]
    corrects: Mapped[int | None] = mapped_column(ForeignKey("reconciliation.id"))
    number: Mapped[str | None]
    dated: Mapped[date | None]
    agreed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    agreed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    signed_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class ReconciliationSide(Base):
    """One side's list as it was brought in: from a sheet (its digest), or from what is stored ("").

    `body_uid`: whose list it is. `signer`, `capacity`: who signs for that side, once it is signed.
    `unmatched`: how many rows of the sheet name nobody who is known here.
    """

    __tablename__ = "reconciliation_side"
    __proof__: ClassVar = Proof(
        plain=(
            "reconciliation_id side body_uid as_of source sha256 people amount unmatched capacity "
            "struck_at struck_by recorded_at recorded_by"
        ),
        personal="signer",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[int] = mapped_column(ForeignKey("reconciliation.id"), index=True)
    side: Mapped[str]
    body_uid: Mapped[str]
    as_of: Mapped[date]
    source: Mapped[str]
    sha256: Mapped[str]
    people: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    unmatched: Mapped[int]
    signer: Mapped[str | None]
    capacity: Mapped[str | None]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class ReconciliationLine(Base):
    """One person on one side's list: `months` paid for, `amount` of the State's share in đồng."""

    __tablename__ = "reconciliation_line"
    __proof__: ClassVar = Proof(plain="side_id person_id months amount")

    id: Mapped[int] = mapped_column(primary_key=True)
    side_id: Mapped[int] = mapped_column(ForeignKey("reconciliation_side.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    months: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)


class ReconciliationReason(Base):
    """Why the lists differ on a person: one reason of the closed list, by whose word."""

    __tablename__ = "reconciliation_reason"
    __proof__: ClassVar = Proof(plain="reconciliation_id person_id reason recorded_at recorded_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[int] = mapped_column(ForeignKey("reconciliation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
