"""Who holds a post of a body, in which capacity, and where word reaches them."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import JSON, BindParameter, ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof

EMAIL = "email"
_BETWEEN = re.compile(r"[,;\s]+")


class Capacity(StrEnum):
    """How a post is filled. A deputy is told where neither holder nor acting one can be."""

    HOLDER = "holder"
    ACTING = "acting"
    DEPUTY = "deputy"
    VACANT = "vacant"

    @classmethod
    def in_turn(cls) -> tuple["Capacity", ...]:
        """Return who is told, in turn: the next only where the one before cannot be reached."""
        return cls.HOLDER, cls.ACTING, cls.DEPUTY


def ways_of(channels: str, email: str | None, phone: str | None) -> tuple[tuple[str, str], ...]:
    """Return (channel, address) in the order in which a person wants to be reached.

    Args:
        channels: names between commas, semicolons or spaces; `name:address` names the address
            too, otherwise it is `email` for "email" and `phone` for every other channel. Empty
            means "email". A channel without an address is left out.
    """
    named = [part for part in _BETWEEN.split(channels) if part] or [EMAIL]
    found: dict[str, str] = {}
    for part in named:
        name, _, own = part.partition(":")
        name = name.casefold()
        address = own or (email if name == EMAIL else phone)
        if address:
            found.setdefault(name, address)
    return tuple(found.items())


class Contact(Base):
    """A person in a post for a period (local dates, both ends included).

    Findings, trail and logs carry the id; names and addresses stay in this table. `position` is
    the place in the address book, NULL once it is no longer listed there; `written` are the
    cells of its row as the office wrote them, NULL where nobody did.
    """

    __tablename__ = "contact"
    __proof__: ClassVar = Proof(
        plain="body_uid post capacity valid_from valid_to position",
        personal="person email phone channels written",
    )
    __table_args__ = (Index(None, "body_uid", "post"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str] = mapped_column(ForeignKey("body.uid"))
    post: Mapped[str]
    person: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    channels: Mapped[str] = mapped_column(default="", server_default="")
    capacity: Mapped[str] = mapped_column(
        default=Capacity.HOLDER.value, server_default=Capacity.HOLDER.value
    )
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    position: Mapped[int | None] = mapped_column(default=0, server_default="0")
    written: Mapped[list[object] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Return (channel, address) in this contact's own order."""
        return ways_of(self.channels, self.email, self.phone)

    def address_on(self, channel: str) -> str | None:
        """Return where `channel` reaches this contact, None where it does not."""
        return dict(self.ways).get(channel)

    def holds(self, on: date) -> bool:
        """Say whether this contact is listed and holds the post on the local date `on`."""
        if self.position is None:
            return False
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    @classmethod
    def held_on(cls, on: date | BindParameter[date]) -> ColumnElement[bool]:
        """Return `holds` as SQL."""
        return and_(
            cls.position.is_not(None),
            or_(cls.valid_from.is_(None), cls.valid_from <= on),
            or_(cls.valid_to.is_(None), cls.valid_to >= on),
        )


class ContactBook(Base):
    """The form of the address book as last imported; one row, none before the first import.

    `header`: its column names as written; the rest says how a CSV file was written.
    """

    __tablename__ = "contact_book"
    __proof__: ClassVar = Proof(
        plain="header delimiter newline marked",
        unproven={"imported_at": "when its file was last looked at"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    imported_at: Mapped[datetime] = mapped_column(UtcInstant)
    header: Mapped[list[str]] = mapped_column(JSON)
    delimiter: Mapped[str]
    newline: Mapped[str]
    marked: Mapped[bool]
