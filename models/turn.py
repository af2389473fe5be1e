"""How far a worker is in its window of messages: whose turn has come, and what came of it."""

from typing import ClassVar, cast

from sqlalchemy import Table
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.proof import Proof


class Turn(Base):
    """One attempt in a worker's hand, from the claim until what came of it is settled.

    `begun`: a byte of it may have left. Who takes the row away takes the turn away. On PostgreSQL
    the table is UNLOGGED: nobody waits for a disk, and a server that broke down begins with an
    empty one, so that of an attempt without a row nothing is known.
    """

    __tablename__ = "turn"
    __proof__: ClassVar = Proof(nothing="who works just now")

    attempt_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begun: Mapped[bool]
    outcome: Mapped[str | None]
    code: Mapped[str | None]
    reason: Mapped[str | None]


TURN = cast(Table, Turn.__table__)
