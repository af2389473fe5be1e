"""What is kept of people and why: the record of its processing, and what that puts at risk."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ListKept:
    """One list of people: of which directive's group, by whom brought, as of the local date.

    `purpose`, `ground`: why, and by which legal text. `until`: the last local date on which it is
    kept, None while nobody has said; `held`: a complaint is open, nothing of it goes.
    """

    number: int
    directive: str
    group: str
    brought_by: str
    as_of: date
    people: int
    purpose: str
    ground: str
    until: date | None
    held: bool


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents in counts, and the term within which each is to be reported.

    `in_time`, `late`: reported so; `waiting`: open, and nobody has reported it; `unreported`:
    closed without a report. `still`: how many are not over. `hours`, `to`, `basis`, `assumed`: of
    the term, as the rules have it.
    """

    recorded: int
    in_time: int
    late: int
    waiting: int
    unreported: int
    still: int
    hours: int
    to: str
    basis: str
    assumed: str


@dataclass(frozen=True, slots=True)
class Processing:
    """The processing of personal data by `office`, as it stood at `at`.

    `people`: how many are followed, `erased`: how many were, whose time is over. `sees`: which
    posts see persons, in words. `accesses`: how often somebody was shown any, all in all.
    `incidents`: what befell the data.
    """

    office: str
    at: datetime
    lists: tuple[ListKept, ...]
    people: int
    erased: int
    sees: tuple[str, ...]
    accesses: int
    incidents: Incidents
