"""Bodies as last known from the rules, and who holds their posts."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Body(Base):
    """An organisation with its validity (local dates, both ends included)."""

    __tablename__ = "body"

    uid: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Contact(Base):
    """A person who holds a post for a period, and where word reaches them.

    `channel` is a name the gateway knows ("email"); `address` is what that channel needs.
    The person's name stays in this table: findings, trail and logs carry the id.
    """

    __tablename__ = "contact"
    __table_args__ = (Index(None, "body_uid", "post"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str] = mapped_column(ForeignKey("body.uid"))
    post: Mapped[str]
    person: Mapped[str | None]
    channel: Mapped[str]
    address: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    def holds(self, on: date) -> bool:
        """Say whether the post is held by this contact on the local date `on`."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    @classmethod
    def held_on(cls, on: date) -> ColumnElement[bool]:
        """Return `holds` as SQL."""
        return and_(
            or_(cls.valid_from.is_(None), cls.valid_from <= on),
            or_(cls.valid_to.is_(None), cls.valid_to >= on),
        )
