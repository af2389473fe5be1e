"""The day that figures are of: whether it lies in their period, and which was probably meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from language.dates import full_day
from rules.meaning.condition import Value
from rules.meaning.declared_period import Window
from rules.meaning.period import month_end
from rules.meaning.rounds import Round

# What a fact about any other cell says of its day: it has none.
NO_DAY: dict[str, Value] = {
    "days_ahead": 0,
    "days_before_period": 0,
    "days_past_cut_off": 0,
    "days_since_last": 1,
    "period_days": "",
    "probably": "",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days a report may speak of, local dates.

    `figures`: those its period covers, None where nothing tells. `last`: the day of the last
    round's figures, None where none is known. `rounds`: those of its duty, to name the one that a
    day of another period belongs to.
    """

    received_on: date
    figures: Window | None = None
    last: date | None = None
    rounds: tuple[Round, ...] = ()

    def facts(self, as_of: date | None) -> dict[str, Value]:
        """Return what a fact about the day `as_of` says of it."""
        if as_of is None:
            return NO_DAY
        first, cut_off = self.figures or (None, None)
        ahead = (as_of - self.received_on).days
        return {
            "days_ahead": ahead,
            "days_before_period": max(0, (first - as_of).days) if first else 0,
            "days_past_cut_off": max(0, (as_of - cut_off).days) if cut_off and ahead <= 0 else 0,
            "days_since_last": (as_of - self.last).days if self.last else 1,
            "period_days": str(self.figures) if self.figures else "",
            "probably": self.probably(as_of),
        }

    def probably(self, as_of: date) -> str:
        """Return which day was probably meant instead of `as_of`, and whose that one is.

        The same day of a year in which it fits; else the last day of the period, or of the receipt.
        """
        usual = min(self.figures.last, self.received_on) if self.figures else self.received_on
        meant = full_day(next(filter(self._fits, _in_other_years(as_of, usual)), usual))
        other = round_of_day(self.rounds, as_of)
        if other is None or other.figures == self.figures:
            return meant
        return f"{meant}; {full_day(as_of)} là số liệu của {called(other)}"

    def _fits(self, day: date) -> bool:
        if self.figures is None:
            return day <= self.received_on
        first, cut_off = self.figures
        return (first is None or first <= day) and day <= min(cut_off, self.received_on)


def round_of_day(rounds: Iterable[Round], day: date) -> Round | None:
    """Return the first of `rounds` whose figures cover `day`, None where none does."""
    for one in rounds:
        if one.figures and one.figures.first and one.figures.first <= day <= one.figures.last:
            return one
    return None


def called(one: Round) -> str:
    """Return a round as a person finds it: "kỳ tháng 4/2024 (hạn 05/5/2024)"."""
    due = f"hạn {full_day(one.due_on)}"
    return f"kỳ {one.period.short} ({due})" if one.period else f"kỳ {due}"


def _in_other_years(day: date, near: date) -> Iterable[date]:
    for year in (near.year, near.year - 1):
        if year != day.year:
            end = month_end(date(year, day.month, 1))
            yield end.replace(day=min(day.day, end.day))
