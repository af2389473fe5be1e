"""The facts of a filled-in report: one per cell, one per row whose cells are whole numbers.

A fact of a row has what its form declares: its figures, its values, and what its roles allow to be
said. `row_schema` tells which attributes that are; nothing else may be asked of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from language.dates import full_day
from rules.meaning.condition import Value
from rules.meaning.declared_period import Window
from rules.meaning.figures import Figures, Filled, Given, GroupFigures, group_figures
from rules.meaning.form import AS_OF, MOVING, Combined, Form, Role
from rules.meaning.list_counts import NO_COUNTS, Counted, GroupCounts
from rules.meaning.report_days import NO_DAY, Days
from rules.meaning.rounds import Round

Fact = dict[str, Value]

# opening + adjustment + plus − minus − closing: 0 where the movement adds up.
BALANCE = "difference"
_ANY_ROW: dict[str, type] = {
    "directive": str,
    "duty": str,
    "bearer_kind": str,
    "group": str,
    # How many earlier rounds have figures of this row.
    "rounds_before": int,
    # Whether every movement (without one: every figure) is exactly last round's, and there was one.
    "same_as_last": bool,
}
_BALANCED: dict[str, type] = {
    BALANCE: int,
    # What went − opening − adjustment − what came: above 0, more went than were there.
    "off_beyond_list": int,
    # opening − last closing, 0 where none is known.
    "opening_gap": int,
    # adjustment − what corrections of frozen rounds come to.
    "adjusted_gap": int,
    # closing in percent of the median of earlier closings, rounded up; 100 without them.
    "closing_percent_of_median": int,
}
_LISTED: dict[str, type] = {
    # Whether the list handed down is known; of a first report only, later an opening is the
    # last closing. opening − that list, and its day as an office writes it; 0, "" without one.
    "list_known": bool,
    "list_gap": int,
    "list_as_of": str,
    # Whether any list is known, the narrowest: after confirmed deductions, handed down, or all.
    # closing − that list − who came since, and its day.
    "whole_known": bool,
    "closing_beyond_list": int,
    "whole_as_of": str,
    # Whether cards were counted on that list after the last round. closing − who has none.
    "cards_known": bool,
    "cards_gap": int,
    "cards_as_of": str,
}


# What a fact of a row may have beside its form's own: no figure can bear such a name.
OF_EVERY_ROW = frozenset({*_ANY_ROW, *_BALANCED, *_LISTED})


def row_schema(form: Form) -> dict[str, type]:
    """Return the attributes of a fact about one row of `form`, with their types."""
    balanced = _BALANCED if form.balanced else {}
    listed = _LISTED if form.lists else {}
    own = dict.fromkeys((*form.ids, *form.values), int)
    return _ANY_ROW | balanced | listed | own


@dataclass(frozen=True)
class Past:
    """What a body filed before, oldest round first, for the checks of its next report.

    `last`: the last closing per row where it is known without a round of the body's own (its
    predecessors', up to the local date `last_on`); `corrections`: what those of frozen
    rounds come to, per row; `counts`: what was counted apart from the body's own
    word, per row, up to the day its figures are of;
    `offered`: what the form of this round begins with, by address.
    """

    rounds: Sequence[Figures] = ()
    last: Mapping[str, int] = field(default_factory=dict)
    last_on: date | None = None
    corrections: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, GroupCounts] = field(default_factory=dict)
    offered: Mapping[str, int] = field(default_factory=dict)

    def of(self, group: str) -> list[GroupFigures]:
        """Return the figures of `group` in the rounds that have them."""
        return [figures.groups[group] for figures in self.rounds if group in figures.groups]

    def last_closing(self, group: str) -> int | None:
        """Return the last closing known, None where there is none."""
        rounds = self.of(group)
        return rounds[-1].closing if rounds else self.last.get(group)


class Asked(NamedTuple):
    """Who is asked what: the report a form is filled in for. `received_on` is a local date.

    `figures`: the days its figures cover, None where nothing tells; `rounds`: those of its duty.
    """

    form: Form
    directive: str
    duty: str
    bearer_kind: str
    groups: tuple[str, ...]
    received_on: date
    figures: Window | None = None
    rounds: tuple[Round, ...] = ()


def figure_facts(asked: Asked, filled: Filled, past: Past) -> Iterator[tuple[str, Fact]]:
    """Yield (address, fact of kind `figure`) for every cell of the form."""
    form = asked.form
    whose: Fact = {"directive": asked.directive, "duty": asked.duty, "unit": form.unit}
    if form.figures:
        cut_off = _cell("", AS_OF, True, filled.as_of is not None)
        last = past.rounds[-1].as_of if past.rounds else None
        days = Days(asked.received_on, asked.figures, last, asked.rounds)
        yield AS_OF, whose | cut_off | days.facts(filled.as_of)
    if not filled.nil:
        yield from _figure_cells(asked, filled, whose)
    for text in form.texts:
        required = text.required and not filled.nil
        given = bool(filled.texts.get(text.id, "").strip())
        yield text.id, whose | _cell("", text.id, required, given)


def _figure_cells(asked: Asked, filled: Filled, whose: Fact) -> Iterator[tuple[str, Fact]]:
    for group in asked.groups:
        given = filled.groups.get(group, {})
        for figure in asked.form.figures:
            number = given.get(figure.id)
            cell = _cell(group, figure.id, figure.required, number is not None, number)
            yield f"{group}.{figure.id}", whose | cell | {"signed": figure.negative}


def _cell(group: str, name: str, required: bool, given: bool, people: Given = None) -> Fact:
    return {
        "group": group,
        "figure": name,
        "required": required,
        "given": given,
        "whole": people is None or isinstance(people, int),
        # Floored: a fraction below nothing stays below nothing.
        "value": 0 if people is None else people.__floor__(),
        "signed": False,
        **NO_DAY,
    }


def group_facts(asked: Asked, filled: Filled, past: Past) -> Iterator[tuple[str, Fact]]:
    """Yield (row, fact of the form's own kind) for every row whose cells are whole numbers."""
    for group in asked.groups:
        figures = group_figures(asked.form, filled.groups.get(group, {}))
        if figures is not None:
            yield group, _of_row(asked, group, figures, past)


def _of_row(asked: Asked, group: str, now: GroupFigures, past: Past) -> Fact:
    form, before = asked.form, past.of(group)
    counts = past.counts.get(group, NO_COUNTS)
    found: Fact = {
        "directive": asked.directive,
        "duty": asked.duty,
        "bearer_kind": asked.bearer_kind,
        "group": group,
        **{id_: now[id_] for id_ in form.ids},
        **{id_: _value(one, now, before, counts) for id_, one in form.values.items()},
        "rounds_before": len(before),
        "same_as_last": _is_repeated(form, now, before),
    }
    if form.balanced:
        found |= _movement(now, before, past, group)
    if form.lists:
        first = past.last_closing(group) is None
        found |= _beside_lists(now, counts, first, _added(now, past, group, counts.whole))
        found |= _beside_cards(now, past, counts)
    return found


def _value(
    value: Combined, now: GroupFigures, before: Sequence[GroupFigures], counts: GroupCounts
) -> int:
    if value.beyond_list and counts.whole is None:
        return 0
    rows = (*before, now) if value.over_rounds else (now,)
    total = sum(row.combined(value) for row in rows)
    return total - counts.whole.people if value.beyond_list and counts.whole else total


def _is_repeated(form: Form, now: GroupFigures, before: Sequence[GroupFigures]) -> bool:
    """Tell whether something moved, by exactly as much as in the last round."""
    ids = form.of_role(*MOVING) if form.balanced else form.ids
    moved = [now[id_] for id_ in ids]
    return bool(before) and any(moved) and moved == [before[-1][id_] for id_ in ids]


def _movement(now: GroupFigures, before: Sequence[GroupFigures], past: Past, group: str) -> Fact:
    last, adjusted = past.last_closing(group), past.corrections.get(group, 0)
    if now.form.only(Role.ADJUSTMENT) is None:
        # Without a figure of its own a correction is part of what the row begins with.
        last, adjusted = None if last is None else last + adjusted, 0
    return {
        BALANCE: now.difference,
        "off_beyond_list": now.minus - now.opening - now.adjustment - now.plus,
        "opening_gap": 0 if last is None else now.opening - last,
        "adjusted_gap": now.adjustment - adjusted,
        "closing_percent_of_median": _percent_of_median(now.closing, before),
    }


def _added(now: GroupFigures, past: Past, group: str, whole: Counted | None) -> int:
    """Return how many came since the list `whole` was made: they stand on no list of that day."""
    later = [one for one in past.rounds if whole and one.as_of > whole.as_of]
    return now.plus + sum(one.groups[group].plus for one in later if group in one.groups)


def _beside_lists(now: GroupFigures, counts: GroupCounts, first: bool, added: int) -> Fact:
    """Return how far the figures are from the lists; of an unknown one nothing is said.

    Args:
        first: no earlier closing is known; only such an opening has to be the list handed down.
        added: who came since the narrowest list was made.
    """
    listed, whole = counts.listed if first else None, counts.whole
    return {
        "list_known": listed is not None,
        "list_gap": now.opening - listed.people if listed else 0,
        "list_as_of": full_day(listed.as_of) if listed else "",
        "whole_known": whole is not None,
        "closing_beyond_list": now.closing - whole.people - added if whole else 0,
        "whole_as_of": full_day(whole.as_of) if whole else "",
    }


def _beside_cards(now: GroupFigures, past: Past, counts: GroupCounts) -> Fact:
    """Return how far the closing is from the card list, if that list is of this very period."""
    since = past.rounds[-1].as_of if past.rounds else past.last_on or date.min
    without = counts.by_cards if counts.cards and counts.cards.as_of > since else None
    return {
        "cards_known": without is not None,
        "cards_gap": 0 if without is None else now.closing - without,
        "cards_as_of": full_day(counts.cards.as_of) if counts.cards else "",
    }


def _percent_of_median(closing: int, before: Sequence[GroupFigures]) -> int:
    if not before:
        return 100
    # The median of an even number may end in a half; nobody is uncovered less than once.
    twice = max(2, int(2 * median(group.closing for group in before)))
    return -(-200 * closing // twice)
