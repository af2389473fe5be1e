"""What one contact gets on one channel, frozen at the first claim, and each try to deliver it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, cast

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, Table, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.machine import Machine
from models.proof import Proof


class MessageState(StrEnum):
    """Where a message stands. `unknown` waits for a person."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


MESSAGE_STATE_NAMES = {
    "pending": "chờ gửi lại",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "unknown": "chưa rõ đã đi chưa",
}


_S = MessageState
MESSAGE_MACHINE = Machine(
    "message",
    {
        # Failed from pending: what it tells became untrue before a byte had left.
        # Unknown from pending: a copy of the database was put back, it may have left since.
        _S.PENDING: frozenset({_S.SENDING, _S.FAILED, _S.UNKNOWN}),
        _S.SENDING: frozenset({_S.SENT, _S.FAILED, _S.UNKNOWN, _S.PENDING}),
        _S.UNKNOWN: frozenset({_S.SENT, _S.PENDING}),
        # What a person had said of it was a mistake.
        _S.SENT: frozenset({_S.UNKNOWN}),
    },
)


class Message(Base):
    """The frozen bytes for one contact, with the lease of the worker that is sending them.

    A retry sends the same bytes with the same `message_id_header`.
    """

    __tablename__ = "message"
    __proof__: ClassVar = Proof(
        plain="contact_id channel state message_id_header content_sha256 frozen_at",
        personal="subject content",
        unproven={
            "retry_at": "when a worker tries next",
            "lease_owner": "who works just now",
            "lease_until": "who works just now",
        },
    )
    __table_args__ = (
        Index(
            "ix_message_unsettled",
            "state",
            "retry_at",
            # On PostgreSQL too, by the migrations: named here it would load that dialect.
            sqlite_where=text("state IN ('pending', 'sending')"),
        ),
        Index("ix_message_doubtful", "id", sqlite_where=text("state = 'unknown'")),
        # How many messages a contact had today.
        Index(None, "contact_id", "frozen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    channel: Mapped[str]
    state: Mapped[str]
    message_id_header: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    content_sha256: Mapped[str]
    frozen_at: Mapped[datetime] = mapped_column(UtcInstant)
    retry_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcInstant)

    @property
    def purged(self) -> bool:
        """Say whether its text was emptied when its time was over: no letter is empty."""
        return not self.content

    def move(self, to: MessageState) -> None:
        """Go to `to`; raise `IllegalMove` where the table does not allow it."""
        MESSAGE_MACHINE.check(MessageState(self.state), to)
        self.state = to.value

    @classmethod
    def unsettled(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether a message is pending or being sent.

        In the words of the partial index: SQLite sees through no parameter, and without them it
        reads every message that was ever sent.
        """
        return cls.state.in_([literal_column("'pending'"), literal_column("'sending'")])

    @classmethod
    def doubtful(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether nobody knows if it left, in the words of the partial index."""
        return cls.state == literal_column("'unknown'")


class Attempt(Base):
    """One try to deliver a message; its row stands before the first byte leaves.

    `begun_at`: when this message's turn came. NULL with an `outcome` of its own (`not_begun`) is a
    try that never was: its worker died while the message was still waiting in its hand.
    """

    __tablename__ = "attempt"
    __proof__: ClassVar = Proof(
        plain="message_id started_at begun_at finished_at outcome code",
        personal="reason",
        unproven={"owner": "which process it was"},
    )
    __table_args__ = (Index(None, "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    owner: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(UtcInstant)
    begun_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    outcome: Mapped[str | None]
    code: Mapped[str | None]
    reason: Mapped[str | None]


# For statements over many rows, beside the table of moves.
MESSAGE = cast(Table, Message.__table__)
ATTEMPT = cast(Table, Attempt.__table__)
