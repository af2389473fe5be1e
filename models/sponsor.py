"""A sponsor: an organisation, a person or a budget that pays a share of people's contributions."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class SponsorKind(StrEnum):
    """What a sponsor is; the name of a person is sealed."""

    ORGANISATION = "organisation"
    PERSON = "person"
    BUDGET = "budget"


SPONSOR_KIND_NAMES = {
    SponsorKind.ORGANISATION: "tổ chức, doanh nghiệp",
    SponsorKind.PERSON: "cá nhân",
    SponsorKind.BUDGET: "ngân sách",
}


class Sponsor(Base):
    """One sponsor of the body `body_uid`, which asked them and keeps their account.

    `name`: of an organisation or a budget, "" of a person. `sealed`: the name of a person, empty of
    the others, by the key numbered `seal_key`.
    """

    __tablename__ = "sponsor"
    __proof__: ClassVar = Proof(
        plain="body_uid kind recorded_at recorded_by",
        personal="name sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_key: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
