"""What is known of people: a fact a row, struck where the office knew better, never changed."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PersonFact(Base):
    """One fact about one person; what each column means says `dondoc.people.fact`.

    `subject`: the group, category or payer it is of. `until`: the first local date on which it no
    longer holds. `told_by`, `struck_by`: the list, change or merge by which it was told and struck,
    as "change:12". `directive_id` NULL: of the person under every directive. Of a row only what
    strikes it is ever filled in.
    """

    __tablename__ = "person_fact"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id directive_id kind subject body_uid since until known_from percent began "
            "ended told_by recorded_at recorded_by struck_on struck_by struck_at"
        ),
        personal="source",
    )
    __table_args__ = (
        Index(None, "directive_id", "kind", "subject"),
        Index(None, "body_uid", "kind"),
        Index(None, "told_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    directive_id: Mapped[str | None]
    kind: Mapped[str]
    subject: Mapped[str]
    body_uid: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    known_from: Mapped[date]
    source: Mapped[str]
    percent: Mapped[int | None]
    began: Mapped[str]
    ended: Mapped[str]
    told_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    struck_on: Mapped[date | None]
    struck_by: Mapped[str | None]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
