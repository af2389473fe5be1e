"""A visit that a device delivered and nobody has entered yet: a person looks at it first."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Held(StrEnum):
    """Why a delivered visit waits."""

    REVOKED = "revoked"
    REFUSED = "refused"


class HeldVisit(Base):
    """The visit with the key `uuid` came from a device and waits; nothing counts of it.

    `why`: the device was revoked, or the visit could not be entered as it is. `person_id`: of whom
    it tells, NULL where there is no such case. `sealed`: the visit as it was sent, gone once it is
    settled. `taken`: it was entered after all, or was not; NULL: it waits.
    """

    __tablename__ = "held_visit"
    __proof__: ClassVar = Proof(
        plain=(
            "uuid device_id body_uid person_id why device_at received_at settled_at settled_by "
            "taken"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "body_uid", "settled_at"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    body_uid: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    device_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    settled_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    settled_by: Mapped[str | None]
    taken: Mapped[bool | None]
