"""A consolidation that was signed: from that moment the figures it was built from stand still."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Signature(Base):
    """One signed consolidation, partial or full; a later one of the round is the next `revision`.

    `obligation_id`: the consolidator's own; `report_id`: its report, with number, signer, files.
    `closed_at`: reports known by then are in it; `signed_at`: when the signature became known
    here. A signature recorded by mistake keeps its row: `undone_at`, `undone_reason`.
    """

    __tablename__ = "signature"
    __proof__: ClassVar = Proof(
        plain=("obligation_id revision report_id closed_at signed_at signed_by partial undone_at"),
        personal="undone_reason",
    )
    __table_args__ = (UniqueConstraint("obligation_id", "revision"), Index(None, "report_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    revision: Mapped[int]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    closed_at: Mapped[datetime] = mapped_column(UtcInstant)
    signed_at: Mapped[datetime] = mapped_column(UtcInstant)
    signed_by: Mapped[str]
    partial: Mapped[bool]
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_reason: Mapped[str | None]


class Signed(Base):
    """That a report's figures stand in a signed consolidation, whichever signature froze them."""

    __tablename__ = "signed"
    __proof__: ClassVar = Proof()
    __table_args__ = (Index(None, "report_id"),)

    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)


class Print(Base):
    """One file of a consolidation as it was signed; a reprint gives these bytes back.

    They lie in the state folder, under their `sha256`, as attachments do. `anew`: made later, from
    the figures that stand still, of a consolidation that was signed before files were kept.
    """

    __tablename__ = "print"
    __proof__: ClassVar = Proof(plain="signature_id name size sha256 made_at anew")
    __table_args__ = (UniqueConstraint("signature_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    anew: Mapped[bool]
