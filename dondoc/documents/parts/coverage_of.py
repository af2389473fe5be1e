"""How far a group is covered: by which denominator, by whose word, how fast, and where that leads.

Like is compared with like. Of a list (handed down, or that after confirmed deductions): who was
covered since, of those on it and those added since. Of the population: everybody of it who is not
among those that the bodies state as not yet covered.
"""

from collections.abc import Iterable, Sequence, Sized
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from dondoc.documents.parts.coverage import Forecast, Pace, Share
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from rules.meaning.figures import GroupFigures
from rules.meaning.list_counts import Counted, GroupCounts
from rules.meaning.pace import Closing, outlook, weekly

Document = dict[str, Any]
SHARES = ("population", "listed", "confirmed")


Moves = Sequence[tuple[date, GroupFigures]]


def with_counts(
    table: GroupTable, counts: Sequence[GroupCounts], moves: Sequence[Moves]
) -> GroupTable:
    """Return `table` with the shares and the card list's figures that `counts` give.

    A part is never shown as the whole: where one body's count is not known, it says of how many.

    Args:
        counts: one for each row of the table, in its order.
        moves: for each row, the figures of its rounds up to this one, by the day they count up to.
    """
    bodies = [_Body(*one) for one in zip(table.rows, counts, moves, strict=True)]
    days = [each.cards.as_of for each in counts if each.cards]
    listed = any(each.confirmed or each.listed for each in counts)
    stated = (
        _of_list([(one, one.counts.whole) for one in bodies])
        if listed
        else _of_all([(one, one.counts.population) for one in bodies])
    )
    carded = _with_card(counts)
    return replace(
        table,
        rows=tuple(
            replace(row, by_cards=each.by_cards)
            for row, each in zip(table.rows, counts, strict=True)
        ),
        population=_of_all([(one, one.counts.population) for one in bodies]),
        listed=_of_list([(one, one.counts.listed) for one in bodies]),
        confirmed=_of_list([(one, one.counts.confirmed) for one in bodies]),
        stated=stated.covered if stated and not stated.part else None,
        stated_part=stated if stated and stated.part else None,
        by_list=carded.covered if carded and not carded.part else None,
        by_list_part=carded if carded and carded.part else None,
        cards_as_of=min(days, default=None),
        cards_until=max(days, default=None),
    )


class _Body(NamedTuple):
    """One row of the table, what is counted of it, and how it moved round by round."""

    row: CommuneRow
    counts: GroupCounts
    moves: Moves

    def since(self, day: date) -> tuple[int, int]:
        """Return how many were covered, and how many were added, after the local date `day`."""
        later = [figures for on, figures in self.moves if on > day]
        covered = sum(sum(one[id_] for id_ in _covered(one)) for one in later)
        return covered, sum(one.plus for one in later)


def _covered(figures: GroupFigures) -> tuple[str, ...]:
    return figures.form.lists.figures if figures.form.lists else ()


_Counts = Sequence[tuple[_Body, Counted | None]]


def _of_list(counts: _Counts) -> Share | None:
    """Return who was covered of a list and of those added since; None where nobody has a count.

    More people not yet covered than there are people is no share: `covered` is then unknown.
    """
    known = _known(counts)
    if not known:
        return _only_whole(counts)
    moved = [body.since(count.as_of) for body, count in known]
    whole = sum(count.people for _, count in known) + sum(added for _, added in moved)
    covered = sum(one for one, _ in moved) if _closing(known) <= whole else None
    return Share(covered, whole, _part(known, counts))


def _of_all(counts: _Counts) -> Share | None:
    """Return who is covered of everybody: all but those stated as not; see `_of_list`."""
    known = _known(counts)
    if not known:
        return _only_whole(counts)
    whole = sum(count.people for _, count in known)
    left = _closing(known)
    return Share(whole - left if left <= whole else None, whole, _part(known, counts))


def _only_whole(counts: _Counts) -> Share | None:
    numbers = [count for _, count in counts]
    return Share(None, _people(numbers)) if any(numbers) else None


def _known(counts: _Counts) -> list[tuple[_Body, Counted]]:
    return [(body, count) for body, count in counts if count and body.row.figures]


