"""A batch of the log of who saw which person, as the trail vouches for it."""

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.proof import Proof


class AccessBatch(Base):
    """The accesses after the batch before up to the one numbered `upto`.

    `accesses`: how many there are; `persons`: how many were shown by them, each time they were;
    `digest`: SHA-256 of them all (`dondoc.trail.accesses`).
    """

    __tablename__ = "access_batch"
    __proof__: ClassVar = Proof(plain="upto accesses persons digest")

    id: Mapped[int] = mapped_column(primary_key=True)
    upto: Mapped[int] = mapped_column(unique=True)
    accesses: Mapped[int]
    persons: Mapped[int]
    digest: Mapped[str]
