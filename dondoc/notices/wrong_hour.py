"""What was decided and said at a wrong hour, taken back: findings, words, and what they moved."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import null, or_, select
from sqlalchemy.orm import Session

from dondoc.notices.blame import Blame
from dondoc.notices.cancel import call_off
from dondoc.notices.correct import WRONG_HOUR, correct
from language.zone import local_date, local_midnight
from models import (
    Covered,
    Decision,
    DecisionKind,
    Entry,
    Event,
    Finding,
    FindingOutcome,
    Kind,
    Message,
    MessageState,
    Notice,
    NoticeState,
    Obligation,
    ObligationState,
)
from models.notice import WRONG_HOUR as SENT_AT_WRONG_HOUR
from models.standing import has_passed
from models.trail import SETTINGS, instant_text
from steps.table import those

REASON = "lượt quét chạy sai giờ, đã được hủy"
_BRIEFS = those(lambda step: step.briefs)
T = TypeVar("T", Finding, Notice)


@dataclass
class TakenBack:
    """What was taken back, in counts, and the events to enter in the trail."""

    findings: int = 0
    cancelled: int = 0
    corrected: int = 0
    said_again: int = 0
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class WrongHour:
    """What the sweeps at the instants `sweeps` did, and what left after `to`.

    `now`: when it is taken back; all instants are aware. `number`: tells one taking back from
    another.
    """

    session: Session
    sweeps: Sequence[datetime]
    to: datetime
    now: datetime
    number: int

    def take_back(self) -> TakenBack:
        """Put every obligation back to what was rightly decided of it by `to`.

        What was wrongly decided stays where it is, in the cycle that ends here; what was rightly
        decided goes on in a new one. Whoever got a word that left at a wrong hour is told so; what
        was called off then, and what was right but left then, is said anew.
        """
        done = TakenBack()
        done.events += self._hold_again()
        paused = self._resumed()
        for row in self._rows(paused):
            self._put_back(row, done)
            if row.id in paused:
                self._pause_again(row, paused[row.id])
        return done

    def _rows(self, paused: Collection[int]) -> list[Obligation]:
        """Return the obligations that were opened, decided on or told of at a wrong hour.

        `paused`: those whose pause it ended (ids).
        """
        decided = select(Finding.obligation_id).where(Finding.decided_at.in_(self.sweeps))
        left = select(Message.id).where(Message.frozen_at > self.to)
        told = select(Notice.obligation_id).where(
            or_(
                Notice.message_id.in_(left),
                (Notice.state == NoticeState.CANCELLED.value) & (Notice.settled_at > self.to),
            )
        )
        query = select(Obligation).where(
            or_(
                Obligation.id.in_(decided),
                Obligation.id.in_(told),
                Obligation.id.in_(paused),
                Obligation.registered_at.in_(self.sweeps),
                Obligation.opened_at.in_(self.sweeps),
            )
        )
        return list(self.session.scalars(query.order_by(Obligation.id).with_for_update()))

    def _put_back(self, row: Obligation, done: TakenBack) -> None:
        before = row.cycle
        row.cycle += 1
        findings = self.session.scalars(select(Finding).where(Finding.obligation_id == row.id))
        right, wrong = _split(findings, lambda one: one.decided_at not in self.sweeps)
        going_on = [one for one in right if one.cycle == before]
        notices = self.session.scalars(
            select(Notice).where(Notice.obligation_id == row.id).order_by(Notice.id)
        )
        kept, unfit = _split(notices, lambda one: one.created_at not in self.sweeps)
        late = self._left_since([one.message_id for one in kept if one.message_id is not None])
        kept, strays = _split(kept, lambda one: one.message_id not in late)
        for one in going_on:
            one.cycle = row.cycle
        for notice in kept:
            notice.cycle = row.cycle if notice.cycle == before else notice.cycle
        done.findings += len(wrong)
        _stand_as(row, going_on, wrong)
        self._begin_anew(row)
        done.events.append(_entered(row, (*kept, *unfit, *strays)))
        done.events += [_goes_on(one, row) for one in going_on]
        self._unsay(row, [*unfit, *strays], done)
        if row.state in ObligationState.unfinished() | ObligationState.asked():
            called_off = [one for one in kept if self._was_called_off(one)]
            self._say_again(row, [*called_off, *strays], done)

    def _left_since(self, messages: Iterable[int]) -> frozenset[int]:
        query = select(Message.id).where(Message.id.in_(messages), Message.frozen_at > self.to)
        return frozenset(self.session.scalars(query))

    def _begin_anew(self, row: Obligation) -> None:
        """Let a row that began at a wrong hour have begun at `to`."""
        if row.opened_at in self.sweeps:
            row.opened_at = None
        if row.registered_at in self.sweeps:
            row.registered_at = self.to
            if row.kind in Kind.endless():
                # Followed from a day that was none.
                begun = local_date(self.to)
                row.due_on = row.aim_on = row.opens_on = row.original_due_on = begun
            if row.state == ObligationState.HISTORIC and not has_passed(row.late_from, self.to):
                row.move(ObligationState.OPEN)
        if row.state in ObligationState.unfinished() | ObligationState.asked():
            row.wake_at = self.now

    def _was_called_off(self, notice: Notice) -> bool:
        """Say whether the program called it off at a wrong hour, no person."""
        at, cancelled = notice.settled_at, notice.state == NoticeState.CANCELLED
        return cancelled and at is not None and at > self.to and notice.message_id is None

    def _unsay(self, row: Obligation, notices: Sequence[Notice], done: TakenBack) -> None:
        """Call off what waits; tell whoever got the rest that it does not hold."""
        left = []
        for notice in notices:
            if notice.state in NoticeState.unsent() and not self._is_leaving(notice):
                done.events.append(call_off(notice, REASON, self.now))
                done.cancelled += 1
            elif notice.state in (NoticeState.SENT, NoticeState.PENDING):
                left.append(notice)
        because: list[list[object]] = [["wrong_hour", "eq", True, True]]
        wrong = Blame(tuple(left))
        done.events += correct(self.session, row, wrong, because, self.number, self.now, WRONG_HOUR)
        done.corrected += len({one.contact_id for one in left})
        for notice in left:
            notice.reason = SENT_AT_WRONG_HOUR

    def _is_leaving(self, notice: Notice) -> bool:
        if notice.message_id is None:
            return False
        return self.session.get_one(Message, notice.message_id).state != MessageState.PENDING

    def _say_again(self, row: Obligation, notices: Sequence[Notice], done: TakenBack) -> None:
        for notice in notices:
            key = f"{row.id}:{row.cycle}:{notice.dedupe_key.split(':', 2)[2]}"
            again = notice.again(key, NoticeState.PENDING, self.now)
            again.cycle = row.cycle
            self.session.add(again)
            done.events.append(again.created())
            done.said_again += 1

    def _hold_again(self) -> list[Event]:
        """Let what went to the queue by itself at a wrong hour wait for a person."""
        released = self._subjects("notice.released", f'"by":"{SETTINGS}"')
        query = select(Notice).where(
            Notice.id.in_(released),
            Notice.state == NoticeState.PENDING.value,
            Notice.message_id.is_(None),
            Notice.created_at.not_in(self.sweeps),
        )
        events = []
        for notice in self.session.scalars(query):
            notice.move(NoticeState.HELD, self.now)
            events.append(Event("notice.held_again", f"notice:{notice.id}", {}))
        return events

    def _resumed(self) -> dict[int, Decision]:
        """Return the decisions whose pause a wrong hour ended, and that still hold."""
        query = (
            select(Covered.obligation_id, Decision)
            .join(Decision, Decision.id == Covered.decision_id)
            .where(
                Covered.obligation_id.in_(self._subjects("obligation.resumed")),
                Decision.kind == DecisionKind.PAUSE.value,
                Decision.until >= local_date(self.now),
                Decision.stands(),
            )
            .order_by(Decision.id)
        )
        return {found[0]: found[1] for found in self.session.execute(query)}

    def _subjects(self, kind: str, saying: str = "") -> list[int]:
        """Return what the trail's entries of a `kind` since `to` are about, by id."""
        mine = Entry.kind == kind, Entry.at > instant_text(self.to), Entry.data.contains(saying)
        subjects = self.session.scalars(select(Entry.subject).where(*mine))
        return [int(subject.partition(":")[2]) for subject in subjects]

    def _pause_again(self, row: Obligation, decision: Decision) -> None:
        if row.state == ObligationState.OPEN and decision.until is not None:
            row.move(ObligationState.SUSPENDED)
            row.suspended_until = decision.until
            row.wake_at = local_midnight(decision.until + timedelta(days=1))


