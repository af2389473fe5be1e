"""What a reader is asked, and what it finds of a duty: what is recorded, open, left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.visible import Visible
from language.dates import full_day
from language.numbers import count
from language.zone import local_date
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Recorded:
    """Something that is recorded or open: what, how often, and the local days between which.

    `page`: where on the web it is seen, by whoever may see that; "" where it is on none.
    """

    what: str
    number: int
    first: date | None = None
    last: date | None = None
    page: str = ""

    def __str__(self) -> str:
        """Return it in words: "12 báo cáo đúng hạn (từ 03/5/2024 đến 05/8/2024)"."""
        said = f"{count(self.number)} {self.what}"
        if self.first is None or self.last is None:
            return said
        if self.first == self.last:
            return f"{said} (ngày {full_day(self.first)})"
        return f"{said} (từ {full_day(self.first)} đến {full_day(self.last)})"

    def as_json(self) -> dict[str, object]:
        """Return it as machines get it."""
        days = {"first": self.first, "last": self.last}
        told = {key: day.isoformat() if day else None for key, day in days.items()}
        return {"what": self.what, "number": self.number, **told, "page": self.page or None}


@dataclass(frozen=True)
class Found:
    """What one reader finds of one duty.

    `overdue`: something of it is late or was not reached; `unknown`: nothing of what is open is
    known to be in time; `done`: what it can tell of is done as far as it goes. `lacking`: what is
    not at hand, in words.
    """

    evidence: tuple[Recorded, ...] = ()
    open: tuple[Recorded, ...] = ()
    lacking: tuple[str, ...] = ()
    overdue: bool = False
    unknown: bool = False
    done: bool = False

    def __add__(self, other: "Found") -> "Found":
        """Return both as one."""
        return Found(
            self.evidence + other.evidence,
            self.open + other.open,
            self.lacking + other.lacking,
            self.overdue or other.overdue,
            self.unknown or other.unknown,
            self.done or other.done,
        )


@dataclass(frozen=True)
class Asked:
    """What readers are asked about: a directive at the instant `as_of` (aware).

    `visible`: the bodies whose affairs are counted.
    """

    session: Session
    rulebook: Rulebook
    declared: Directive
    as_of: datetime
    visible: Visible

    @property
    def on(self) -> date:
        """Return the local date of that instant."""
        return local_date(self.as_of)


# From what is asked, and the duties it is asked of, to what is found, by the id of the duty.
Reader = Callable[[Asked, Sequence[Duty]], Mapping[str, Found]]
