"""What a dispatch read at each time: the text as registered, and each corrected one after it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class DirectiveText(Base):
    """One version of a dispatch's text; the last one of a directive is what it reads now.

    `content` NULL: it was registered before texts were kept, and only its digest is known.
    `reason`: why it was corrected, in a person's own words; NULL of the first, and of one that the
    rules brought and nobody has given a reason for. `by`: who corrected it, or had it registered.
    """

    __tablename__ = "directive_text"
    __proof__: ClassVar = Proof(plain="directive_id sha256 stored_at by", personal="content reason")
    __table_args__ = (Index(None, "directive_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str] = mapped_column(ForeignKey("directive.id"))
    sha256: Mapped[str]
    content: Mapped[str | None]
    stored_at: Mapped[datetime] = mapped_column(UtcInstant)
    by: Mapped[str]
    reason: Mapped[str | None]
