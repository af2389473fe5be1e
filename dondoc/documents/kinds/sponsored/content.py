"""What a sponsor is told: sums, counts, and by name whoever agreed to it on paper."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who agreed to be named: for how many months, how many đồng."""

    name: str
    months: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sponsored:
    """The account of the sponsor numbered `sponsor` of a body; `name`: "" of a private person.

    `unnamed`: how many were helped who are not named, with `unnamed_amount` đồng.
    """

    sponsor: int
    name: str
    body: str
    received: int
    used: int
    returned: int
    in_hand: int
    helped: tuple[Helped, ...]
    unnamed: int
    unnamed_amount: int
    at: datetime
