"""How an obligation stands: done in time or late, open in time or overdue; in Python and in SQL.

Whoever counts, names, urges or shows asks here; nobody else compares `late_from`. A test over all
states, kinds and instants holds the two halves together. How it stood at a past instant, with the
dates that held then, is read by `dondoc.obligations.standing` and decided here as well.

Lateness is computed, never a state. What has come stays done, however often it is returned. A
target is never late by the calendar alone, and what was late before it was registered is known to
nobody: neither is done, neither is blamed. What has no term is never late.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import BindParameter, ColumnElement, SQLColumnExpression, and_, case, or_

from language.zone import NEVER
from models.obligation import Kind, Obligation
from steps.states import ObligationState

# An instant (aware), or the place of one in a statement that is made once.
Moment = datetime | BindParameter[datetime]
Way = Literal["done_on_time", "done_late", "open_in_time", "open_overdue", "unknown"]
# What the official return calls them, and what is not known.
WAY_NAMES: Mapping[Way, str] = {
    "done_on_time": "hoàn thành đúng hạn",
    "done_late": "hoàn thành quá hạn",
    "open_in_time": "chưa hoàn thành, trong hạn",
    "open_overdue": "chưa hoàn thành, quá hạn",
    "unknown": "chưa có số liệu",
}


class Owed(Protocol):
    """What is looked at: an obligation as it is now, or as it was."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def registered_at(self) -> datetime: ...
    @property
    def late_from(self) -> datetime: ...
    @property
    def received_at(self) -> datetime | None: ...


def has_term(late_from: datetime) -> bool:
    """Say whether the text sets a term at all: what has none is never late."""
    return late_from < NEVER


def has_passed(late_from: datetime, now: datetime) -> bool:
    """Say whether at the instant `now` what was to come by `late_from` would be late (aware)."""
    return late_from <= now


def moves_later(late_from: datetime, before: datetime) -> bool:
    """Say whether `late_from` gives more time than the start of lateness `before` did."""
    return before < late_from


def on_time(received_at: datetime | None, late_from: datetime) -> bool:
    """Say whether a report received at `received_at` (aware) was in time."""
    return received_at is not None and not has_passed(late_from, received_at)


def way(owed: Owed, as_of: datetime) -> Way:
    """Return which of the four ways `owed` stands in at the instant `as_of` (aware)."""
    if owed.received_at is not None:
        return "done_on_time" if on_time(owed.received_at, owed.late_from) else "done_late"
    if owed.state == ObligationState.HISTORIC or has_passed(owed.late_from, owed.registered_at):
        return "unknown"
    if not has_passed(owed.late_from, as_of):
        return "open_in_time"
    return "unknown" if owed.kind == Kind.TARGET else "open_overdue"


def is_owed(owed: Owed) -> bool:
    """Say whether it is owed at all, filed or not."""
    return owed.state not in ObligationState.ended()


def is_overdue(owed: Owed, now: datetime) -> bool:
    """Say whether it is counted and named as late at the instant `now`: not filed, and due.

    One of which nothing is asked for a while stays late; it is not urged.
    """
    return owed.state in ObligationState.unfinished() and way(owed, now) == "open_overdue"


def is_urged(owed: Owed, now: datetime) -> bool:
    """Say whether it is late at the instant `now` and may be urged: nobody is while suspended."""
    return is_overdue(owed, now) and owed.state != ObligationState.SUSPENDED


def has_term_in_sql() -> ColumnElement[bool]:
    """Return `has_term` as SQL."""
    return Obligation.late_from < NEVER


def on_time_in_sql() -> ColumnElement[bool]:
    """Return `on_time` as SQL."""
    return and_(Obligation.received_at.is_not(None), Obligation.received_at < Obligation.late_from)


def has_passed_in_sql(now: Moment) -> ColumnElement[bool]:
    """Return `has_passed` as SQL."""
    return Obligation.late_from <= now


def had_passed_in_sql(at: ColumnElement[Any], late_from: datetime) -> ColumnElement[bool]:
    """Return, as SQL, whether `late_from` had passed at the stored instant `at`."""
    return at >= late_from


def way_in_sql(
    as_of: Moment,
    received_at: SQLColumnExpression[Any] = Obligation.received_at,
    late_from: SQLColumnExpression[Any] = Obligation.late_from,
) -> ColumnElement[str]:
    """Return `way` as SQL.

    Args:
        received_at, late_from: those that held at that instant; as stored now where left out.
    """
    lost = or_(
        Obligation.state == ObligationState.HISTORIC.value,
        late_from <= Obligation.registered_at,
    )
    return case(
        (and_(received_at.is_not(None), received_at < late_from), "done_on_time"),
        (received_at.is_not(None), "done_late"),
        (lost, "unknown"),
        (late_from > as_of, "open_in_time"),
        (Obligation.kind == Kind.TARGET.value, "unknown"),
        else_="open_overdue",
    )


def is_owed_in_sql() -> ColumnElement[bool]:
    """Return `is_owed` as SQL."""
    return Obligation.state.not_in([state.value for state in ObligationState.ended()])


def is_overdue_in_sql(now: Moment) -> ColumnElement[bool]:
    """Return `is_overdue` as SQL."""
    unfinished = Obligation.state.in_([state.value for state in ObligationState.unfinished()])
    return and_(unfinished, way_in_sql(now) == "open_overdue")


def is_urged_in_sql(now: Moment) -> ColumnElement[bool]:
    """Return `is_urged` as SQL."""
    return and_(is_overdue_in_sql(now), Obligation.state != ObligationState.SUSPENDED.value)


def by_document(row: Obligation) -> bool:
    """Say whether it is in time by the day on which its document is issued, as it was registered.

    Else its receiver having the report decides, by whatever road.
    """
    return row.readings.get("timeliness") == "issued"