def _split(rows: Iterable[T], right: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    """Return those of `rows` that are `right`, and the others."""
    found = list(rows)
    return [one for one in found if right(one)], [one for one in found if not right(one)]


def _stand_as(row: Obligation, right: Sequence[Finding], wrong: Sequence[Finding]) -> None:
    """Let the row hold what its `right` findings made of it."""
    row.rung = max((one.rung or 0 for one in right), default=0)
    fired: dict[str, list[int]] = {}
    for one in right:
        if one.rung is None and one.outcome == FindingOutcome.FIRED:
            fired.setdefault(one.step, []).append(one.repeat)
    row.fired = fired
    if any(one.step in _BRIEFS for one in wrong):
        # What was told before is known to nobody any more: the next one tells everything.
        row.briefed = null()  # None would be JSON's null


def _entered(row: Obligation, notices: Sequence[Notice]) -> Event:
    data = {
        "cycle": row.cycle,
        "rung": row.rung,
        "state": row.state,
        "notices": [notice.id for notice in notices],
    }
    return Event("obligation.put_back", f"obligation:{row.id}", data)


def _goes_on(finding: Finding, row: Obligation) -> Event:
    data = {"policy": finding.policy, "repeat": finding.repeat, "cycle": row.cycle}
    return Event("finding.kept", f"obligation:{row.id}", data)
