"""The named annex of a report of cases."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Named:
    """One case with what its receiver needs to find the person; no more numbers than that."""

    number: int
    name: str
    birth: str
    sex: str
    village: str
    address: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex numbered `number` ("" of a draft) of the paper `of`; `at`: when it was made."""

    number: str
    of: str
    body: str
    receivers: str
    at: datetime
    people: tuple[Named, ...]
