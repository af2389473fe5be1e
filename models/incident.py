"""An incident: data of persons leaked, were lost, changed or opened by somebody who may not."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class IncidentKind(StrEnum):
    """What befell the data."""

    LEAKED = "leaked"
    LOST = "lost"
    ALTERED = "altered"
    ACCESSED = "accessed"


INCIDENT_KIND_NAMES = {
    IncidentKind.LEAKED: "lộ dữ liệu",
    IncidentKind.LOST: "mất dữ liệu",
    IncidentKind.ALTERED: "dữ liệu bị sửa",
    IncidentKind.ACCESSED: "truy cập trái phép",
}


class Incident(Base):
    """One incident of the body `body_uid`, found at `found_at`.

    `lists`, `people`: numbers of lists and case numbers. `done`: what was done at once, in the
    words of who recorded it, sealed. `report_by`: the last instant at which a report is in time, by
    the term that held when it was recorded. `reported_at` NULL: nobody has reported it; `number`,
    `addressee`: of the paper. `closed_at` NULL: it is open; `reason`: why it was closed, sealed.
    """

    __tablename__ = "incident"
    __proof__: ClassVar = Proof(
        plain=(
            "body_uid found_at kind lists people report_by recorded_at recorded_by reported_at "
            "number addressee reported_by closed_at closed_by"
        ),
        personal="done reason",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    found_at: Mapped[datetime] = mapped_column(UtcInstant)
    kind: Mapped[str]
    lists: Mapped[list[Any]]
    people: Mapped[list[Any]]
    done: Mapped[bytes] = mapped_column(LargeBinary)
    report_by: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    reported_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    number: Mapped[str | None]
    addressee: Mapped[str | None]
    reported_by: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    closed_by: Mapped[str | None]
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)
