"""The one reader of wordings: what a deadline's words say of its date, and what of them is unread.

Everything declared of a due is held against what this reads: the text is the master. What a
wording leaves unsaid it does not contradict, and what is not understood is said, never guessed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from rules.files.source import folded
from rules.meaning.declared_period import DueIn, Mark
from rules.meaning.period import PeriodKind
from rules.reading.word_reader import Reader
from rules.reading.word_steps import SPELLED, STEPS, cut_off, rolling, sense, whom

Often = Literal["day", "week", "month", "quarter", "half-year", "nine-months", "year"]
Place = Literal["first", "last"]
Term = Literal["days", "working_days", "hours"]


@dataclass(frozen=True)
class Wording:
    """What one wording says; None where it says nothing.

    `month` is the calendar's, or "first" or "last" of its period; `weekday` is ISO; `at` hours of
    the day ("15:00"); `days` with `unit` a term in `direction` of the event `after`; `due` where
    the date lies seen from the period it is about, which is a `kind` where that is said; `cut_off`
    the days that figures cover; `starts` when a stretch begins (day, month, year); `months` those
    of a year in which alone it is owed; `quarter` the one it is an exception for (1 to 4); `who`
    whose term it is, in the sentence's words; `rolls`
    whether the text itself moves a day off; `also` the other dates of one sentence; `said` the
    words that told each of these, by its name.
    """

    text: str
    sense: str | None = None
    every: Often | None = None
    day: int | None = None
    month: int | Place | None = None
    year: int | None = None
    weekday: int | None = None
    at: tuple[str, ...] = ()
    days: int | None = None
    unit: Term | None = None
    direction: Literal["after", "before"] | None = None
    after: str | None = None
    due: DueIn | None = None
    kind: PeriodKind | None = None
    cut_off: tuple[Mark, Mark] | None = None
    starts: tuple[int, int, int | None] | None = None
    months: tuple[int, ...] = ()
    quarter: int | None = None
    who: str | None = None
    rolls: bool = False
    also: tuple["Wording", ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def on(self) -> date | None:
        """Return the one day it names with its year; None for none, and for 31/02/2024."""
        if self.day is None or self.year is None or not isinstance(self.month, int):
            return None
        real = 1 <= self.month <= 12 and 1 <= self.day <= monthrange(self.year, self.month)[1]
        return date(self.year, self.month, self.day) if real else None


@lru_cache(maxsize=512)
def read(text: str) -> Wording:
    """Return what `text` says of a deadline, a period and the days its figures cover."""
    reader = Reader(re.sub(SPELLED, "", folded(text).casefold()))
    cut_off(reader)
    rolling(reader)
    also = tuple(map(read, reader.first_date_only()))
    whom(reader)
    for step in STEPS:
        step(reader)
    sense(reader)
    return Wording(text, **reader.found, also=also, said=reader.said, unread=reader.unread())
