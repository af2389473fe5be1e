"""A register of documents: what came to one body, or what it put out, in one year."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Book(StrEnum):
    """Which of the two registers."""

    INCOMING = "den"
    OUTGOING = "di"


BOOK_NAMES = {Book.INCOMING: "Sổ đăng ký văn bản đến", Book.OUTGOING: "Sổ đăng ký văn bản đi"}


@dataclass(frozen=True, slots=True)
class Entered:
    """One document. `number`, `dated`: its own; what the program gives as a receipt is none.

    `place`: its turn among those that came in that year, of the incoming ones; `came_on`: the
    local date of it. `kept_by`: who entered it. `note`: by which road, or that it was a mistake.
    """

    number: str
    dated: date | None
    about: str
    author: str = ""
    place: int = 0
    came_on: date | None = None
    signer: str = ""
    to: str = ""
    kept_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The register of `body` for `year`, as known at `at`.

    `figures_only`: how many reports came of which no document is known: they are in no register.
    """

    book: Book
    body: str
    year: int
    at: datetime
    entries: tuple[Entered, ...] = ()
    figures_only: int = 0
    office: str = ""
