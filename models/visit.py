"""Visits: what was done for one person at one time, by whom, whom they met, what came of it."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Visit(Base):
    """One outreach to one person; but that it is struck nothing of a row ever changes.

    `uuid`: made where it was written; a second sending of the same is the same visit.
    `occasion`: a UUID shared by the rows of one visit to a household. `way`, `went` (codes between
    spaces), `met`, `answer`, `reason`, `situation`: codes of `rules/people/tham.yaml`. `informed`,
    `mobilised`: what was done. `promised_on`: the day the person named. `sealed`: words about it.
    `source`: the road by which it came; `sheet_id`: from which printed sheet; `device`,
    `device_at`: which one wrote it, when by its own clock. `change_id`: the change it led to.
    `struck_at`, `struck_by`, `struck_for`: entered by mistake, said by whom, and why (a code).
    """

    __tablename__ = "visit"
    __proof__: ClassVar = Proof(
        plain=(
            "uuid occasion person_id household_id body_uid village_id directive_id visited_on way "
            "went met informed mobilised answer reason situation promised_on source sheet_id "
            "device device_at change_id recorded_at recorded_by struck_at struck_by struck_for"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (
        UniqueConstraint("uuid"),
        Index(None, "person_id", "directive_id"),
        Index(None, "body_uid", "visited_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str]
    occasion: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    body_uid: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    directive_id: Mapped[str]
    visited_on: Mapped[date]
    way: Mapped[str]
    went: Mapped[str]
    met: Mapped[str]
    informed: Mapped[bool]
    mobilised: Mapped[bool]
    answer: Mapped[str]
    reason: Mapped[str | None]
    situation: Mapped[str]
    promised_on: Mapped[date | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    source: Mapped[str]
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("printed_sheet.id"))
    device: Mapped[str | None]
    device_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("person_change.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    struck_for: Mapped[str | None]
