"""The period a report is about: what it is called, when it begins and ends, which comes next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from re import fullmatch
from typing import Self

from language.dates import full_day, month_of, short_day

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class PeriodKind(StrEnum):
    """How long a period is. Nine months are those from January on: one a year."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    NINE_MONTHS = "nine-months"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Return its length in months, 0 for a week."""
        return _MONTHS[self]

    @property
    def per_year(self) -> int:
        """Return how many of it begin in a year; meaningless for weeks."""
        return 1 if self is PeriodKind.NINE_MONTHS else 12 // max(1, _MONTHS[self])


_K = PeriodKind
_MONTHS = {_K.WEEK: 0, _K.MONTH: 1, _K.QUARTER: 3, _K.HALF_YEAR: 6, _K.NINE_MONTHS: 9, _K.YEAR: 12}
_LABELS = {
    _K.WEEK: (r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])", "{0}-W{1:02}"),
    _K.MONTH: (r"(\d{4})-(0[1-9]|1[0-2])", "{0}-{1:02}"),
    _K.QUARTER: (r"(\d{4})-Q([1-4])", "{0}-Q{1}"),
    _K.HALF_YEAR: (r"(\d{4})-H([12])", "{0}-H{1}"),
    _K.NINE_MONTHS: (r"(\d{4})-9M", "{0}-9M"),
    _K.YEAR: (r"(\d{4})", "{0}"),
}
_ROMAN = ("I", "II", "III", "IV")
_HALVES = ("đầu", "cuối")


@dataclass(frozen=True, slots=True)
class Period:
    """The `number`-th period of its kind in `year` (from 1; a week's are those of ISO 8601).

    `str(period)` is its label, as it is stored and as machines get it: 2024-W19, 2024-05, 2024-Q2,
    2024-H1, 2024-9M, 2024. Within a kind, labels sort as their periods do; between kinds they do
    not.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> Self | None:
        """Return the period of that kind that `day` lies in; none holds October in nine months."""
        if kind is PeriodKind.WEEK:
            year, week, _ = day.isocalendar()
            return cls(kind, year, week)
        number = (day.month - 1) // kind.months + 1
        return cls(kind, day.year, number) if number <= kind.per_year else None

    @classmethod
    def ended_before(cls, kind: PeriodKind, day: date) -> Self:
        """Return the last period of that kind that is over when `day` begins."""
        found = cls.containing(kind, day) or cls(kind, day.year)
        return found if found.last < day else found.shifted(-1)

    @classmethod
    def begun_after(cls, kind: PeriodKind, day: date) -> Self:
        """Return the first period of that kind that begins after `day`."""
        return (cls.containing(kind, day) or cls(kind, day.year)).shifted(1)

    @classmethod
    def of_label(cls, label: str) -> Self | None:
        """Return the period that `label` names, None for "once" and what an event founded."""
        for kind, (pattern, _) in _LABELS.items():
            if found := fullmatch(pattern, label):
                return cls(kind, *(int(part) for part in found.groups()))
        return None

    def __str__(self) -> str:
        return _LABELS[self.kind][1].format(self.year, self.number)

    @property
    def first(self) -> date:
        """Return its first day, a local date."""
        if self.kind is PeriodKind.WEEK:
            return date.fromisocalendar(self.year, self.number, 1)
        return date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def last(self) -> date:
        """Return its last day, a local date."""
        if self.kind is PeriodKind.WEEK:
            return self.first + _WEEK - _DAY
        return month_end(date(self.year, self.number * self.kind.months, 1))

    def shifted(self, n: int) -> Self:
        """Return the n-th period after it (before it when n < 0)."""
        if self.kind is PeriodKind.WEEK:
            year, week, _ = (self.first + n * _WEEK).isocalendar()
            return type(self)(self.kind, year, week)
        year, number = divmod(
            self.year * self.kind.per_year + self.number - 1 + n, self.kind.per_year
        )
        return type(self)(self.kind, year, number + 1)

    def back(self, day: date) -> date:
        """Return `day` earlier by the length of the period; the last of a month that lacks it."""
        if self.kind is PeriodKind.WEEK:
            return day - _WEEK
        year, month = divmod(day.year * 12 + day.month - 1 - self.kind.months, 12)
        end = month_end(date(year, month + 1, 1))
        return end.replace(day=min(day.day, end.day))

    @property
    def short(self) -> str:
        """Return its name on screen and in a form: tháng 6/2024, quý II/2024."""
        return self._named("/", f"tháng {short_day(self.last)[3:]}/{self.year}")

    @property
    def name(self) -> str:
        """Return its name in a document: tháng 6 năm 2024, quý II năm 2024."""
        return self._named(" năm ", month_of(self.last))

    def _named(self, of_year: str, month: str) -> str:
        year = f"{of_year}{self.year}"
        match self.kind:
            case PeriodKind.WEEK:
                days = f"{short_day(self.first)}–{full_day(self.last)}"
                return f"tuần {self.number:02}{year} ({days})"
            case PeriodKind.MONTH:
                return month
            case PeriodKind.QUARTER:
                return f"quý {_ROMAN[self.number - 1]}{year}"
            case PeriodKind.HALF_YEAR:
                return f"6 tháng {_HALVES[self.number - 1]} năm {self.year}"
            case PeriodKind.NINE_MONTHS:
                return f"9 tháng năm {self.year}"
        return f"năm {self.year}"


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])
