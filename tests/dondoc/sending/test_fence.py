"""A worker that lost the lease of a message changes nothing of it any more, whoever has it now."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from dondoc.day.letters import letters_of
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import Claimed, Moment, Worker, claim_window, lose_leases, settle
from dondoc.sending.follow import give_back_all
from dondoc.sending.outbox import Outbox
from dondoc.sending.reached import Reached
from dondoc.sending.turns import turns_of
from dondoc.sending.worker import Done
from dondoc.setup.settings import CourtesySettings
from dondoc.trail.marks import Marks
from models import Message, Turn
from models.clock import FixedClock
from notifications.envelope import Envelope
from notifications.outcome import Kind, Outcome
from tests.offices import RememberingGateway, Scene, at

LEASE = timedelta(seconds=60)
NOW = at("2024-04-26 07:05")
LATER = Moment(NOW + timedelta(minutes=2), NOW + timedelta(minutes=2))
SENT = Outcome(Kind.SENT)


@pytest.fixture
def swept(any_office: Scene) -> Scene:
    any_office.sweep("2024-04-26 07:00")
    return any_office


def taken(scene: Scene, worker: Worker, moment: Moment, size: int = 2) -> list[Claimed]:
    """Lose what leases ran out, and claim as `worker` does."""
    with scene.office.writing() as session:
        lose_leases(session, moment)
        return claim_window(session, letters_of(scene.office), worker, moment, size=size)


def message(scene: Scene, claimed: Claimed) -> tuple[str, str | None]:
    with scene.office.reading() as session:
        found = session.scalars(select(Message).where(Message.id == claimed.message)).one()
        return found.state, found.lease_owner


def test_what_another_worker_has_now_is_neither_settled_nor_given_back(swept: Scene) -> None:
    first, second = Worker.this_process(LEASE), Worker.this_process(LEASE)
    _, waiting = taken(swept, first, Moment(NOW, NOW))
    # Its turn had not come: it went back to the queue, and the other worker has it.
    [again] = taken(swept, second, LATER, size=1)
    assert again.message == waiting.message
    with swept.office.writing() as session:
        assert settle(session, waiting, SENT, first, LATER.now) == "sending"
        give_back_all(session, [waiting], first, LATER.now)
    assert message(swept, waiting) == ("sending", second.name)
    assert len(swept.entries("message.late_outcome")) == 1
    assert len(swept.entries("message.given_back")) == 1


def test_a_lease_holds_up_to_its_very_end(swept: Scene) -> None:
    first, second = Worker.this_process(LEASE), Worker.this_process(LEASE)
    _, waiting = taken(swept, first, Moment(NOW, NOW))
    ends = Moment(NOW + LEASE, NOW + LEASE)
    with swept.office.writing() as session:
        assert lose_leases(session, ends) == 0
    assert message(swept, waiting) == ("sending", first.name)
    after = Moment(ends.now, ends.wall + timedelta(microseconds=1))
    [again] = taken(swept, second, after, size=1)
    assert again.message == waiting.message


def test_what_a_machine_had_claimed_before_it_went_down_is_in_doubt(office: Scene) -> None:
    """A turn that came is written without waiting for the disk: it may be lost with the machine."""
    office.sweep("2024-04-26 07:00")
    gone = Worker("1-abc@another-run", LEASE)
    claimed = taken(office, gone, Moment(NOW, NOW))
    taken(office, Worker.this_process(LEASE), LATER, size=1)
    assert [message(office, each)[0] for each in claimed] == ["unknown", "unknown"]


@pytest.mark.postgres
def test_on_postgresql_a_turn_that_came_outlasts_the_worker_s_machine(
    pg_office: Scene,
) -> None:
    pg_office.sweep("2024-04-26 07:00")
    gone = Worker("1-abc@another-run", LEASE)
    first, second, third = taken(pg_office, gone, Moment(NOW, NOW), size=3)
    with closing(turns_of(pg_office.office.database)) as turns:
        assert turns.next(Done(first, SENT, NOW), second)
        with pg_office.office.writing() as session:
            assert lose_leases(session, LATER) == 3
        states = [message(pg_office, each)[0] for each in (first, second, third)]
        assert states == ["sent", "unknown", "pending"]
        assert not turns.next(None, third)


@pytest.mark.postgres
def test_a_server_that_broke_down_leaves_a_dead_worker_s_window_in_doubt(
    pg_office: Scene,
) -> None:
    pg_office.sweep("2024-04-26 07:00")
    claimed = taken(pg_office, Worker.this_process(LEASE), Moment(NOW, NOW), size=3)
    with pg_office.office.database.begin() as connection:
        kept = text("SELECT relpersistence FROM pg_class WHERE oid = 'turn'::regclass")
        assert connection.scalar(kept) == "u"
        # What a server that was not shut down in order begins with.
        connection.execute(text("TRUNCATE turn"))
    with pg_office.office.writing() as session:
        assert lose_leases(session, LATER) == 3
    assert {message(pg_office, each)[0] for each in claimed} == {"unknown"}


@pytest.mark.postgres
def test_who_is_within_a_turn_loses_nothing(pg_office: Scene) -> None:
    pg_office.sweep("2024-04-26 07:00")
    worker = Worker.this_process(LEASE)
    [claimed] = taken(pg_office, worker, Moment(NOW, NOW), size=1)
    with pg_office.office.writing() as turn:
        turn.get_one(Message, claimed.message, with_for_update=True)
        with pg_office.office.writing() as session:
            assert lose_leases(session, LATER) == 0
    assert message(pg_office, claimed) == ("sending", worker.name)


def test_what_was_settled_meanwhile_is_not_given_back(swept: Scene) -> None:
    worker = Worker.this_process(LEASE)
    [claimed] = taken(swept, worker, Moment(NOW, NOW), size=1)
    with swept.office.writing() as session:
        settle(session, claimed, SENT, worker, NOW)
        give_back_all(session, [claimed], worker, NOW)
    assert message(swept, claimed) == ("sent", None)


@dataclass
class Breaking(RememberingGateway):
    """A gateway that sends `good` messages, before the server breaks down in the middle of one."""

    scene: Scene | None = field(default=None, repr=False)
    good: int = 3

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        outcome = super().send(channel, envelope)
        if self.scene is not None and len(self.sent) == self.good:
            with self.scene.office.database.begin() as connection:
                connection.execute(text("TRUNCATE turn"))
                connection.execute(text(THROWN_OUT))
        return outcome


THROWN_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.postgres
def test_a_worker_that_outlives_its_server_tells_what_it_sent_and_lets_go_of_the_rest(
    pg_office: Scene,
) -> None:
    pg_office.sweep("2024-04-26 07:00")
    gateway = Breaking(scene=pg_office)
    pg_office.office.gateway = gateway  # type: ignore[assignment]
    marks = Marks(pg_office.office.settings.state_folder)
    with pytest.raises(DatabaseError):
        outbox_of(pg_office, 8, lambda reached: marks.put(reached, NOW)).send_all()
    with pg_office.office.reading() as session:
        states = Counter(session.scalars(select(Message.state)))
        assert states == {"sent": 3, "pending": 5}
        assert session.scalar(select(func.count()).select_from(Turn)) == 0
    assert pg_office.dispatch("2024-04-26 07:06").messages == {"sent": 29}
    assert len({envelope.message_id for envelope in gateway.sent}) == len(gateway.sent) == 32


@dataclass
class Slow(RememberingGateway):
    """A gateway whose first message takes so long that another worker sends the next one."""

    scene: Scene | None = field(default=None, repr=False)

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        scene, self.scene = self.scene, None
        if scene is not None:
            other = Worker.this_process(LEASE)
            for claimed in taken(scene, other, LATER, size=1):
                self.send(claimed.channel, claimed.envelope)
        return super().send(channel, envelope)


@pytest.mark.whole
def test_a_message_whose_turn_comes_too_late_is_not_sent_a_second_time(swept: Scene) -> None:
    gateway = Slow(scene=swept)
    swept.office.gateway = gateway  # type: ignore[assignment]
    swept.office.wall = FixedClock(NOW)
    marks = list[Reached]()
    outbox_of(swept, 2, marks.append).send_all()
    assert marks
    assert len(gateway.sent) == 32
    assert len({envelope.message_id for envelope in gateway.sent}) == 32


def outbox_of(scene: Scene, size: int, mark: Callable[[Reached], None]) -> Outbox:
    """Return a worker's outbox whose first window holds `size` messages."""
    courtesy = Courtesy(CourtesySettings(), scene.office.rulebook.calendar)
    worker, letters = Worker.this_process(LEASE), letters_of(scene.office)
    return Outbox(scene.office, letters, courtesy, worker, NOW, mark, _size=size)
