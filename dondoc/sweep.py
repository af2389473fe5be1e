"""Sweep: look at every obligation whose hour has come, decide, and write what was decided.

One batch is one transaction: moves, findings, notices, trail entries and the next `wake_at`.
Catch-up after days down is the same sweep at the present instant, never a replay.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.orm import Session

from dondoc.decided import Writer
from dondoc.morning import morning
from dondoc.punctuality import Punctuality
from dondoc.recipients import Directory
from dondoc.rounds import RoundCounts, RoundKey, count_rounds
from models import Event, Kind, Obligation, Sweep
from models.trail import append
from rules.calendar import local_date
from rules.directive import Directive, Duty
from rules.engine import PolicyEngine
from rules.facts import Morning, Standing, TargetFigures, Term
from rules.ladder import Decision, decide, next_wake
from rules.rulebook import Rulebook

# Rows per transaction: the commit is cheap in it, and a kill costs little.
BATCH = 500


# What fired beside the ladder: (step, its repeat numbers), in the order of the steps.
Repeats = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass
class Totals:
    """What a sweep did, in counts."""

    examined: int = 0
    fired: int = 0
    missed: int = 0
    notices: int = 0

    def __iadd__(self, other: "Totals") -> "Totals":
        self.examined += other.examined
        self.fired += other.fired
        self.missed += other.missed
        self.notices += other.notices
        return self


@dataclass
class Work:
    """What a sweep needs beside the rows.

    `release`: after how long a held notice goes by itself, None where a person releases it.
    `at`: the local time at which a day's work begins.
    """

    rulebook: Rulebook
    policies: PolicyEngine
    release: timedelta | None
    at: time


class Due(NamedTuple):
    """One row a sweep looks at, with what its duty says."""

    row: Row[Any]
    directive: Directive
    duty: Duty
    term: Term


def count_due(session: Session, now: datetime) -> int:
    """Return how many rows wait for a sweep at the instant `now`."""
    return session.scalar(select(func.count()).where(Obligation.wake_at <= now)) or 0


def sweep_batch(session: Session, work: Work, now: datetime) -> Totals:
    """Decide on the next rows that are due at `now` (aware) and write it all.

    Returns:
        the counts; `examined` below `BATCH` means that nothing is left.
    """
    rows = session.execute(_due_rows(session, now)).all()
    if not rows:
        return Totals()
    batch = _Batch(session, work, now, rows)
    return batch.run()


_COLUMNS = (
    Obligation.id,
    Obligation.directive_id,
    Obligation.duty,
    Obligation.period,
    Obligation.bearer_uid,
    Obligation.kind,
    Obligation.state,
    Obligation.cycle,
    Obligation.rung,
    Obligation.fired,
    Obligation.briefed,
    Obligation.due_on,
    Obligation.aim_on,
    Obligation.late_from,
    Obligation.opens_on,
    Obligation.opened_at,
)


def _due_rows(session: Session, now: datetime) -> Select[Any]:
    query = (
        select(*_COLUMNS)
        .where(Obligation.wake_at <= now)
        .order_by(Obligation.wake_at, Obligation.id)
        .limit(BATCH)
    )
    # A report may be recorded meanwhile: its transaction waits for ours, or ours for it.
    return query.with_for_update() if session.get_bind().dialect.name == "postgresql" else query


@dataclass
class _Batch:
    """The rows of one transaction and what is known about them."""

    session: Session
    work: Work
    now: datetime
    rows: Sequence[Row[Any]]
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        today = local_date(self.now)
        self.today = today
        self.bodies = self.work.rulebook.bodies.known_on(today)
        self.calendar = self.work.rulebook.calendar.known_on(today)
        self.morning = Morning(self.now, self.calendar)
        self.moves: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        self.wakes: dict[tuple[Any, ...], datetime | None] = {}

    def run(self) -> Totals:
        due = [self._due(row) for row in self.rows]
        rounds = count_rounds(self.session, self._round_keys(due), self.now)
        streaks = self._streaks(due)
        directory = Directory(self.session, self.bodies, self.today)
        directory.prefetch(d.row.bearer_uid for d in due)
        writer = Writer(directory, self.now, self.work.release)
        for one in due:
            counts = rounds.get(_round_key(one)) if one.duty.consolidates else None
            decision, fact = self._decide(one, counts, streaks)
            self._open(one)
            writer.add(one.row, one.duty, decision, fact)
            self._move(one, decision, fact, counts)
        self._write_moves()
        written = writer.write(self.session)
        append(self.session, self.now, [*self.events, *writer.events])
        return Totals(len(due), written.fired, written.missed, written.notices)

    def _due(self, row: Row[Any]) -> Due:
        directive = self.work.rulebook.directives[row.directive_id]
        duty = directive.duties[row.duty]
        term = Term(
            directive=row.directive_id,
            duty=row.duty,
            bearer_kind=self.work.rulebook.bodies.get(row.bearer_uid).kind,
            recurring=duty.due is not None and duty.due.recurring,
            has_via=duty.via is not None,
            opens_on=row.opens_on,
            due_on=row.due_on,
            aim_on=row.aim_on,
            late_from=row.late_from,
        )
        return Due(row, directive, duty, term)

    def _round_keys(self, due: Iterable[Due]) -> set[RoundKey]:
        return {_round_key(one) for one in due if one.duty.consolidates}

    def _streaks(self, due: Iterable[Due]) -> dict[tuple[str, str, str], dict[str, int]]:
        """Return the bearers' punctual rounds, where a reminder may still be spared them."""
        asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for one in due:
            if one.term.recurring and one.row.rung < 2:
                key = (one.row.directive_id, one.row.duty, one.row.period)
                asked[key].append(one.row.bearer_uid)
        punctuality = Punctuality(self.session)
        return {key: punctuality.streaks(*key, bearers) for key, bearers in asked.items()}

    def _decide(
        self,
        one: Due,
        counts: RoundCounts | None,
        streaks: dict[tuple[str, str, str], dict[str, int]],
    ) -> tuple[Decision, dict[str, Any]]:
        row = one.row
        streak = streaks.get((row.directive_id, row.duty, row.period), {})
        punctual = streak.get(row.bearer_uid, 0)
        standing = Standing(row.state, row.cycle, row.rung, punctual)
        if row.kind == Kind.TARGET:
            fact = self.morning.target(one.term, standing, TargetFigures())
        elif row.kind == Kind.CONSOLIDATION:
            figures = (counts or RoundCounts()).figures(row.briefed)
            fact = self.morning.consolidation(one.term, standing, figures)
        else:
            fact = self.morning.obligation(one.term, standing)
        if self._ended(one):
            return Decision((), (), row.rung), fact
        matches = self.work.policies.decide(row.kind, fact)
        return decide(matches, fact, _pairs(row.fired), self.today), fact

    def _ended(self, one: Due) -> bool:
        until = one.directive.in_force.until
        return until is not None and self.today > until

    def _open(self, one: Due) -> None:
        if one.row.opened_at is None and self.today >= one.row.opens_on:
            data = {"due_on": one.row.due_on.isoformat()}
            self.events.append(Event("obligation.opened", f"obligation:{one.row.id}", data))

    def _move(
        self, one: Due, decision: Decision, fact: dict[str, Any], counts: RoundCounts | None
    ) -> None:
        row = one.row
        fired = _with(row.fired, decision)
        briefed = row.briefed
        if counts and any(firing.policy.step == "brief" for firing in decision.fire):
            briefed = counts.as_told()
        opened = row.opened_at or (self.now if self.today >= row.opens_on else None)
        wake = self._next_wake(one, decision, fact, fired)
        key = (decision.rung, fired, tuple(briefed or ()) or None, wake, opened)
        self.moves[key].append(row.id)

    def _next_wake(
        self, one: Due, decision: Decision, fact: dict[str, Any], fired: Repeats
    ) -> datetime | None:
        """Return the next look. Rows that stand alike share one answer."""
        key = (one.row.kind, one.term, one.row.state, decision.rung, fired)
        if key not in self.wakes:
            day = next_wake(
                one.row.kind,
                fact,
                decision,
                _pairs(one.row.fired),
                policies=self.work.rulebook.policies,
                opens_on=one.row.opens_on,
                today=self.today,
                calendar=self.calendar,
                until=one.directive.in_force.until,
            )
            self.wakes[key] = None if day is None else morning(day, self.work.at)
        return self.wakes[key]

    def _write_moves(self) -> None:
        """Write the moves, the rows that moved alike in one statement."""
        for (rung, fired, briefed, wake, opened), ids in self.moves.items():
            change = update(Obligation).where(Obligation.id.in_(ids))
            self.session.execute(
                change.values(
                    rung=rung,
                    fired={step: list(repeats) for step, repeats in fired},
                    briefed=None if briefed is None else list(briefed),
                    wake_at=wake,
                    opened_at=opened,
                ),
                execution_options={"synchronize_session": False},
            )


