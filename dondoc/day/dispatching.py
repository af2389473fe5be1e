"""Dispatching: what waits leaves, at the hours at which an office sends."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from dondoc.day.ground import Ground, ground_of
from dondoc.day.letters import letters_of
from dondoc.obligations.followed import keep_back
from dondoc.sending import dispatch
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import Moment, Worker
from dondoc.sending.outbox import Outbox
from dondoc.sending.pauses import resume_due
from dondoc.sending.putback import behind, finish, unfinished
from dondoc.sending.reached import Reached, reached
from dondoc.sending.restored import doubt_waiting, recognise
from dondoc.setup.hour import mind_clock
from dondoc.setup.wiring import Office
from dondoc.trail.accesses import anchor_accesses
from dondoc.trail.marks import Marks


@dataclass
class DispatchReport:
    """What one dispatch did, in counts of messages by the state they ended in.

    `closed_until`: in quiet hours, from when on word goes out again.
    `waiting`: how many could have left, but somebody else at the database held them until the next
    dispatch was due; `held_by`: who, as far as the database tells.
    """

    at: datetime
    released: int = 0
    messages: dict[str, int] = field(default_factory=dict)
    sending_off_since: datetime | None = None
    closed_until: datetime | None = None
    waiting: int = 0
    held_by: str | None = None

    @property
    def held_back(self) -> str | None:
        """Return in words what could have left and did not, None where nothing."""
        if not self.waiting:
            return None
        who = self.held_by or "lượt gửi sau gửi tiếp"
        return f"còn {self.waiting} thư gửi được mà chưa gửi, tiến trình khác đang giữ: {who}"


class WayOut(Protocol):
    """How what may leave leaves: by the office's gateway, or in a simulation's supposition."""

    def prepare(self, session: Session) -> None:
        """Put in order, in a writing transaction, what an earlier dispatch left behind."""

    def send(self, courtesy: Courtesy, report: DispatchReport) -> None:
        """Send everything that may leave, and count it in `report`."""


def make_dispatch(ground: Ground, now: datetime, way: WayOut) -> DispatchReport:
    """Let everything leave by `way` that may leave at the instant `now` (aware)."""
    courtesy = Courtesy(ground.settings.courtesy, ground.work.rulebook.calendar)
    report = DispatchReport(at=now, closed_until=courtesy.closed_until(now))
    with ground.writing() as session:
        resume_due(session, now)
        report.released = dispatch.release_due(session, now)
        keep_back(session, ground.directives, now, courtesy.next_morning(now))
        way.prepare(session)
    way.send(courtesy, report)
    return report


def run_dispatch(office: Office, now: datetime) -> DispatchReport:
    """Send everything that may leave at the instant `now` (aware); in quiet hours nothing does.

    Raises:
        Refused: `now` cannot be right beside the last sweep.
    """
    with office.reading() as session:
        mind_clock(session, office.settings.settings, now)
    anchor_accesses(office.database, now)
    return make_dispatch(ground_of(office), now, _Gateway(office, now))


class _Gateway:
    """The office's own way: message by message, each attempt entered."""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office, self._now = office, now
        self._letters = letters_of(office)
        self._state = office.settings.state_folder
        self._marks = Marks(self._state, office.settings.second_folder)
        self._anew: Reached | None = None

    def prepare(self, session: Session) -> None:
        moment = Moment(self._now, self._office.wall.now())
        if missed := self._marks.missed(session) or unfinished(self._state):
            recognise(session, missed, self._now)
            self._anew = reached(session, self._now)
        if behind(session):
            doubt_waiting(session, self._letters, moment)
        dispatch.lose_leases(session, moment, self._letters)

    def send(self, courtesy: Courtesy, report: DispatchReport) -> None:
        if self._anew is not None:
            self._marks.put(self._anew, self._now, anew=True)
            finish(self._state)
        lease = timedelta(seconds=self._office.settings.settings.dispatch.lease_seconds)
        worker = Worker.this_process(lease)
        outbox = Outbox(self._office, self._letters, courtesy, worker, self._now, self._mark)
        # Until the next one comes to wait in its place: what may leave is never without a worker.
        rhythm = self._office.settings.settings.dispatch.every_minutes
        outbox.patience = timedelta(minutes=rhythm)
        outbox.send_all()
        report.messages, report.sending_off_since = outbox.messages, outbox.off_since
        report.waiting, report.held_by = outbox.waiting, outbox.held_by

    def _mark(self, reached: Reached) -> None:
        self._marks.put(reached, self._now)
