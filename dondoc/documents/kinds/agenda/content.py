"""The deadlines of one body."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.documents.parts.clause import Clause


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One deadline. `uid`: the same for ever ("obligation-17"), so that a second file replaces the
    first; `changed_at` and `sequence` grow with each move of the date. The date from which it
    counts as late is the office's own and is not told.

    Args:
        aim_on: the last working day; a make-up working day says so in `aim_makeup`.
        remind_at: aware instants at which to remind, before or on `aim_on`.
        moved_to: the local date an extension or a move gave, None where the text's date stands.
        state: one of the official four ways in words, or "" while open.
    """

    uid: str
    summary: str
    clause: Clause
    addressee: str
    due_on: date
    aim_on: date
    changed_at: datetime
    via: str = ""
    aim_makeup: bool = False
    sequence: int = 0
    done: bool = False
    cancelled: bool = False
    state: str = ""
    remind_at: tuple[datetime, ...] = ()
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """All deadlines of `body` ("UBND xã Đại Phú"), as known at `at`."""

    body: str
    at: datetime
    items: tuple[AgendaItem, ...] = ()
    office: str = ""
