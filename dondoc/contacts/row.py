"""One row of the address book: who holds which post, and where word reaches them."""

from dataclasses import dataclass, field
from datetime import date

from dondoc.incoming.table import Cell
from models.contact import Capacity, ways_of


@dataclass(frozen=True)
class ContactRow:
    """Who holds a post: one row of the contacts file.

    `channels`: as `models.contact.ways_of` reads it. `row`: its number in the file (0: in none).
    `written`: the cells as they stood there.
    """

    body: str
    post: str
    person: str | None
    email: str | None
    phone: str | None = None
    channels: str = ""
    capacity: str = Capacity.HOLDER.value
    valid_from: date | None = None
    valid_to: date | None = None
    row: int = field(default=0, compare=False)
    written: tuple[Cell, ...] | None = field(default=None, compare=False)

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Return (channel, address) in this person's own order."""
        return ways_of(self.channels, self.email, self.phone)

    def cells(self) -> tuple[Cell, ...]:
        """Return the row in the columns of `CONTACTS`, as the application itself would write it."""
        days = (day.isoformat() if day else "" for day in (self.valid_from, self.valid_to))
        capacity = "" if self.capacity == Capacity.HOLDER else self.capacity
        texts = (self.person or "", self.email or "", self.phone or "", self.channels)
        return (self.body, self.post, *texts, capacity, *days)
