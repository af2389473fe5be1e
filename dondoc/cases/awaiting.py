"""Whom the people of a body still have to go to, in counts, as the sweep and its letters tell it.

Somebody waits too long, promised and was not seen again, would be left on the target's day, or is
concerned by a rise of the contribution. Who has the village is told of it; never whom it is about.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.outreach import NO_OUTREACH, Outreach, outreach_of
from dondoc.cases.population import Home, population
from dondoc.cases.reached import reach_of
from dondoc.obligations.watched import Told
from language.zone import local_date
from models import Notice, Person
from notifications.rounds import VisitsView
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.contribution import Helping, NoRate
from rules.meaning.directive import Directive
from rules.meaning.facts import VisitingFigures
from rules.meaning.pace import Closing, weekly
from rules.meaning.visiting import AnswerKind, Reminders, Visiting
from rules.rulebook import Rulebook
from steps.posts import Post
from steps.table import step_of

VISITED = "người đã lâu chưa được đến gặp đều đã có ghi nhận"
FOLLOWED = "người đã hẹn đều đã có người trở lại, hoặc đã tham gia"
IN_TIME = "giữ tiến độ này thì kịp ngày của chỉ tiêu"
NO_RISE = "không còn ai chưa tham gia trước ngày mức đóng tăng"
_AT_ONCE = 500
_WEEK = 7
_PERCENT = 100


@dataclass(frozen=True)
class Rise:
    """From the local date `on` a month costs `after` instead of `before` (đồng)."""

    on: date
    before: int
    after: int


@dataclass(frozen=True)
class Waiting:
    """Some people still to be covered, and who of them waits for what: case numbers."""

    remaining: frozenset[int] = frozenset()
    unvisited: frozenset[int] = frozenset()
    promises: frozenset[int] = frozenset()
    behind: int = 0


@dataclass(frozen=True)
class Awaiting:
    """All whom the people of one body go to: `whole`, and what each of its contacts is told.

    `parts`: by the number of a contact; None: of the villages without anybody who can be told,
    `without` of which nobody is assigned to.
    """

    whole: Waiting
    parts: Mapping[int | None, Waiting]
    without: int
    reminders: Reminders
    target_on: date | None = None
    rise: Rise | None = None

    @property
    def figures(self) -> VisitingFigures:
        """Return what the policies see."""
        return VisitingFigures(
            len(self.whole.unvisited),
            len(self.whole.promises),
            # Whoever is told is told of their own: a slow village does not hide behind a fast one.
            max((one.behind for one in self.parts.values()), default=0),
            len(self.whole.remaining) if self.rise else 0,
        )

    @property
    def keeps(self) -> tuple[int, ...]:
        """Return nothing: what it told needs not be remembered."""
        return ()

    def told(self, step: str) -> Told:
        """Return who of the body's people has something of the step to hear."""
        return Told(
            contacts=tuple(who for who, one in self.parts.items() if self._speaks(step, one))
        )

    def untrue(self, _bodies: BodyRegistry, notice: Notice, _today: date) -> str | None:
        """Return why a notice has become untrue: nothing is left of it for whoever reads it."""
        reason = {
            "unvisited": VISITED,
            "promised": FOLLOWED,
            "behind": IN_TIME,
            "rising": NO_RISE,
        }.get(step_of(notice.step).rests_on or "")
        return None if self._speaks(notice.step, self._part(notice)) else reason

    def shown(
        self, _directive: Directive, _bodies: BodyRegistry, notice: Notice, _today: date
    ) -> VisitsView:
        """Return what a notice tells: counts of the villages of whoever reads it."""
        part, assigned = self._part(notice), notice.contact_id in self.parts
        return VisitsView(
            assigned=assigned,
            without=0 if assigned else self.without,
            remaining=len(part.remaining),
            unvisited=len(part.unvisited),
            unvisited_days=self.reminders.unvisited,
            promises=len(part.promises),
            promise_days=self.reminders.promise,
            behind=part.behind,
            target_on=self.target_on,
            rise_on=self.rise.on if self.rise else None,
            month_before=self.rise.before if self.rise else 0,
            month_after=self.rise.after if self.rise else 0,
        )

    def _speaks(self, step: str, part: Waiting) -> int:
        match step_of(step).rests_on:
            case "unvisited":
                return len(part.unvisited)
            case "promised":
                return len(part.promises)
            case "behind":
                return part.behind
            case _:
                return len(part.remaining) if self.rise else 0

    def _part(self, notice: Notice) -> Waiting:
        own = self.parts.get(notice.contact_id) if notice.contact_id is not None else None
        if own is None or notice.recipient_post != Post.OFFICER:
            return own or self.parts.get(None, Waiting())
        rest = self.parts.get(None, Waiting())
        return Waiting(
            own.remaining | rest.remaining,
            own.unvisited | rest.unvisited,
            own.promises | rest.promises,
            own.behind + rest.behind,
        )


