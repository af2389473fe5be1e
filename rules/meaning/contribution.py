"""What a month's contribution is, since when and since when known; what a share of months costs.

Declared in `rules/people/ho-tro.yaml`, read by `rules.reading.help_file`. Money is whole đồng.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

_WHOLE = 100
_PER_MILLE = 1000
# What the lists of a reconciliation differ in, so that a closed list has a reason for each.
Differs = Literal["missing", "months", "amount"]
DIFFERS: tuple[Differs, ...] = ("missing", "months", "amount")


class NoRate(ValueError):
    """A month of which no rate was known on the day; the text says which."""


@dataclass(frozen=True, slots=True)
class Level:
    """The monthly base in đồng from the local date `since` on, known since `known_from`."""

    since: date
    base: int
    source: str
    known_from: date
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The State pays at least `state` percent for people of `group`; who pays the rest is open."""

    group: str
    state: int
    since: date
    source: str
    known_from: date
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for which lists of a reconciliation differ; `by_itself`: the program finds it."""

    id: str
    title: str
    by_itself: Differs | None = None


@dataclass(frozen=True)
class Helping:
    """All that is declared of help: rates, least shares, cards, reasons of differences.

    `hand_over_days`: working days within which an issued card is to be in its holder's hands.
    `months_titles`, `money_titles`: how the columns of lists to be reconciled may be called;
    `sides`: what the list of each side is called.
    """

    per_mille: int
    levels: tuple[Level, ...]
    basis: str = ""
    assumed: str = ""
    at_least: tuple[AtLeast, ...] = ()
    hand_over_days: int = 0
    hand_over_assumed: str = ""
    reasons: Mapping[str, Why] = field(default_factory=dict, hash=False)
    months_titles: tuple[str, ...] = ()
    money_titles: tuple[str, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict, hash=False)

    def level(self, month: date, known_on: date) -> Level:
        """Return what holds in the month that begins on `month`, as known on `known_on`.

        Raises: NoRate.
        """
        known = [one for one in self.levels if one.known_from <= known_on and one.since <= month]
        if not known:
            raise NoRate(f"không có mức đóng nào của tháng {month:%m/%Y} đã biết vào ngày ấy")
        return max(known, key=lambda one: (one.since, one.known_from))

    def amount(self, percent: int, first: date, months: int, known_on: date) -> int:
        """Return what `percent` of the contribution of `months` months from `first` on costs.

        Whole đồng, rounded once, half a đồng up.

        Raises: NoRate.
        """
        bases = sum(self.level(month, known_on).base for month in months_from(first, months))
        of = _PER_MILLE * _WHOLE
        return (2 * bases * self.per_mille * percent + of) // (2 * of)

    def rises(self, after: date, known_on: date) -> tuple[Level, ...]:
        """Return the levels that begin after the local date `after` and are known by `known_on`."""
        return tuple(one for one in self.levels if one.since > after and one.known_from <= known_on)

    def least(self, group: str, on: date, known_on: date) -> AtLeast | None:
        """Return what the State pays at least for people of `group` on a local date, or None."""
        known = [
            one
            for one in self.at_least
            if one.group == group and one.since <= on and one.known_from <= known_on
        ]
        return max(known, key=lambda one: one.since) if known else None

    def found(self, differs: Differs) -> Why:
        """Return the reason that the program writes down where lists differ so."""
        return next(one for one in self.reasons.values() if one.by_itself == differs)


def months_from(first: date, months: int) -> Iterator[date]:
    """Yield the first day of each of `months` months from that of `first` on."""
    at = first.year * 12 + first.month - 1
    for number in range(at, at + months):
        yield date(number // 12, number % 12 + 1, 1)


NO_HELPING = Helping(0, ())
