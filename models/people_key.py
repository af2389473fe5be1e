"""Which keys have sealed what is stored of people: never a key, only by what it is known again."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof

# The number under which the key of the matching digests stands.
MATCHING = 0


class PeopleKey(Base):
    """One key that was used; `known_by`: a digest that only this very key gives.

    `retired_at`: since then nothing is sealed by it any more, NULL while something is.
    """

    __tablename__ = "people_key"
    __proof__: ClassVar = Proof(plain="known_by first_used_at retired_at")

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    known_by: Mapped[str]
    first_used_at: Mapped[datetime] = mapped_column(UtcInstant)
    retired_at: Mapped[datetime | None] = mapped_column(UtcInstant)
