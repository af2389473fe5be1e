"""The shape of `due` in a directive file, and everything that makes a date impossible."""

from calendar import monthrange
from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field, model_validator

from language.dates import written
from rules.files.located import Shape, Words, refuse
from rules.meaning.deadline import Sense
from rules.meaning.duty import Due, Every, Unit
from rules.meaning.period import Period, PeriodKind
from rules.meaning.recurrence import due_dates
from rules.reading.due_words import contradictions

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Month = Annotated[int, Field(ge=1, le=12)]
# A leap year: 29/02 is a day that some years have.
_LEAP = 2024


class DueShape(Shape):
    """One wording and at most one kind of date: `on`, `every` or `after`."""

    wording: Words
    sense: Literal["before", "by", "within", "timely"]
    on: date | None = None
    every: Every | None = None
    day: int | None = Field(default=None, ge=1, le=31)
    month: int | Literal["first", "last"] | None = None
    weekday: Literal[_WEEKDAYS] | None = None  # type: ignore[valid-type]
    months: Annotated[list[Month], Field(min_length=1, max_length=11)] | None = None
    at: str | None = Field(default=None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    first: date | None = None
    last: date | None = None
    after: str | None = None
    days: int | None = Field(default=None, ge=1)
    unit: Unit | None = None
    assumed: Words | None = None

    @model_validator(mode="after")
    def _possible(self) -> "DueShape":
        self._one_kind_of_date()
        for key, what, allowed in contradictions(self.due()):
            raise refuse(what, allowed, key)
        if self.every:
            self._recurs(PeriodKind(self.every))
        return self

    def _one_kind_of_date(self) -> None:
        given = [name for name in ("on", "every", "after") if getattr(self, name) is not None]
        if self.sense == "timely" and given:
            raise refuse('"timely" names no date', "wording, sense", given[0])
        if self.sense == "timely" and self.at is not None:
            raise refuse('"timely" names no hour', "wording, sense", "at")
        if self.sense != "timely" and len(given) != 1:
            what = f"{' and '.join(given)} together" if given else f'"{self.sense}" without a date'
            raise refuse(what, "one of on, every, after")
        counted = self.every is not None and self.days is not None
        if not counted and (self.sense == "within") != (self.after is not None):
            raise refuse('"within" and `after` go together', "after, days, unit", "sense")
        if not counted and (self.after is not None) != (self.days is not None):
            raise refuse("`after` and `days` go together", "after, days, unit", "days")
        if counted and self.sense == "before":
            raise refuse('"before" does not count days', "within, by", "sense")
        if self.unit is not None and self.days is None:
            raise refuse("`unit` belongs to `days`", "after, days, unit", "unit")
        self._no_stray_keys()

    def _no_stray_keys(self) -> None:
        allowed = {"first", "last", *self._place_keys()} if self.every else set()
        for key in ("day", "month", "weekday", "months", "first", "last"):
            given = getattr(self, key) is not None
            if given and key not in {*allowed, *self._optional_keys()}:
                kind = f"every: {self.every}" if self.every else "a single date"
                raise refuse(f"does not belong to {kind}", ", ".join(sorted(allowed)), key)
            if key in allowed and not given:
                needs = ", ".join(sorted({"first", "last", *allowed}))
                raise refuse(f"every: {self.every} needs `{key}`", needs)

    def _place_keys(self) -> tuple[str, ...]:
        if self.days is not None:
            return ()
        if self.every == "week":
            return ("weekday",)
        return ("day",) if self.every == "month" else ("day", "month")

    def _optional_keys(self) -> tuple[str, ...]:
        return ("months",) if self.every in ("month", "quarter") and self.days is None else ()

    def _recurs(self, kind: PeriodKind) -> None:
        length = max(1, kind.months)
        if isinstance(self.month, int) and not 1 <= self.month <= length:
            raise refuse(f"a {self.every} has no month {self.month}", f"1 to {length}", "month")
        due = self.due()
        if self.every == "year" and due.day and due.month and due.month > 0:
            longest = monthrange(_LEAP, due.month)[1]
            if due.day > longest:
                what = f"{written(due.day, due.month)} is no day of the calendar"
                raise refuse(what, f"1 to {longest}", "day")
        if due.first and due.last:
            if due.first > due.last:
                raise refuse("`first` lies after `last`", f"{due.last} or earlier", "first")
            if due.counted:
                self._ends_end_a_period(kind)
            else:
                self._ends_are_due_dates(due, due.first, due.last)

    def _ends_end_a_period(self, kind: PeriodKind) -> None:
        for key in ("first", "last"):
            end = getattr(self, key)
            period = Period.containing(kind, end)
            if period and period.last != end:
                what = f"{end} is not the day on which a {kind} ends, from which days are counted"
                raise refuse(what, period.last.isoformat(), key)

    def _ends_are_due_dates(self, due: Due, first: date, last: date) -> None:
        dates = list(due_dates(due))
        for key, wanted, found in (("first", first, dates[:1]), ("last", last, dates[-1:])):
            if found != [wanted]:
                near = found[0].isoformat() if found else "no date between first and last"
                raise refuse(f"{wanted} is no date of this recurrence", near, key)

    def due(self) -> Due:
        """The same as the domain's own type."""
        words: dict[str | int | None, int | None] = {"first": 1, "last": -1}
        month = self.month if isinstance(self.month, int) else words.get(self.month)
        weekday = _WEEKDAYS.index(self.weekday) + 1 if self.weekday else None
        return Due(
            wording=self.wording,
            sense=Sense(self.sense),
            on=self.on,
            every=self.every,
            day=self.day,
            month=month,
            weekday=weekday,
            months=tuple(sorted(set(self.months or ()))),
            at=time.fromisoformat(self.at) if self.at else None,
            first=self.first,
            last=self.last,
            after=self.after,
            days=self.days,
            unit=self.unit or "days",
            assumed=self.assumed,
        )
