"""A body's written report of people who do not join, case by case, and each case in it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class AnnexRoad(StrEnum):
    """How the named annex of a report travels."""

    SEALED = "sealed"
    PAPER = "paper"


ANNEX_ROAD_NAMES = {
    AnnexRoad.SEALED: "tệp mã hóa, câu mở tệp báo bằng đường khác",
    AnnexRoad.PAPER: "bản giấy",
}


class CaseReport(Base):
    """Who a report names by number; a draft until it is signed, one of a body at a time.

    `report_id`: the stored report that it is, NULL of a draft; state, number, date and signer stand
    there. `signer_post`: the post chosen to sign, NULL for whoever usually does. `copies`: the
    lines of "Nơi nhận" that its signer chose, NULL for the declared ones. `annex_number`: what
    stands on the named annex, `annex_road`: how it travels. `dropped_at`: the draft was given up.
    """

    __tablename__ = "case_report"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id duty body_uid drafted_at drafted_by signer_post copies report_id "
            "annex_number annex_road dropped_at dropped_by"
        )
    )
    __table_args__ = (Index(None, "directive_id", "body_uid"), Index(None, "report_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    duty: Mapped[str]
    body_uid: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(UtcInstant)
    drafted_by: Mapped[str]
    signer_post: Mapped[str | None]
    copies: Mapped[list[Any] | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    annex_number: Mapped[str | None]
    annex_road: Mapped[str | None]
    dropped_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    dropped_by: Mapped[str | None]


class CaseLine(Base):
    """One case in a report: the person by number, in which groups, with the evidence there was.

    The days are local dates, as they were known when the report was drafted. `returned_at`: this
    case was returned, `sealed` holds why in words. `left_at`: the person left the road since,
    `left_why` tells why by a code of the rules.
    """

    __tablename__ = "case_line"
    __proof__: ClassVar = Proof(
        plain=(
            "case_report_id person_id groups informed_on mobilised_on helped_on sought_on "
            "returned_at returned_by left_at left_why"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "person_id"), Index(None, "case_report_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_report_id: Mapped[int] = mapped_column(ForeignKey("case_report.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    groups: Mapped[list[Any]]
    informed_on: Mapped[date | None]
    mobilised_on: Mapped[date | None]
    helped_on: Mapped[date | None]
    sought_on: Mapped[date | None]
    returned_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    returned_by: Mapped[str | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    left_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    left_why: Mapped[str | None]
