"""A sheet of the people of one village, with what somebody who goes to them needs, no more."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OnSheet:
    """One person: number of the case, name, birth as precisely as it is known, and where.

    `home`: which household of the sheet, counted from 1; `relation`: to its head. Numbers,
    telephones and ethnicity are not needed at a door and not printed.
    """

    person: int
    name: str
    birth: str
    sex: str
    home: int | None
    relation: str
    address: str


@dataclass(frozen=True, slots=True)
class VillageSheet:
    """The sheet numbered `number` of a list. `village` None: no village is known of these people.

    `as_of`: the list's local date; `at`: the instant of printing (aware). `topic`: what its
    people are to join. `boxes`: what each group of boxes is called, and its boxes in order.
    """

    number: int
    list: int
    about: str
    body: str
    village: str | None
    as_of: date
    at: datetime
    people: tuple[OnSheet, ...] = ()
    topic: str = ""
    boxes: tuple[tuple[str, tuple[str, ...]], ...] = ()
