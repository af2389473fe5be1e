"""Coverage of a directive's groups, body by body, counted from the very people on the lists.

What is not known by people is told by the counts of lists that were handed over, and nothing else.
Groups overlap, so nothing is ever added across them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.parts.coverage import Forecast, Pace
from dondoc.documents.parts.coverage_of import course, course_document
from dondoc.documents.parts.report_terms import target_duty
from dondoc.people.census import Census, Now, Persons, censuses
from dondoc.people.eligible import entered, living_there
from dondoc.people.fact import Fact
from dondoc.people.ledger import begun_anew, facts_of
from dondoc.reports.counts import Heirs, counts_of
from dondoc.visible import Visible
from language.collation import vietnamese
from models import Obligation
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.list_counts import NO_COUNTS, GroupCounts
from rules.meaning.pace import Closing
from rules.meaning.rounds import stored_round
from rules.rulebook import Rulebook

_Key = tuple[str, str]
# What is counted of each body's group, and whom it counts can be asked.
FIGURES = {
    "listed": "danh sách",
    "confirmed": "sau khi giảm",
    "stated": "đơn vị báo tham gia",
    "carded": "có thẻ",
    "remaining": "còn lại",
    "ending": "thẻ sắp hết hạn",
    "differ": "hai bên nói khác nhau",
    "outside": "không ở thôn thuộc nhóm",
}


@dataclass(frozen=True)
class Covered:
    """One body's group on the local date `as_of`: the people, or None with what lists counted.

    `population`: everybody the text means, where somebody counted them. `outside`: who is on the
    list and lives in none of the villages whose people the group means; None: it means people
    wherever they live, or nobody has entered its villages.
    """

    group: str
    body: Body
    as_of: date
    people: Census | None
    counts: GroupCounts = NO_COUNTS
    pace: Pace | None = None
    forecast: Forecast | None = None
    outside: Persons | None = None

    @property
    def population(self) -> int | None:
        return _people(self.counts, "population")

    @property
    def listed(self) -> int | None:
        return len(self.people.listed) if self.people else _people(self.counts, "listed")

    @property
    def confirmed(self) -> int | None:
        return len(self.people.confirmed) if self.people else _people(self.counts, "confirmed")

    @property
    def stated(self) -> int | None:
        return len(self.people.stated) if self.people else None

    @property
    def enrolled(self) -> int | None:
        return len(self.people.enrolled) if self.people else None

    @property
    def carded(self) -> int | None:
        return len(self.people.carded) if self.people else _people(self.counts, "cards")

    @property
    def remaining(self) -> int | None:
        return len(self.people.remaining) if self.people else self.counts.by_cards

    def persons(self, figure: str) -> Persons:
        """Return whom one of `FIGURES` counts, by case number; nobody where no people are known."""
        if figure == "outside":
            return self.outside or frozenset()
        found: Persons = getattr(self.people, figure) if self.people else frozenset()
        return found

    def number(self, figure: str) -> int | None:
        """Return what one of `FIGURES` comes to, None where it is not known."""
        if figure == "outside" and self.outside is None:
            return None
        if self.people:
            return len(self.persons(figure))
        number: int | None = getattr(self, figure, None)
        return number

    def document(self) -> dict[str, Any]:
        """Return it as machines get it: counts alone, no case number."""
        return {
            "group": self.group,
            "body": self.body.uid,
            "population": self.population,
            "listed": self.listed,
            "confirmed": self.confirmed,
            "stated": self.stated,
            "enrolled": self.enrolled,
            "carded": self.carded,
            "remaining": self.remaining,
            "as_of": self.as_of.isoformat(),
            **course_document(self.pace, self.forecast),
        }


def _people(counts: GroupCounts, kind: str) -> int | None:
    counted = getattr(counts, kind)
    return counted.people if counted else None


def coverage(
    session: Session, rulebook: Rulebook, directive: Directive, on: date, visible: Visible
) -> list[Covered]:
    """Return how every group of `directive` stands on the local date `on`, by group, then body.

    A body stands there whose people are known, or of whose group a list was counted.
    """
    bodies = rulebook.bodies.known_on(on)
    told = _Told(
        facts_of(session, directive.id),
        on,
        bodies,
        begun_anew(session, directive.id),
        rulebook.reasons.reopens_days,
    )
    counts = _counts(session, rulebook, directive, on)
    found = told.on(on)
    keys = {key for key in {*found, *counts} if key[1] in directive.groups}
    hidden = visible.hidden(session, {uid for uid, _ in keys})
    days = [day for day in _cut_offs(session, rulebook, directive) if day < on]
    series = [(day, told.on(day)) for day in days] if found else []
    lines = [
        _line(directive, bodies, key, found.get(key), counts.get(key, NO_COUNTS), series, on)
        for key in keys
        if key[0] not in hidden
    ]
    lines = _with_outside(session, directive, lines, told.now)
    order = list(directive.groups)
    return sorted(lines, key=lambda one: (order.index(one.group), vietnamese(one.body.name)))


@dataclass(frozen=True)
class _Told:
    """What is known of people now, counted as of any day for the bodies that are there on `at`."""

    facts: Sequence[Fact]
    at: date
    bodies: BodyRegistry
    since: Mapping[str, date]
    soon: int

    def now(self, uid: str) -> str:
        """Return who stands in a body's place on `at`."""
        return self.bodies.current(uid, self.at).uid

    def on(self, day: date) -> dict[_Key, Census]:
        return censuses(
            self.facts,
            day,
            date.max,
            self.now,
            {group: first for group, first in self.since.items() if first <= day},
            self.soon,
        )


