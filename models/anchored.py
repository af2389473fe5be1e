"""What the database remembers of the last signed checkpoint, which lies outside of it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Anchored(Base):
    """The last line of the checkpoints as it was signed; one row, none before the first.

    `lines`: how many there were; `line`: SHA-256 of the last, without its line feed; `entries`: up
    to which entry; `key`: the signer's public key. A file that does not hold that line any more
    was taken away, cut short or signed anew by somebody else. `reason`: why a person last began
    anew; `lines` is 0 until the next is signed.
    """

    __tablename__ = "anchored"
    __proof__: ClassVar = Proof(nothing="what is remembered of the checkpoint that was signed")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    lines: Mapped[int]
    line: Mapped[str]
    entries: Mapped[int]
    key: Mapped[str]
    reason: Mapped[str | None]