NOTHING_AWAITED = Awaiting(Waiting(), {}, 0, Reminders(0, 0, 0, 0, ""))


def awaiting(
    session: Session, rulebook: Rulebook, rows: Sequence[Any], now: datetime
) -> Mapping[int, Awaiting]:
    """Return, by obligation id, whom the bearers of `rows` go to at the instant `now` (aware).

    Args:
        rows: obligations that are followed as visits. Of an office that wants no reminders nobody
            waits.
    """
    reminders = rulebook.visiting.reminders
    if reminders is None:
        return {row.id: NOTHING_AWAITED for row in rows}
    found: dict[int, Awaiting] = {}
    of: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.directive_id].append(row)
    for directive, some in of.items():
        asked = _Asked(session, rulebook, rulebook.directives[directive], reminders, now, some)
        found |= {row.id: asked.of(row) for row in some}
    return found


class _Asked:
    """Everything read of one directive for some bodies at once."""

    def __init__(
        self,
        session: Session,
        rulebook: Rulebook,
        declared: Directive,
        reminders: Reminders,
        now: datetime,
        rows: Sequence[Any],
    ) -> None:
        self._declared, self._reminders, self._visiting = declared, reminders, rulebook.visiting
        self._today = local_date(now)
        self._bodies = rulebook.bodies.known_on(self._today)
        self._calendar = rulebook.calendar.known_on(self._today)
        uids = {self._bodies.current(row.bearer_uid, self._today).uid for row in rows}
        since = min(row.opens_on for row in rows)
        self._homes = _homes(session, rulebook, declared, self._today, uids)
        self._before = _homes(session, rulebook, declared, since, uids)
        persons = {one for homes in self._homes.values() for one in homes}
        earlier = {one for homes in self._before.values() for one in homes}
        self._village = _villages(session, persons | earlier)
        self._outreach = outreach_of(session, persons, declared.id, now, rulebook.visiting)
        self._reach = reach_of(session, self._village.values(), self._today)
        self._rise = rise_of(rulebook.helping, self._calendar, self._today, reminders.rise)

    def of(self, row: Any) -> Awaiting:
        uid = self._bodies.current(row.bearer_uid, self._today).uid
        homes, before = self._homes.get(uid, {}), self._before.get(uid, {})
        aim = self._aim(uid)
        whole = self._waiting(row, homes, before, aim)
        parts: dict[int | None, set[int]] = defaultdict(set)
        for person in {*homes, *before}:
            for contact in self._told(person):
                parts[contact].add(person)
        mine = {
            contact: self._waiting(
                row,
                {one: home for one, home in homes.items() if one in persons},
                {one: home for one, home in before.items() if one in persons},
                aim,
            )
            for contact, persons in parts.items()
        }
        lived_in = {self._village.get(person) for person in homes} - {None}
        without = sum(village not in self._reach.assigned for village in lived_in)
        return Awaiting(whole, mine, without, self._reminders, aim[1] if aim else None, self._rise)

    def _told(self, person: int) -> Iterable[int | None]:
        village = self._village.get(person)
        return self._reach.contacts.get(village or 0) or (None,)

    def _waiting(
        self,
        row: Any,
        homes: Mapping[int, Home],
        before: Mapping[int, Home],
        aim: tuple[str, date, int] | None,
    ) -> Waiting:
        promised = {one for one in homes if self._promise(one) is not None}
        return Waiting(
            remaining=frozenset(homes),
            unvisited=frozenset(
                one for one in homes.keys() - promised if self._waits_long(one, row.opens_on)
            ),
            promises=frozenset(one for one in promised if self._unkept(one)),
            behind=self._behind(row, homes, before, aim) if aim else 0,
        )

    def _waits_long(self, person: int, since: date) -> bool:
        last = self._outreach.get(person, NO_OUTREACH).last_on
        days = self._calendar.count(max(last or since, since), self._today)
        return days >= self._reminders.unvisited

    def _promise(self, person: int) -> date | None:
        return promise_of(self._outreach.get(person, NO_OUTREACH), self._visiting)

    def _unkept(self, person: int) -> bool:
        day, last = self._promise(person), self._outreach[person].last_on
        if day is None or (last is not None and last > day):
            return False
        return self._calendar.count(day, self._today) >= self._reminders.promise

    def _aim(self, uid: str) -> tuple[str, date, int] | None:
        """Return the next target of a body: of which group, by which day, in percent."""
        found = [
            (duty.due.on, duty.target.group, duty.target.percent)
            for duty in self._declared.duties.values()
            if duty.target and duty.due and duty.due.on and duty.due.on >= self._today
            if duty.bearers.means(self._bodies, uid, self._today)
        ]
        if not found:
            return None
        day, group, percent = min(found)
        return group, day, percent

    def _behind(
        self,
        row: Any,
        homes: Mapping[int, Home],
        before: Mapping[int, Home],
        aim: tuple[str, date, int],
    ) -> int:
        if self._calendar.count(row.opens_on, self._today) < self._reminders.pace:
            return 0
        group, day, percent = aim
        now = sum(group in home.groups for home in homes.values())
        then = sum(group in home.groups for home in before.values())
        return left_over(Closing(row.opens_on, then), Closing(self._today, now), day, percent)


