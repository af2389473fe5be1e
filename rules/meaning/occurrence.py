"""What a dispatch's dates come to: one duty, one bearer, one period, three instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from language.zone import NEVER
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import USUAL_READINGS, Deadline, Readings, deadline, within
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty, Opens
from rules.meaning.rounds import ONCE, Round, arisen_round, event_round, rounds

FactKind = Literal[
    "obligation", "consolidation", "target", "handing", "visiting", "asking", "cases"
]
# What is followed without a day in the text.
WATCHED_KINDS: tuple[FactKind, ...] = ("handing", "visiting", "asking", "cases")

# The house's own rules for the first notice, where a duty does not set another.
_OPENS_ONCE = Opens("working-days-before-aim", 5)
_OPENS_RECURRING = Opens("month-before")
_OPENS_WEEKLY = Opens("working-days-before-aim", 2)
_OPENS_TARGET = Opens("days-before-due", 30)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One duty × one bearer × one round of it, before it is an obligation in the database."""

    directive: str
    duty: Duty
    round: Round
    bearer: Body
    aim_on: date
    late_from: datetime
    opens_on: date
    fact_kind: FactKind

    @property
    def period(self) -> str:
        """Return the label of its round, as it is stored."""
        return self.round.label

    @property
    def due_on(self) -> date:
        """Return the date the text names."""
        return self.round.due_on


def fact_kind(duty: Duty) -> FactKind:
    """Which kind of fact the policies see for this duty where it has a term or arises."""
    if duty.kind == "target":
        return "target"
    return "consolidation" if duty.consolidates else "obligation"


def occurrences(
    directive: Directive,
    bodies: BodyRegistry,
    calendar: WorkingCalendar,
    readings: Readings = USUAL_READINGS,
) -> list[Occurrence]:
    """Everything of `directive` that has a date in its text, in the order of its duties.

    Bearers are resolved as of `due_on`. What was known when is the caller's choice: pass
    `bodies.known_on(day)` and `calendar.known_on(day)`.
    """
    return [
        found
        for duty in directive.duties.values()
        for one in rounds(duty, calendar)
        if duty.replaced_from is None or one.due_on < duty.replaced_from
        for found in _for_bearers(directive, duty, one, bodies, calendar, readings)
    ]


def event_occurrences(
    directive: Directive,
    duty: Duty,
    event_on: date,
    bodies: BodyRegistry,
    calendar: WorkingCalendar,
    readings: Readings = USUAL_READINGS,
) -> list[Occurrence]:
    """The occurrences that an event on the local day `event_on` founds ("trong thời hạn …").

    Raises: ValueError when the duty does not count from an event.
    """
    due = duty.due
    if due is None or due.after is None or due.days is None:
        raise ValueError(f"{directive.id}/{duty.id} does not count from an event")
    one = event_round(within(event_on, due.days, due.unit, calendar), event_on)
    return list(_for_bearers(directive, duty, one, bodies, calendar, readings))


def arisen_occurrences(
    directive: Directive, duty: Duty, number: int, begun_on: date, bodies: BodyRegistry
) -> list[Occurrence]:
    """The occurrences of the `number`-th round of a duty without a term, begun on a local date.

    They are never late. Raises: ValueError when the duty has a term.
    """
    if not duty.arises:
        raise ValueError(f"{directive.id}/{duty.id} does not arise with a report")
    one, kind = arisen_round(number, begun_on), fact_kind(duty)
    return [
        Occurrence(directive.id, duty, one, body, begun_on, NEVER, begun_on, kind)
        for body in duty.bearers.resolve(bodies, begun_on)
    ]


def watched_occurrences(
    directive: Directive, kind: FactKind, begun_on: date, bodies: BodyRegistry
) -> list[Occurrence]:
    """What of `directive` is followed as `kind` from the local date `begun_on` on, duty by duty.

    The text names no day: it is never late. A body is followed once for all its duties of a kind,
    but for lists that go down: there is one to follow for each.
    """
    found, seen = list[Occurrence](), set[str]()
    for duty in _watched_duties(directive, kind):
        one = Round(ONCE, begun_on)
        for body in duty.bearers.resolve(bodies, begun_on):
            if kind == "handing" or body.uid not in seen:
                seen.add(body.uid)
                found.append(
                    Occurrence(directive.id, duty, one, body, begun_on, NEVER, begun_on, kind)
                )
    return found


def _watched_duties(directive: Directive, kind: FactKind) -> list[Duty]:
    found = [one for one in directive.duties.values() if kind in watched_as(one)]
    # Whoever is to go to people is asked for that before it is asked to inform them.
    return sorted(found, key=lambda one: kind == "visiting" and "visits" not in one.shown_by)


def watched_as(duty: Duty) -> tuple[FactKind, ...]:
    """Return as what a duty is followed without a day in its text."""
    found = list[FactKind]()
    if duty.hands_down:
        found.append("handing")
    if duty.due is None and {"visits", "informed"} & {*duty.shown_by}:
        found.append("visiting")
    if duty.due is None and "activity" in duty.shown_by:
        found.append("asking")
    if duty.cases or ("cases" in duty.shown_by and duty.consolidates):
        found.append("cases")
    return tuple(found)


def _for_bearers(
    directive: Directive,
    duty: Duty,
    one: Round,
    bodies: BodyRegistry,
    calendar: WorkingCalendar,
    readings: Readings,
) -> Iterator[Occurrence]:
    assert duty.due is not None  # noqa: S101 - only dated duties come here
    kind = fact_kind(duty)
    # A coverage target is a state of affairs on a day, not an act that a day off prevents.
    due, rolls = duty.due, kind != "target"
    found = deadline(one.due_on, due.sense, calendar, readings, rolls=rolls, at=due.at)
    opens = max(opens_on(duty, found, calendar), directive.in_force.from_)
    for body in duty.bearers.resolve(bodies, one.due_on):
        yield Occurrence(directive.id, duty, one, body, found.aim_on, found.late_from, opens, kind)


def opens_on(duty: Duty, found: Deadline, calendar: WorkingCalendar) -> date:
    """The local day of the first notice, before the dispatch's own first day is considered."""
    rule = duty.opens or _usual(duty)
    if rule.rule == "days-before-due":
        return found.due_on - timedelta(days=rule.n)
    if rule.rule == "working-days-before-aim":
        return calendar.add(found.aim_on, -rule.n)
    return calendar.previous_working(found.due_on.replace(day=1) - timedelta(days=1))


def _usual(duty: Duty) -> Opens:
    if duty.kind == "target":
        return _OPENS_TARGET
    if duty.due is None or not duty.due.recurring:
        return _OPENS_ONCE
    return _OPENS_WEEKLY if duty.due.every == "week" else _OPENS_RECURRING
