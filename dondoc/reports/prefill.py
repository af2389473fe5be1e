"""Prefill: what a report most likely begins with, each value with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from dondoc.reports.filed import groups_of, past_of
from models import Obligation
from rules.directive import Duty
from rules.figures import FIGURES, TEXTS
from rules.rulebook import Rulebook


class From(StrEnum):
    """Where a value comes from, as the filer reads it."""

    CLOSING = "cuối kỳ trước"
    CORRECTION = "điều chỉnh đã ghi nhận"
    LAST = "số kỳ trước, sửa lại cho kỳ này"
    PERIOD = "ngày cuối của kỳ"


@dataclass(frozen=True)
class Value:
    """One value to begin with, None where there is none to offer."""

    value: int | str | date | None
    source: From | None = None


NOTHING = Value(None)


@dataclass(frozen=True)
class Prefilled:
    """The form of one obligation with the values it begins with, by address, in its order."""

    groups: tuple[str, ...]
    values: Mapping[str, Value]


def prefill(session: Session, rulebook: Rulebook, row: Obligation) -> Prefilled:
    """Return the form of `row`: opening = the last closing, the rest last round's figures.

    The closing stays empty: it is this round's own.
    """
    groups = groups_of(rulebook, row) or ()
    past = past_of(session, rulebook.bodies, row)
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    cut_off = _cut_off(duty, row)
    values = {"as_of": Value(cut_off, From.PERIOD) if cut_off else NOTHING}
    for group in groups:
        before = past.of(group)
        for name in FIGURES:
            last = Value(getattr(before[-1], name), From.LAST) if before else NOTHING
            values[f"{group}.{name}"] = last
        closing, adjusted = past.last_closing(group), past.adjusted.get(group, 0)
        opening = NOTHING if closing is None else Value(closing, From.CLOSING)
        values[f"{group}.opening"] = opening
        values[f"{group}.closing"] = NOTHING
        values[f"{group}.adjusted"] = Value(adjusted, From.CORRECTION if adjusted else None)
    for name in TEXTS:
        text = getattr(past.rounds[-1], name) if past.rounds else ""
        values[name] = Value(text, From.LAST) if text else NOTHING
    return Prefilled(groups, values)


def _cut_off(duty: Duty, row: Obligation) -> date | None:
    """Return the last day of the month before, for a monthly report; a gap stays a gap."""
    if duty.due is None or duty.due.every != "month":
        return None
    return row.due_on.replace(day=1) - timedelta(days=1)