def left_over(before: Closing, now: Closing, day: date, percent: int) -> int:
    """Return how many more than a target of `percent` allows would be left on the local date `day`.

    They go on as between the two closings; what is allowed is counted of those of the first one.
    """
    pace = weekly(before, now)
    if pace is None:
        return 0
    left = ceil(now.people - pace * (day - now.on).days / _WEEK)
    return max(0, left - before.people * (_PERCENT - percent) // _PERCENT)


def promise_of(done: Outreach, visiting: Visiting) -> date | None:
    """Return the day by which somebody said they would join, None where they did not."""
    if done.answer not in visiting.of_answer(AnswerKind.JOINS):
        return None
    return done.promised_on or done.answered_on


def rise_of(helping: Helping, calendar: WorkingCalendar, today: date, days: int) -> Rise | None:
    """Return the next rise of a month's contribution known on a local date and so near.

    Args:
        days: at most so many working days ahead.
    """
    rises = sorted(helping.rises(today, today), key=lambda one: one.since)
    for one in rises:
        if calendar.count(today, one.since) > days:
            return None
        try:
            before = helping.amount(_PERCENT, one.since - timedelta(days=1), 1, today)
            after = helping.amount(_PERCENT, one.since, 1, today)
        except NoRate:
            continue
        if after > before:
            return Rise(one.since, before, after)
    return None


def _homes(
    session: Session, rulebook: Rulebook, declared: Directive, on: date, uids: Collection[str]
) -> Mapping[str, dict[int, Home]]:
    there: dict[str, dict[int, Home]] = defaultdict(dict)
    for person, home in population(session, rulebook, declared, on, bodies=uids).homes.items():
        if home.body in uids:
            there[home.body][person] = home
    return there


def _villages(session: Session, persons: Collection[int]) -> dict[int, int]:
    numbers, found = sorted(persons), dict[int, int]()
    for at in range(0, len(numbers), _AT_ONCE):
        some = Person.id.in_(numbers[at : at + _AT_ONCE])
        query = select(Person.id, Person.village_id).where(some, Person.village_id.is_not(None))
        found |= {person: village for person, village in session.execute(query) if village}
    return found
