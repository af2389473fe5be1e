"""Help for people who are on none of the lists: counts alone, nobody is named."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class OutsideHelp(Base):
    """`people` were helped by the body `body_uid` on the local date `done_on`.

    `who`: the group in words. `amount`: whole đồng, NULL where it was not said. `struck_at`:
    entered by mistake; nothing else of a row ever changes.
    """

    __tablename__ = "outside_help"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id duty body_uid people amount done_on struck_at struck_by recorded_at "
            "recorded_by"
        ),
        personal="who evidence",
    )
    __table_args__ = (Index(None, "directive_id", "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    duty: Mapped[str]
    body_uid: Mapped[str]
    who: Mapped[str]
    people: Mapped[int]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    done_on: Mapped[date]
    evidence: Mapped[str]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
