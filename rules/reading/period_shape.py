"""The shapes of `period` and `cut_off` in a directive file: what a report is about."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.files.located import Shape, Words, refuse
from rules.meaning.declared_period import CutOff, DueIn, Mark, PeriodRule
from rules.meaning.period import PeriodKind

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"day ([1-9]|[12][0-9]|3[01])( of the month before)?")
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAYS)})( of the week before)?")
_FROM = "day N, day N of the month before, WEEKDAY, WEEKDAY of the week before, YYYY-MM-DD"
_TO = "day N (of the period's last month), WEEKDAY, YYYY-MM-DD"


class PeriodShape(Shape):
    """What each report is about: a period of this length, and where its due date lies from it."""

    of: Annotated[PeriodKind, Field(strict=False)] | None = None
    due: Annotated[DueIn, Field(strict=False)]
    wording: Words | None = None
    assumed: Words | None = None

    def rule(self, every: str | None) -> PeriodRule | None:
        """Return the domain's own type; None where neither it nor `every` says how long."""
        kind = self.of or (PeriodKind(every) if every else None)
        return PeriodRule(kind, self.due, self.wording, self.assumed) if kind else None


class CutOffShape(Shape):
    """From when up to when its figures count, with the text's words or the office's reason."""

    from_: date | str | None = Field(default=None, alias="from")
    to: date | str | None = None
    wording: Words | None = None
    assumed: Words | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "CutOffShape":
        if (self.wording is None) == (self.assumed is None):
            what = "days of figures need what they rest on, one of the two"
            allowed = "`wording`: the words of the text, or `assumed`: the office's reason"
            raise refuse(what, allowed)
        self.cut_off()
        return self

    def cut_off(self) -> CutOff:
        """Return the domain's own type."""
        to = _mark(self.to, "to", _TO)
        if isinstance(to, Mark) and to.of == "before":
            raise refuse(f'"{self.to}" is before the period begins', _TO, "to")
        return CutOff(_mark(self.from_, "from", _FROM), to, self.wording, self.assumed)


def _mark(written: date | str | None, key: str, allowed: str) -> Mark | date | None:
    if not isinstance(written, str):
        return written
    found = _DAY.fullmatch(written)
    if found:
        return Mark(int(found[1]), _of(found[2]))
    found = _WEEKDAY.fullmatch(written)
    if found:
        return Mark(_WEEKDAYS.index(found[1]) + 1, _of(found[2]))
    raise refuse(f'"{written}" is not understood', allowed, key)


def _of(before: str | None) -> Literal["last", "before"]:
    return "before" if before else "last"
