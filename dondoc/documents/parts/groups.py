"""The figures of one group of people, body by body; nothing is added across groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.coverage import Baseline, Forecast, Pace, Share, TargetLine
from rules.meaning.figures import GroupFigures, add_up
from rules.meaning.form import Form


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One body's line in a group's table.

    Args:
        body: "Đại Phú".
        figures: None where it never reported.
        as_of: the day its figures count up to.
        last_known: it did not report this round; `figures` are those of `as_of`.
        previous: its closing of the last round; None = no such round.
        baseline: not covered at the baseline's day; None = the dispatch does not say by body.
        by_cards: not covered by the card list; None = no list loaded.
    """

    body: str
    figures: GroupFigures | None
    as_of: date | None = None
    last_known: bool = False
    previous: int | None = None
    baseline: int | None = None
    by_cards: int | None = None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One group: its rows, and what is told of it as a whole.

    Args:
        population, listed, confirmed: cover by the three denominators, kept apart: the population
            the text means, the list handed down, the list after confirmed deductions.
        stated, by_list: people covered by what the communes state, and by the card list, each of
            the group as a whole; the bodies' card lists are of days from `cards_as_of` to
            `cards_until`. `stated_part`, `by_list_part`: the same of the bodies of which it is
            known, where that is not all.
    """

    id: str
    name: str
    form: Form
    rows: tuple[CommuneRow, ...]
    baseline: Baseline | None = None
    target: TargetLine | None = None
    population: Share | None = None
    listed: Share | None = None
    confirmed: Share | None = None
    stated: int | None = None
    by_list: int | None = None
    stated_part: Share | None = None
    by_list_part: Share | None = None
    cards_as_of: date | None = None
    cards_until: date | None = None
    pace: Pace | None = None
    forecast: Forecast | None = None

    @property
    def total(self) -> GroupFigures:
        """The sum of all rows, the last known figures of the absent among them."""
        return add_up(self.form, (row.figures for row in self.rows if row.figures))

    @property
    def total_received(self) -> GroupFigures:
        """The sum of the rows reported in this round only."""
        mine = (row.figures for row in self.rows if row.figures and not row.last_known)
        return add_up(self.form, mine)

    @property
    def with_figures(self) -> tuple[CommuneRow, ...]:
        """The rows that have figures, of this round or last known."""
        return tuple(row for row in self.rows if row.figures)

    @property
    def complete(self) -> bool:
        """Whether every row has figures; without it a total is no total of the group."""
        return all(row.figures for row in self.rows)

    @property
    def baseline_people(self) -> int | None:
        """Not covered at the baseline's day: the rows' sum, or what the dispatch states."""
        stated = self.baseline.people if self.baseline else None
        by_rows = _sum(row.baseline for row in self.rows)
        return stated if by_rows is None else by_rows

    @property
    def previous(self) -> int | None:
        """The closing of the last round; None when a row has none."""
        return _sum(row.previous for row in self.rows)

    @property
    def by_cards(self) -> int | None:
        """Not covered by the card list; None when a row has none."""
        return _sum(row.by_cards for row in self.rows)


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    numbers = [value for value in known if value is not None]
    return sum(numbers) if known and len(numbers) == len(known) else None
