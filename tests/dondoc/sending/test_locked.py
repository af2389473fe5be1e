"""On PostgreSQL another transaction may hold a contact: the others are told, then that one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Timer
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from dondoc.day.dispatching import DispatchReport
from dondoc.day.letters import letters_by, letters_of
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import Worker
from dondoc.sending.holding import LONG, longest_open
from dondoc.sending.letters import Letters
from dondoc.sending.outbox import Outbox
from dondoc.sending.reached import Reached
from dondoc.setup.settings import CourtesySettings
from dondoc.trail.marks import Marks
from models import installation_of
from models.trail import lock_trail
from notifications.envelope import Envelope, mail
from notifications.outcome import Kind, Outcome
from tests.offices import RememberingGateway, Scene, at

pytestmark = pytest.mark.postgres

NOW = at("2024-04-26 07:05")
LOCKS = {
    "its row": (
        "SELECT id FROM contact WHERE id = (SELECT contact_id FROM notice "
        "WHERE state = 'pending' ORDER BY id LIMIT 1) FOR UPDATE"
    ),
    "what waits for it": (
        "SELECT id FROM notice WHERE contact_id = (SELECT contact_id FROM notice "
        "WHERE state = 'pending' ORDER BY id LIMIT 1) FOR UPDATE"
    ),
}
AGAIN = "SELECT id FROM message ORDER BY id LIMIT 1 FOR UPDATE"


@dataclass
class Releasing(RememberingGateway):
    """Lets go of `held` when so many have been sent that all the others are told."""

    held: Session | None = field(default=None, repr=False)
    others: int = 31

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        outcome = super().send(channel, envelope)
        if self.held is not None and len(self.sent) == self.others:
            self.held.rollback()
        return outcome


@contextmanager
def holding(scene: Scene, statement: str) -> Iterator[Session]:
    """Lock rows in a transaction of somebody else."""
    with closing(Session(scene.office.database)) as held:
        assert held.execute(text(statement)).all()
        yield held


@pytest.mark.parametrize("statement", LOCKS.values(), ids=LOCKS)
def test_who_is_locked_is_passed_over_and_told_before_the_worker_ends(
    pg_office: Scene, statement: str
) -> None:
    pg_office.sweep("2024-04-26 07:00")
    with holding(pg_office, statement) as held:
        gateway = Releasing(held=held)
        pg_office.office.gateway = gateway  # type: ignore[assignment]
        report = pg_office.dispatch("2024-04-26 07:05")
    assert (report.messages, report.waiting) == ({"sent": 32}, 0)
    assert len({envelope.to.address for envelope in gateway.sent}) == 32


@pytest.mark.parametrize("statement", LOCKS.values(), ids=LOCKS)
def test_who_stays_locked_is_counted_and_told_by_the_next_dispatch(
    pg_office: Scene, statement: str
) -> None:
    pg_office.sweep("2024-04-26 07:00")
    with holding(pg_office, statement):
        assert impatient(pg_office) == ({"sent": 31}, 1)
    assert pg_office.dispatch("2024-04-26 07:06").messages == {"sent": 1}


def test_a_locked_message_that_is_to_be_tried_again_is_counted_too(pg_office: Scene) -> None:
    pg_office.sweep("2024-04-26 07:00")
    pg_office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    pg_office.dispatch("2024-04-26 07:02")
    pg_office.gateway.outcome = Outcome(Kind.SENT)
    with holding(pg_office, AGAIN):
        assert impatient(pg_office) == ({"sent": 31}, 1)


def test_who_is_locked_longer_than_a_claim_takes_is_still_waited_for(pg_office: Scene) -> None:
    pg_office.sweep("2024-04-26 07:00")
    with holding(pg_office, LOCKS["its row"]) as held:
        letting_go = Timer(LONG + 1, held.rollback)
        letting_go.start()
        report = pg_office.dispatch("2024-04-26 07:05")
        letting_go.join()
    assert (report.messages, report.waiting, report.held_back) == ({"sent": 32}, 0, None)


def test_what_stays_locked_is_no_good_end_and_names_who_holds_it(pg_office: Scene) -> None:
    pg_office.sweep("2024-04-26 07:00")
    with holding(pg_office, LOCKS["its row"]) as held:
        pid = held.scalar(text("SELECT pg_backend_pid()"))
        with pg_office.office.reading() as session:
            said = longest_open(session, long=0)
    report = DispatchReport(NOW, waiting=1, held_by=said)
    assert f"SELECT pg_terminate_backend({pid})" in str(report.held_back)


def test_nobody_waits_for_the_trail_while_a_worker_composes_its_letters(pg_office: Scene) -> None:
    pg_office.sweep("2024-04-26 07:00")
    with pg_office.office.writing() as session:
        # The first of all messages names the installation, of which there may be one only.
        installation_of(session, NOW)
    composed = []

    def sealing(**said: Any) -> Envelope:
        with pg_office.office.database.connect() as other:
            other.execute(text("SET LOCAL lock_timeout = '100ms'"))
            lock_trail(other)
        composed.append(mail(**said))
        return composed[-1]

    office = pg_office.office
    letters = letters_by(office.rulebook, office.settings.settings, sealing=sealing)
    assert impatient(pg_office, letters) == ({"sent": len(composed)}, 0)


def impatient(scene: Scene, letters: Letters | None = None) -> tuple[dict[str, int], int]:
    """Dispatch without waiting for what others hold; return what was sent, and what waits."""
    courtesy = Courtesy(CourtesySettings(), scene.office.rulebook.calendar)
    worker = Worker.this_process(timedelta(seconds=60))
    marks = Marks(scene.office.settings.state_folder)
    letters = letters or letters_of(scene.office)

    def mark(reached: Reached) -> None:
        marks.put(reached, NOW)

    outbox = Outbox(scene.office, letters, courtesy, worker, NOW, mark)
    outbox.patience = timedelta(0)
    outbox.send_all()
    return outbox.messages, outbox.waiting
