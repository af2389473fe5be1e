"""The facts of a filled-in report: one per cell, one per group whose cells are whole numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from language.dates import full_day
from rules.meaning.condition import Value
from rules.meaning.figures import (
    FIGURES,
    MINUS,
    PLUS,
    REQUIRED_TEXTS,
    SIGNED,
    TEXTS,
    Figures,
    Filled,
    Given,
    GroupFigures,
    group_figures,
)
from rules.meaning.list_counts import NO_COUNTS, GroupCounts

Fact = dict[str, Value]


@dataclass(frozen=True)
class Past:
    """What a body filed before, oldest round first, for the checks of its next report.

    `last`: the last closing per group where it is known without a round of the body's own (its
    predecessors'); `adjusted`: what corrections of frozen rounds come to, per group; `counts`: what
    was counted apart from the body's own word, per group, up to the day its figures are of.
    """

    rounds: Sequence[Figures] = ()
    last: Mapping[str, int] = field(default_factory=dict)
    adjusted: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, GroupCounts] = field(default_factory=dict)

    def of(self, group: str) -> list[GroupFigures]:
        """Return the figures of `group` in the rounds that have them."""
        return [figures.groups[group] for figures in self.rounds if group in figures.groups]

    def last_closing(self, group: str) -> int | None:
        """Return the last closing known, None where there is none."""
        rounds = self.of(group)
        return rounds[-1].closing if rounds else self.last.get(group)


class Asked(NamedTuple):
    """Who is asked what: the report a form is filled in for. `received_on` is a local date."""

    directive: str
    duty: str
    bearer_kind: str
    groups: tuple[str, ...]
    received_on: date


def figure_facts(asked: Asked, filled: Filled, past: Past) -> Iterator[tuple[str, Fact]]:
    """Yield (address, fact of kind `figure`) for every cell of the form."""
    whose: Fact = {"directive": asked.directive, "duty": asked.duty}
    cut_off = _cell("", "as_of", True, filled.as_of is not None)
    yield "as_of", whose | cut_off | _days(asked, filled.as_of, past)
    if not filled.nil:
        for group in asked.groups:
            given = filled.groups.get(group, {})
            for name in FIGURES:
                people = given.get(name)
                required = name not in SIGNED
                cell = _cell(group, name, required, people is not None, people)
                yield f"{group}.{name}", whose | cell
    for name in TEXTS:
        required = name in REQUIRED_TEXTS and not filled.nil
        yield name, whose | _cell("", name, required, bool(filled.texts.get(name, "").strip()))


def _cell(group: str, name: str, required: bool, given: bool, people: Given = None) -> Fact:
    return {
        "group": group,
        "figure": name,
        "required": required,
        "given": given,
        "whole": people is None or isinstance(people, int),
        # Floored: a fraction below nothing stays below nothing.
        "value": 0 if people is None else people.__floor__(),
        "signed": name in SIGNED,
        "days_ahead": 0,
        "days_since_last": 1,
    }


def _days(asked: Asked, as_of: date | None, past: Past) -> Fact:
    if as_of is None:
        return {}
    since = (as_of - past.rounds[-1].as_of).days if past.rounds else 1
    return {"days_ahead": (as_of - asked.received_on).days, "days_since_last": since}


def group_facts(asked: Asked, filled: Filled, past: Past) -> Iterator[tuple[str, Fact]]:
    """Yield (group, fact of kind `report`) for every group whose cells are whole numbers."""
    for group in asked.groups:
        figures = group_figures(filled.groups.get(group, {}))
        if figures is not None:
            yield group, _of_group(asked, group, figures, past)


def _of_group(asked: Asked, group: str, now: GroupFigures, past: Past) -> Fact:
    before, last = past.of(group), past.last_closing(group)
    return {
        "directive": asked.directive,
        "duty": asked.duty,
        "bearer_kind": asked.bearer_kind,
        "group": group,
        **dict(now.items()),
        "difference": now.difference,
        "covered_change": now.enrolled + now.covered_elsewhere - now.expired,
        "off_beyond_list": now.minus - now.opening - now.adjusted - now.plus,
        "not_joining_beyond_closing": now.not_joining - now.closing,
        "cards_beyond_enrolled": sum(g.carded - g.enrolled for g in (*before, now)),
        "rounds_before": len(before),
        "opening_gap": 0 if last is None else now.opening - last,
        "adjusted_gap": now.adjusted - past.adjusted.get(group, 0),
        "closing_percent_of_median": _percent_of_median(now.closing, before),
        "same_as_last": bool(before) and _moved(now) == _moved(before[-1]) != _NOTHING_MOVED,
        **_beside_lists(now, before, past.counts.get(group, NO_COUNTS), last is None),
        **_beside_cards(now, past, past.counts.get(group, NO_COUNTS)),
    }


def _beside_lists(
    now: GroupFigures, before: Sequence[GroupFigures], counts: GroupCounts, first: bool
) -> Fact:
    """Return how far the figures are from the lists; of an unknown one nothing is said.

    Args:
        first: no earlier closing is known; only such an opening has to be the list handed down.
    """
    listed, whole = counts.listed if first else None, counts.whole
    enrolled = sum(group.enrolled for group in (*before, now))
    came = sum(group.plus for group in (*before, now))
    return {
        "list_known": listed is not None,
        "list_gap": now.opening - listed.people if listed else 0,
        "list_as_of": full_day(listed.as_of) if listed else "",
        "whole_known": whole is not None,
        "closing_beyond_list": now.closing - whole.people if whole else 0,
        "enrolled_beyond_list": enrolled - came - whole.people if whole else 0,
        "whole_as_of": full_day(whole.as_of) if whole else "",
    }


def _beside_cards(now: GroupFigures, past: Past, counts: GroupCounts) -> Fact:
    """Return how far the closing is from the card list, if that list is of this very period."""
    since = past.rounds[-1].as_of if past.rounds else date.min
    left = counts.by_cards if counts.cards and counts.cards.as_of > since else None
    return {
        "cards_known": left is not None,
        "cards_gap": 0 if left is None else now.closing - left,
        "cards_as_of": full_day(counts.cards.as_of) if counts.cards else "",
    }


_NOTHING_MOVED = (0,) * len((*PLUS, *MINUS))


def _moved(figures: GroupFigures) -> tuple[int, ...]:
    return tuple(getattr(figures, name) for name in (*PLUS, *MINUS))


def _percent_of_median(closing: int, before: Sequence[GroupFigures]) -> int:
    if not before:
        return 100
    # The median of an even number may end in a half; nobody is uncovered less than once.
    twice = max(2, int(2 * median(group.closing for group in before)))
    return -(-200 * closing // twice)
