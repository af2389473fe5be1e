"""Letters composed ahead, in the waits for the relay: at hand, and never believed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import event, select, update

from dondoc.running.daily import run_dispatch
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.letters import Letters
from dondoc.sending.outbox import Outbox
from dondoc.sending.worker import Worker
from models import Contact, Message, Notice
from notifications.envelope import Envelope
from notifications.gateway import Gateway
from notifications.outcome import Outcome
from notifications.plugin import nothing
from tests.offices import DAI_PHU, RememberingGateway, Scene, at

MORNING = at("2024-04-26 07:05")


@dataclass
class WaitingGateway(RememberingGateway):
    """A gateway that lets all work be done that is waiting, then something happen."""

    meanwhile: Callable[[], bool] = nothing
    pieces: int = 0
    happens: Callable[[int], None] = lambda sent: None

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        while self.meanwhile():
            self.pieces += 1
        outcome = super().send(channel, envelope)
        self.happens(len(self.sent))
        return outcome


def waiting(office: Scene) -> WaitingGateway:
    office.sweep("2024-04-26 07:00")
    gateway = WaitingGateway()
    office.office.gateway = cast(Gateway, gateway)
    return gateway


def letters(office: Scene) -> Letters:
    return Letters(office.office.rulebook, office.office.settings.settings.office)


def test_what_was_composed_ahead_is_what_would_be_composed_at_the_claim(office: Scene) -> None:
    gateway = waiting(office)
    run_dispatch(office.office, MORNING)
    # Windows of 1, 4 and 16 messages: in each, as many letters of the next.
    assert gateway.pieces >= 1 + 4 + 16
    with office.office.reading() as session:
        for message in session.scalars(select(Message)):
            carried = select(Notice).where(Notice.message_id == message.id).order_by(Notice.id)
            notices = list(session.scalars(carried))
            contact = session.get_one(Contact, message.contact_id)
            anew = letters(office).envelope(session, message.id, contact, notices, MORNING)
            assert anew.content == message.content


def test_who_changed_meanwhile_gets_a_letter_composed_anew(office: Scene) -> None:
    gateway = waiting(office)

    def renamed(sent: int) -> None:
        if sent == 1:
            with office.office.writing() as session:
                session.execute(update(Contact).values(person="Người Mới"))

    gateway.happens = renamed
    run_dispatch(office.office, MORNING)
    assert gateway.pieces
    assert "Người Mới" not in gateway.sent[0].text
    assert all("Đồng chí Người Mới" in envelope.text for envelope in gateway.sent[1:])


def test_what_was_filed_meanwhile_is_called_off_though_its_letter_was_written(
    office: Scene,
) -> None:
    gateway = waiting(office)

    def filed(sent: int) -> None:
        if sent == 1:
            office.record("2024-04-26 07:04")

    gateway.happens = filed
    run_dispatch(office.office, MORNING)
    first = gateway.sent[0].to.address
    officer = "officer.02617-base@noi-bo.invalid"
    assert first != officer
    assert gateway.to(officer) == []
    assert [notice.state for notice in office.notices(DAI_PHU)] == ["cancelled"]
    assert len(gateway.sent) == 31


class _Broken(Letters):
    def draft(self, *_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no paper")


def test_trouble_with_a_letter_ahead_harms_no_message_under_way(office: Scene) -> None:
    gateway = waiting(office)
    settings = office.office.settings.settings
    broken = _Broken(office.office.rulebook, settings.office, settings.channels)
    courtesy = Courtesy(settings.courtesy, office.office.rulebook.calendar)
    worker = Worker.this_process(timedelta(minutes=1))
    outbox = Outbox(office.office, broken, courtesy, worker, MORNING)
    outbox.send_all()
    assert outbox.messages == {"sent": 32} == {"sent": len(gateway.sent)}
    assert gateway.meanwhile is nothing


def test_a_dispatch_never_walks_through_all_messages_or_notices(office: Scene) -> None:
    office.day("2024-04-26")
    office.sweep("2024-05-02 07:00")
    asked: dict[str, Any] = {}

    def remember(_c: Any, _k: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        asked[statement] = values[0] if many else values

    event.listen(office.office.database, "before_cursor_execute", remember)
    office.dispatch("2024-05-02 07:05")
    event.remove(office.office.database, "before_cursor_execute", remember)
    walks = []
    with office.office.database.connect() as connection:
        for statement, values in asked.items():
            if statement.startswith(("SELECT", "UPDATE")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                walks += [(row[3], statement) for row in plan if row[3] in _WALKS]
    assert asked
    assert walks == []


_WALKS = {"SCAN message", "SCAN notice", "SCAN attempt"}