def _pairs(fired: dict[str, list[int]]) -> set[tuple[str, int]]:
    return {(step, repeat) for step, repeats in fired.items() for repeat in repeats}


def _with(fired: dict[str, list[int]], decision: Decision) -> Repeats:
    """Return what has fired beside the ladder once `decision` is carried out."""
    after = {step: list(repeats) for step, repeats in fired.items()}
    for firing in decision.fire:
        if firing.policy.rung is None:
            after.setdefault(str(firing.policy.step), []).append(firing.repeat)
    return tuple((step, tuple(repeats)) for step, repeats in sorted(after.items()))


def _round_key(one: Due) -> RoundKey:
    return RoundKey(one.row.directive_id, one.duty.consolidates or "", one.row.period)


def finish(session: Session, last: datetime | None, now: datetime, totals: Totals) -> list[str]:
    """Enter the finished sweep, with the local dates since the last one that had none.

    Returns:
        those dates, ISO 8601.
    """
    without = _dates_between(local_date(last), local_date(now)) if last else []
    session.execute(
        insert(Sweep).values(
            at=now,
            business_date=local_date(now),
            examined=totals.examined,
            fired=totals.fired,
            missed=totals.missed,
            notices=totals.notices,
            days_without=without,
        )
    )
    data = {
        "examined": totals.examined,
        "fired": totals.fired,
        "missed": totals.missed,
        "notices": totals.notices,
        "days_without": without,
    }
    append(session, now, [Event("sweep.finished", f"sweep:{local_date(now)}", data)])
    return without


def _dates_between(first: date, last: date) -> list[str]:
    days = (last - first).days
    return [(first + timedelta(days=n)).isoformat() for n in range(1, days)]
