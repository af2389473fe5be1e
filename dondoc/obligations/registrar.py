"""The registrar: compares what the rules ask for with what is stored, and enters the difference."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.notices.cancel import cancel_unsent
from dondoc.obligations.dated import promised
from dondoc.obligations.declared_rows import store_bodies, store_directive, stored_clause
from dondoc.obligations.relabel import relabel
from dondoc.setup.awake import look_again
from language.zone import local_date, morning
from models import Clause, Directive, Event, Kind, Obligation, ObligationState
from models.standing import has_passed, has_term, moves_later
from models.trail import append
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive as Declared
from rules.meaning.ladder import first_wake
from rules.meaning.occurrence import (
    WATCHED_KINDS,
    FactKind,
    Occurrence,
    arisen_occurrences,
    event_occurrences,
    occurrences,
    watched_occurrences,
)
from rules.meaning.rounds import number_of
from rules.rulebook import Rulebook

NOTHING: Mapping[str, str] = MappingProxyType({})
MOVED_REASON = "hạn đã thay đổi theo văn bản, lịch làm việc"
WITHDRAWN_REASON = "văn bản không còn giao việc này cho đơn vị"


class Key(NamedTuple):
    """What names an obligation within its directive."""

    duty: str
    period: str
    bearer: str


@dataclass(frozen=True)
class Registration:
    """What one registration did, in counts of obligations."""

    directive: str
    opened: int = 0
    historic: int = 0
    moved: int = 0
    withdrawn: int = 0
    unchanged: bool = False


class Registrar:
    """One registration under way: the rows it compares and the events it collects."""

    def __init__(
        self,
        session: Session,
        rulebook: Rulebook,
        declared: Declared,
        readings: Readings,
        now: datetime,
        at: time,
        by: str,
    ) -> None:
        self.session = session
        self.declared = declared
        self.readings = readings
        self.now = now
        self.today = local_date(now)
        self.at = at
        self.by = by
        self.bodies = rulebook.bodies.known_on(self.today)
        self.calendar = rulebook.calendar.known_on(self.today)
        self.all_bodies = rulebook.bodies
        self.events: list[Event] = []
        self.moved: list[int] = []
        self.promised = promised(session, self.today)
        self.counts = {"opened": 0, "historic": 0, "moved": 0, "withdrawn": 0}

    def bring_up_to_date(self, stored: Directive | None, knowledge: str) -> Registration:
        session, declared = self.session, self.declared
        store_bodies(session, self.all_bodies)
        self.events.append(store_directive(session, declared, stored, knowledge, self.now, self.by))
        clauses = {
            duty.id: stored_clause(session, declared, duty) for duty in declared.duties.values()
        }
        stored_rows = list(self._existing().values())
        self.events.extend(relabel(session, declared, self.calendar, stored_rows))
        existing = self._existing()
        begun = (*self._arisen(existing), *self._watched(existing))
        wanted = {_key(o): o for o in (*self._wanted(existing), *begun)}
        self._add(wanted, existing, clauses)
        for key, row in existing.items():
            if key in wanted:
                self._follow(row, wanted[key], clauses[key.duty])
        self._withdraw(row for key, row in existing.items() if key not in wanted)
        mine = Obligation.directive_id == declared.id
        look_again(session, mine, Kind, self.calendar, self.now, self.at)
        self.events.extend(cancel_unsent(session, self.moved, MOVED_REASON, self.now))
        append(self.session, self.now, self.events)
        return Registration(self.declared.id, unchanged=False, **self.counts)

    def open(self, found: Sequence[Occurrence]) -> Registration:
        """Open the occurrences `found` that are not there yet; nothing else is touched.

        Each entry says by whom: there is none of a directive that could.
        """
        clauses = {o.duty.id: stored_clause(self.session, self.declared, o.duty) for o in found}
        self._add({_key(o): o for o in found}, self._existing(), clauses, {"by": self.by})
        append(self.session, self.now, self.events)
        return Registration(self.declared.id, unchanged=not self.events, **self.counts)

    def _existing(self) -> dict[Key, Obligation]:
        query = select(Obligation).where(Obligation.directive_id == self.declared.id)
        rows = self.session.scalars(query)
        return {Key(row.duty, row.period, row.bearer_uid): row for row in rows}

    def _wanted(self, existing: Iterable[Key]) -> Iterator[Occurrence]:
        """Yield what the rules ask for now; what an event founded is asked for with its event."""
        known = self.bodies, self.calendar, self.readings
        yield from occurrences(self.declared, *known)
        for duty_id, period in {(key.duty, key.period) for key in existing}:
            duty = self.declared.duties.get(duty_id)
            kind, _, on = period.partition(":")
            if kind == "event" and duty is not None and duty.due and duty.due.after:
                yield from (
                    found
                    for found in event_occurrences(
                        self.declared, duty, date.fromisoformat(on), *known
                    )
                    if _key(found) in existing
                )

    def _arisen(self, existing: Mapping[Key, Obligation]) -> Iterator[Occurrence]:
        """Yield what arose with a report and is still laid on its bearers."""
        begun = {(key.duty, key.period): row.original_due_on for key, row in existing.items()}
        for (duty_id, period), on in begun.items():
            duty, number = self.declared.duties.get(duty_id), number_of(period)
            if duty is not None and duty.arises and number is not None:
                found = arisen_occurrences(self.declared, duty, number, on, self.bodies)
                yield from (one for one in found if _key(one) in existing)

    def _watched(self, existing: Mapping[Key, Obligation]) -> Iterator[Occurrence]:
        """Yield what is followed without a day and is still laid on its bearers."""
        rows = {key: row for key, row in existing.items() if _is_watched(row)}
        begun = {(_watched_kind(row), row.original_due_on) for row in rows.values()}
        for kind, on in sorted(begun):
            for one in watched_occurrences(self.declared, kind, on, self.bodies):
                row = rows.get(_key(one))
                if row is not None and (row.kind, row.original_due_on) == (kind, on):
                    yield one

    def _add(
        self,
        wanted: Mapping[Key, Occurrence],
        existing: Container[Key],
        clauses: Mapping[str, Clause],
        said: Mapping[str, str] = NOTHING,
    ) -> None:
        fresh = [self._open(o, clauses) for key, o in wanted.items() if key not in existing]
        self.session.add_all(fresh)
        self.session.flush()
        self._enter_opened(fresh, said)

    def _open(self, occurrence: Occurrence, clauses: Mapping[str, Clause]) -> Obligation:
        historic = has_passed(occurrence.late_from, self.now)
        state = ObligationState.HISTORIC if historic else ObligationState.OPEN
        watched = occurrence.fact_kind in WATCHED_KINDS
        sleeps = historic or not (has_term(occurrence.late_from) or watched)
        return Obligation(
            directive_id=self.declared.id,
            duty=occurrence.duty.id,
            clause_id=clauses[occurrence.duty.id].id,
            period=occurrence.period,
            bearer_uid=occurrence.bearer.uid,
            kind=occurrence.fact_kind,
            state=state.value,
            due_on=occurrence.due_on,
            aim_on=occurrence.aim_on,
            late_from=occurrence.late_from,
            opens_on=occurrence.opens_on,
            original_due_on=occurrence.due_on,
            readings=self._readings(occurrence),
            cycle=0,
            rung=0,
            fired={},
            wake_at=None if sleeps else self._first_wake(occurrence),
            registered_at=self.now,
            opened_at=None if has_term(occurrence.late_from) else self.now,
        )

    def _readings(self, occurrence: Occurrence) -> dict[str, str | bool]:
        due = occurrence.duty.due
        sense = due.sense.value if due else ""
        stated = {"at": due.at.isoformat("minutes")} if due and due.at else {}
        read = {"before": self.readings.before, "roll": self.readings.roll}
        by = occurrence.duty.timeliness
        # Said only where it is not what every obligation was registered with.
        decided = {} if by == "received" else {"timeliness": by}
        return {"sense": sense, **read, **stated, **decided}

    def _first_wake(self, occurrence: Occurrence) -> datetime:
        day = first_wake(occurrence.fact_kind, occurrence.opens_on, self.calendar)
        return max(morning(day, self.at), self.now)

    def _enter_opened(self, rows: Iterable[Obligation], said: Mapping[str, str]) -> None:
        for row in rows:
            historic = row.state == ObligationState.HISTORIC
            self.counts["historic" if historic else "opened"] += 1
            kind = "obligation.historic" if historic else "obligation.registered"
            data = {"duty": row.duty, "bearer": row.bearer_uid, "period": row.period}
            self.events.append(Event(kind, f"obligation:{row.id}", {**data, **_dates(row), **said}))

    def _follow(self, row: Obligation, occurrence: Occurrence, clause: Clause) -> None:
        """Let an obligation that is not yet due follow what the rules say now."""
        if row.state == ObligationState.WITHDRAWN and not has_passed(
            occurrence.late_from, self.now
        ):
            row.move(ObligationState.OPEN)
            row.withdrawn_at = None
            wakes = has_term(row.late_from) or _is_watched(row)
            row.wake_at = self._first_wake(occurrence) if wakes else None
            self.counts["opened"] += 1
            self.events.append(Event("obligation.reopened", f"obligation:{row.id}", {}))
        elif row.state not in ObligationState.unfinished():
            return
        decided = row.due_on != row.original_due_on or row.suspended_until is not None
        if decided or row.id in self.promised:
            # A person's decision stands above what the rules would now compute.
            return
        if row.due_on < self.today and not moves_later(occurrence.late_from, row.late_from):
            return
        if has_passed(row.late_from, self.now):
            return
        before, read = _dates(row) | {"clause_row": row.clause_id}, row.readings
        row.due_on = row.original_due_on = occurrence.due_on
        row.aim_on = occurrence.aim_on
        row.late_from = occurrence.late_from
        row.opens_on = occurrence.opens_on
        row.clause_id = clause.id
        row.readings = self._readings(occurrence)
        after = _dates(row) | {"clause_row": row.clause_id}
        reread = row.readings != read
        if after == before and not reread:
            return
        if before | {"clause_row": clause.id} == after and not reread:
            # The sentence reads otherwise; nothing that follows from it has moved.
            self.events.append(Event("obligation.requoted", f"obligation:{row.id}", {}))
            return
        if row.rung and _term(before) != _term(after):
            # What was said of the old date is called off; the new one has its own ladder.
            row.cycle, row.rung, row.fired = row.cycle + 1, 0, {}
            self.moved.append(row.id)
        row.wake_at = self.now
        self.counts["moved"] += 1
        moved: dict[str, dict[str, object]] = {"before": {**before}, "after": {**after}}
        if reread:
            # By what it is judged has changed, its days maybe not.
            moved["before"]["readings"], moved["after"]["readings"] = read, row.readings
        self.events.append(Event("obligation.moved", f"obligation:{row.id}", moved))

    def _withdraw(self, rows: Iterable[Obligation]) -> None:
        ended = []
        for row in rows:
            passed = row.due_on < self.today or has_passed(row.late_from, self.now)
            if row.state not in ObligationState.unfinished():
                continue
            if passed and not self._never_owed(row):
                self._silence(row)
                continue
            row.move(ObligationState.WITHDRAWN)
            row.withdrawn_at = self.now
            row.wake_at = None
            self.counts["withdrawn"] += 1
            data = {"reason": WITHDRAWN_REASON}
            self.events.append(Event("obligation.withdrawn", f"obligation:{row.id}", data))
            ended.append(row.id)
        self.events.extend(cancel_unsent(self.session, ended, WITHDRAWN_REASON, self.now))

    def _never_owed(self, row: Obligation) -> bool:
        """Say whether the bearer was gone on the due date, by a decision known before it.

        Only a system that was down meanwhile still holds such a row: it is nobody's default.
        """
        body = self.bodies.get(row.bearer_uid) if row.bearer_uid in self.bodies else None
        if body is None or body.valid_to is None or body.valid_to >= row.due_on:
            return False
        return body.end_known_from is None or body.end_known_from <= row.due_on

    def _silence(self, row: Obligation) -> None:
        """Let a row sleep whose duty is declared no more: history stays, nothing can be said."""
        if row.duty not in self.declared.duties and row.wake_at is not None:
            row.wake_at = None
            self.events.append(Event("obligation.silenced", f"obligation:{row.id}", {}))


def _is_watched(row: Obligation) -> bool:
    return row.kind in WATCHED_KINDS


def _watched_kind(row: Obligation) -> FactKind:
    return next(kind for kind in WATCHED_KINDS if kind == row.kind)


def _dates(row: Obligation) -> dict[str, str | int]:
    return {
        "due_on": row.due_on.isoformat(),
        "aim_on": row.aim_on.isoformat(),
        "late_from": row.late_from.isoformat(),
        "opens_on": row.opens_on.isoformat(),
    }


def _term(dates: Mapping[str, str | int]) -> tuple[str | int, ...]:
    return dates["due_on"], dates["aim_on"], dates["late_from"]


def _key(occurrence: Occurrence) -> Key:
    return Key(occurrence.duty.id, occurrence.period, occurrence.bearer.uid)
