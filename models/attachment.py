"""A file that came with a report."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Attachment(Base):
    """One file of one revision. The bytes lie in the state folder, under their `sha256`.

    `name` is what the filer called it (NFC), `content_type` what its content says it is, `size`
    in bytes.
    """

    __tablename__ = "attachment"
    __proof__: ClassVar = Proof(
        plain="report_id content_type size sha256 stored_at", personal="name"
    )
    __table_args__ = (Index(None, "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_at: Mapped[datetime] = mapped_column(UtcInstant)

    @property
    def purged(self) -> bool:
        """Say whether it was removed when its time was over: no file comes without a name."""
        return not self.name