def _closing(known: Iterable[tuple[_Body, Counted]]) -> int:
    return sum(body.row.figures.closing for body, _ in known if body.row.figures)


def _part(known: Sized, all_: Sized) -> tuple[int, int] | None:
    return None if len(known) == len(all_) else (len(known), len(all_))


def _with_card(counts: Sequence[GroupCounts]) -> Share | None:
    """Return who has a card; None where a body has more cards than people: of different lists."""
    if any(each.cards and each.whole and each.by_cards is None for each in counts):
        return None
    known = [each.cards.people for each in counts if each.cards]
    return Share(sum(known), None, _part(known, counts)) if known else None


def _people(counts: Iterable[Counted | None]) -> int | None:
    known = list(counts)
    people = [one.people for one in known if one]
    return sum(people) if people and len(people) == len(known) else None


def with_pace(table: GroupTable, rounds: Sequence[Closing | None], as_of: date) -> GroupTable:
    """Return `table` with the pace to its target's date and, where it can be told, a forecast.

    Args:
        rounds: the group's closings, the last of this round; None where a round is not like it.
        as_of: the local date of this round's cut-off.
    """
    if table.target is None or not table.complete or not table.form.balanced:
        return table
    pace, forecast = course(table.total.closing, rounds, table.target.due_on, as_of)
    return replace(table, pace=pace, forecast=forecast)


def course(
    left: int, rounds: Sequence[Closing | None], due_on: date, as_of: date
) -> tuple[Pace, Forecast | None]:
    """Return how fast the `left` people must get fewer until `due_on`, and where this leads.

    Args: as of `with_pace`; the forecast is None once the date has passed.
    """
    weeks = (due_on - as_of).days / 7
    needed = left / weeks if weeks > 0 else None
    return Pace(left, weeks, needed, _recent(rounds)), _forecast(rounds, due_on, as_of)


def _recent(rounds: Sequence[Closing | None]) -> float | None:
    """Return how many a week left the uncovered in the last round; None without both closings."""
    before, now = rounds[-2] if len(rounds) > 1 else None, rounds[-1] if rounds else None
    found = weekly(before, now) if before and now else None
    return None if found is None else float(found)


def _forecast(rounds: Sequence[Closing | None], due_on: date, as_of: date) -> Forecast | None:
    """Return the forecast for the target's date; None once it has passed or without this round."""
    if due_on <= as_of or not rounds or rounds[-1] is None:
        return None
    known = [closing for closing in rounds if closing]
    found = outlook(known, due_on)
    if found is None:
        return Forecast(due_on, len(known))
    return Forecast(due_on, found.rounds, found.likely, found.low, found.high)


def coverage_document(table: GroupTable) -> Document:
    """Return what is told of a group as a whole, as machines get it; None: unknown."""
    return {
        "shares": {name: _share_document(getattr(table, name)) for name in SHARES},
        "stated": table.stated,
        "carded": table.by_list,
        "not_covered_by_cards": table.by_cards,
        "cards_as_of": _iso(table.cards_as_of),
        "cards_until": _iso(table.cards_until),
        **course_document(table.pace, table.forecast),
    }


def course_document(pace: Pace | None, forecast: Forecast | None) -> Document:
    """Return a pace and a forecast as machines get them."""
    return {"pace": _pace_document(pace), "forecast": _forecast_document(forecast)}


def _share_document(share: Share | None) -> Document | None:
    if share is None:
        return None
    percent = None if share.percent is None else round(share.percent, 2)
    found: Document = {"covered": share.covered, "whole": share.whole, "percent": percent}
    return found | ({"bodies": list(share.part)} if share.part else {})


def _pace_document(pace: Pace | None) -> Document | None:
    if pace is None:
        return None
    return {
        "remaining": pace.remaining,
        "weeks": round(pace.weeks, 2),
        "needed": None if pace.needed is None else round(pace.needed, 2),
        "recent": None if pace.recent is None else round(pace.recent, 2),
    }


def _forecast_document(forecast: Forecast | None) -> Document | None:
    if forecast is None:
        return None
    return {
        "on": forecast.on.isoformat(),
        "rounds": forecast.rounds,
        "likely": forecast.likely,
        "low": forecast.low,
        "high": forecast.high,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
