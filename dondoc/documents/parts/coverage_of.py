"""How far a group is covered: by which denominator, by whose word, how fast, and where that leads.

"Covered" of the population: everybody of it who is not among those the communes state as not yet
covered. Of the list handed down: who is no longer among them, those who left the list for another
reason too. Of the list after confirmed deductions: the same without the confirmed ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dondoc.documents.parts.coverage import Forecast, Pace, Share
from dondoc.documents.parts.groups import GroupTable
from rules.meaning.list_counts import Counted, GroupCounts
from rules.meaning.pace import Closing, outlook, weekly

Document = dict[str, Any]
SHARES = ("population", "listed", "confirmed")


def with_counts(table: GroupTable, counts: Sequence[GroupCounts]) -> GroupTable:
    """Return `table` with the shares and the card list's figures that `counts` give.

    A part is never shown as the whole: where one body's count is not known, the group's is not.

    Args:
        counts: one for each row of the table, in its order.
    """
    closing = table.total.closing if table.complete else None
    stated = _share([each.whole for each in counts], closing)
    days = [each.cards.as_of for each in counts if each.cards]
    return replace(
        table,
        rows=tuple(
            replace(row, by_cards=each.by_cards)
            for row, each in zip(table.rows, counts, strict=True)
        ),
        population=_share([each.population for each in counts], closing),
        listed=_share([each.listed for each in counts], closing),
        confirmed=_share([each.confirmed for each in counts], closing),
        stated=stated.covered if stated else None,
        by_list=_with_card(counts),
        cards_as_of=min(days, default=None),
        cards_until=max(days, default=None),
    )


def _share(wholes: Sequence[Counted | None], closing: int | None) -> Share | None:
    """Return who is covered of the sum of `wholes`; None where no body has such a count.

    More people not yet covered than there are people is no share: `covered` is then unknown.
    """
    if not any(wholes):
        return None
    whole = _people(wholes)
    if whole is None or closing is None or closing > whole:
        return Share(None, whole)
    return Share(whole - closing, whole)


def _with_card(counts: Sequence[GroupCounts]) -> int | None:
    """Return who has a card; None where a body has more cards than people: of different lists."""
    if any(each.cards and each.whole and each.by_cards is None for each in counts):
        return None
    return _people(each.cards for each in counts)


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
    left, due_on = table.total.closing, table.target.due_on
    weeks = (due_on - as_of).days / 7
    needed = left / weeks if weeks > 0 else None
    pace = Pace(left, weeks, needed, _recent(rounds))
    return replace(table, pace=pace, forecast=_forecast(rounds, due_on, as_of))


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
        "pace": _pace_document(table.pace),
        "forecast": _forecast_document(table.forecast),
    }


def _share_document(share: Share | None) -> Document | None:
    if share is None:
        return None
    percent = None if share.percent is None else round(share.percent, 2)
    return {"covered": share.covered, "whole": share.whole, "percent": percent}


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
