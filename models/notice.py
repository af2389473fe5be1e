"""One decision for one contact, from being decided to being sent or called off."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.machine import IllegalMove, Machine
from models.proof import Proof
from models.trail import Event


class NoticeState(StrEnum):
    """Where a notice stands."""

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @classmethod
    def unsent(cls) -> frozenset["NoticeState"]:
        """Return the states in which nothing has left yet and the notice may be called off."""
        return frozenset({cls.PENDING, cls.HELD})


NOTICE_STATE_NAMES = {
    "pending": "chờ gửi",
    "held": "chờ duyệt",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "cancelled": "đã hủy",
}


_S = NoticeState
NOTICE_MACHINE = Machine(
    "notice",
    {
        _S.PENDING: frozenset({_S.HELD, _S.SENT, _S.FAILED, _S.CANCELLED}),
        _S.HELD: frozenset({_S.PENDING, _S.CANCELLED}),
        # A person had said by mistake that its message arrived.
        _S.SENT: frozenset({_S.PENDING}),
    },
)

# What stands on a word that left under a wrong clock, and was corrected for that.
WRONG_HOUR = "gửi khi đồng hồ sai, đã đính chính"


class Notice(Base):
    """One finding's word to one recipient.

    `dedupe_key` is (obligation, cycle, policy, repeat, recipient, contact, channel): the database
    refuses the same word twice. A recipient without a contact keeps its row, `failed` with
    the reason "nobody to notify", so that silence is seen. `held_until` is set where the
    office lets held notices go by themselves; NULL there waits for a person. On a pending notice it
    is the instant before which it does not leave: its recipient has had enough for the day.
    """

    __tablename__ = "notice"
    __proof__: ClassVar = Proof(
        plain=(
            "obligation_id cycle policy repeat step rung recipient_uid recipient_post "
            "contact_id channel dedupe_key basis state created_at held_until settled_at "
            "message_id"
        ),
        personal="reason",
    )
    __table_args__ = (
        Index(
            "ix_notice_unsent",
            "state",
            "contact_id",
            # On PostgreSQL too, by the migrations: named here it would load that dialect.
            sqlite_where=text("state IN ('pending', 'held')"),
        ),
        # What a person is to look at, over all there ever was: each of them a few rows.
        Index("ix_notice_held", "id", sqlite_where=text("state = 'held'")),
        Index("ix_notice_failed", "created_at", sqlite_where=text("state = 'failed'")),
        Index("ix_notice_urging", "obligation_id", sqlite_where=text("step = 'urge'")),
        Index(None, "obligation_id"),
        Index(None, "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    cycle: Mapped[int]
    policy: Mapped[str]
    repeat: Mapped[int]
    step: Mapped[str]
    rung: Mapped[int | None]
    recipient_uid: Mapped[str] = mapped_column(ForeignKey("body.uid"))
    recipient_post: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    channel: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    basis: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    held_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    settled_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))

    def again(self, dedupe_key: str, state: NoticeState, now: datetime) -> "Notice":
        """Return a new notice that says the same to the same; it has left no trace yet.

        Args:
            now: the UTC instant at which it is written.
        """
        return Notice(
            obligation_id=self.obligation_id,
            cycle=self.cycle,
            policy=self.policy,
            repeat=self.repeat,
            step=self.step,
            rung=self.rung,
            recipient_uid=self.recipient_uid,
            recipient_post=self.recipient_post,
            contact_id=self.contact_id,
            channel=self.channel,
            dedupe_key=dedupe_key,
            basis=self.basis,
            state=state.value,
            created_at=now,
        )

    def created(self, **more: object) -> Event:
        """Return the entry of the trail that says this notice was written, and `more` of it."""
        data = {
            "notice": self.dedupe_key,
            "step": self.step,
            "rung": self.rung,
            "basis": self.basis,
            "recipient": f"{self.recipient_uid}/{self.recipient_post}",
            "contact": self.contact_id,
            "state": self.state,
            **more,
        }
        return Event("notice.created", f"obligation:{self.obligation_id}", data)

    def move(self, to: NoticeState, at: datetime, reason: str | None = None) -> None:
        """Go to `to` at the UTC instant `at`; raise `IllegalMove` where not allowed."""
        NOTICE_MACHINE.check(NoticeState(self.state), to)
        self.state = to.value
        self.reason = reason
        if to is NoticeState.PENDING:
            self.held_until = None
        if to in (NoticeState.SENT, NoticeState.FAILED, NoticeState.CANCELLED):
            self.settled_at = at

    def doubt(self) -> None:
        """Let a sent notice wait again with its message, of which nobody knows what became."""
        NOTICE_MACHINE.check(NoticeState(self.state), NoticeState.PENDING)
        self.state, self.settled_at = NoticeState.PENDING.value, None

    def postpone(self, until: datetime, reason: str) -> None:
        """Let a pending notice wait until the UTC instant `until`; it stays pending."""
        if self.state != NoticeState.PENDING:
            raise IllegalMove(f"notice: {self.state} cannot wait for another day, only pending can")
        self.held_until = until
        self.reason = reason

    @classmethod
    def unsent(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether a notice is pending or held, in the words of the partial index.

        SQLite sees through no parameter; without them it reads every notice there ever was.
        """
        return cls.state.in_([literal_column("'pending'"), literal_column("'held'")])

    @classmethod
    def held(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether a notice waits for a person's word; by an index, as `unsent`."""
        return cls.state == literal_column("'held'")

    @classmethod
    def failed(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether a notice reached nobody; by an index, as `unsent`."""
        return cls.state == literal_column("'failed'")

    @classmethod
    def urging(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether it carries a drafted công văn; by an index, as `unsent`."""
        return cls.step == literal_column("'urge'")

    @classmethod
    def holds(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether it was not taken back for having left under a wrong clock."""
        return or_(cls.reason.is_(None), cls.reason != WRONG_HOUR)

    @classmethod
    def may_leave(cls, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
        """Return, as SQL, whether a pending notice need not wait any more at `now` (aware)."""
        return or_(cls.held_until.is_(None), cls.held_until <= now)


# For statements over many rows, beside the table of moves.
NOTICE = cast(Table, Notice.__table__)
