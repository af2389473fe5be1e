"""The minutes of a reconciliation in three: nobody is named but who signs."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Party:
    """One side: what its list is called, whose it is, what it says.

    `signer`: "" on a draft. `capacity`: of whoever signs, else of the head of the body. `amount`:
    whole đồng. `unmatched`: rows of the list that name nobody known here.
    """

    list: str
    body: str
    as_of: date
    source: str
    people: int
    amount: int
    unmatched: int
    capacity: str
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """One case on which the lists differ; `told`: per side months and đồng, None: not on it."""

    person: int
    told: tuple[tuple[int, int] | None, ...]
    why: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Of which months (first days), by which clause; `alike`: how many people are told alike.

    `state`: in words. `number`, `dated`: of the signed paper. `corrects`: the number of the one it
    replaces. `author`: who presides. `topic`: what the money is to pay for.
    """

    id: int
    author: str
    about: str
    clause: str
    first: date
    last: date
    state: str
    parties: tuple[Party, ...]
    apart: tuple[Apart, ...]
    alike: int
    alike_amount: int
    at: datetime
    signed: bool = False
    number: str = ""
    dated: date | None = None
    corrects: str = ""
    topic: str = ""