def _with_outside(
    session: Session, directive: Directive, lines: Sequence[Covered], now: Now
) -> list[Covered]:
    """Return `lines`; of a group that means some villages alone with who lives in none of them."""
    there = dict[str, set[int]]()
    for group in {line.group for line in lines if directive.groups[line.group].villages_by}:
        if rows := entered(session, directive.id, group):
            there[group] = living_there(session, rows, lines[0].as_of, now)
    return [
        replace(line, outside=line.people.confirmed - there[line.group])
        if line.people and line.group in there
        else line
        for line in lines
    ]


def _counts(
    session: Session, rulebook: Rulebook, directive: Directive, on: date
) -> dict[_Key, GroupCounts]:
    in_force = [body.uid for body in rulebook.bodies.known_on(on).in_force(on)]
    heirs = Heirs(rulebook.bodies, directive)
    return counts_of(session, directive.id, in_force, upto=on, heirs=heirs)


def _cut_offs(session: Session, rulebook: Rulebook, directive: Directive) -> list[date]:
    """Return up to which days the rounds count that ask of people, in order."""
    forms = rulebook.forms
    asking = [
        duty
        for duty in directive.duties.values()
        if (form := forms.get(duty.asks)) and any(figure.reasons for figure in form.figures)
    ]
    query = select(Obligation.duty, Obligation.period, Obligation.original_due_on).distinct()
    mine = Obligation.directive_id == directive.id, Obligation.duty.in_([d.id for d in asking])
    windows = (
        stored_round(directive.duties[duty], period, due_on).figures
        for duty, period, due_on in session.execute(query.where(*mine))
    )
    return sorted({window.last for window in windows if window})


def _line(
    directive: Directive,
    bodies: BodyRegistry,
    key: _Key,
    people: Census | None,
    counts: GroupCounts,
    series: Sequence[tuple[date, Mapping[_Key, Census]]],
    on: date,
) -> Covered:
    body, duty = bodies.get(key[0]), target_duty(directive, key[1])
    line = Covered(key[1], body, on, people, counts)
    if people is None or duty is None or duty.due is None or duty.due.on is None:
        return line
    if not duty.bearers.means(bodies, body.uid, on):
        return line
    closings: list[Closing | None] = [
        Closing(day, len(found[key].uncovered)) for day, found in series if key in found
    ]
    closings.append(Closing(on, len(people.uncovered)))
    pace, forecast = course(len(people.uncovered), closings, duty.due.on, on)
    return Covered(key[1], body, on, people, counts, pace, forecast)


def by_group(lines: Sequence[Covered]) -> Iterator[tuple[str, list[Covered]]]:
    """Yield each group with its lines, in the order given."""
    found: dict[str, list[Covered]] = defaultdict(list)
    for line in lines:
        found[line.group].append(line)
    yield from found.items()
