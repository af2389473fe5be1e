"""No state changes without its entry: every use case is walked before a witness."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from dondoc.day.registering import register_named
from dondoc.decisions import decide
from dondoc.decisions.answer import answer
from dondoc.decisions.call import Said, call
from dondoc.decisions.release import release
from dondoc.desk.retract import take_back
from dondoc.desk.settle import settle_unknown
from dondoc.reports.evidence import Evidence
from dondoc.reports.undo import undo
from dondoc.sending import dispatch
from dondoc.sending.dispatch import Moment
from dondoc.sending.switch import start_sending, stop_sending
from dondoc.setup.database import reading, writing
from dondoc.trail.verify import verify
from models import Event, Message, Notice, Obligation
from models.trail import append
from notifications.outcome import Kind, Outcome
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.witness import Unwitnessed, witnessed

BY = "van-phong/specialist"
DUE = date(2024, 5, 5)


@contextmanager
def deciding(scene: Scene) -> Iterator[Session]:
    with scene.office.writing() as session:
        yield session


def seen_by_the_witness(scene: Scene) -> set[tuple[str, str]]:
    with witnessed(scene.office.database) as seen:
        walk_the_sending(scene)
        walk_the_filing(scene)
        walk_the_deciding(scene)
        walk_the_registering(scene)
    return set(seen)


def walk_the_sending(scene: Scene) -> None:
    scene.sweep("2024-04-26 07:00")
    for minute, kind in ((5, Kind.TEMPORARY), (6, Kind.UNKNOWN)):
        scene.gateway.outcome = Outcome(kind, "451", "x")
        scene.dispatch(f"2024-04-26 07:{minute:02}")
    scene.gateway.outcome = Outcome(Kind.SENT)
    (mine,), (other,) = scene.notices(), scene.notices(SON_NAM)
    with deciding(scene) as session:
        settle_unknown(session, mine.id, True, BY, at("2024-04-26 09:00"))
        settle_unknown(session, other.id, False, BY, at("2024-04-26 09:00"))
    with deciding(scene) as session:
        stop_sending(session, "x", BY, at("2024-04-26 09:01"))
    scene.dispatch("2024-04-26 09:02")
    with deciding(scene) as session:
        start_sending(session, "x", BY, at("2024-04-26 09:03"))
    scene.dispatch("2024-04-26 09:05")
    scene.days("2024-04-27", "2024-05-02")
    scene.sweep("2024-05-03 07:00")
    scene.gateway.outcome = Outcome(Kind.PERMANENT, "550", "x")
    scene.dispatch("2024-05-03 07:05")
    scene.gateway.outcome = Outcome(Kind.SENT)


def walk_the_filing(scene: Scene) -> None:
    scene.days("2024-05-04", "2024-05-07")
    scene.record("2024-05-05 09:00", "2024-05-07 09:00")
    with deciding(scene) as session:
        undo(session, scene.obligation().id, "x", BY, at("2024-05-07 09:10"))
    scene.record("2024-05-07 09:00", "2024-05-07 09:20")
    paper = Evidence(at("2024-05-03 09:00"), "paper")
    with deciding(scene) as session:
        rulebook, when = scene.office.rulebook, at("2024-05-07 09:30")
        answer(session, rulebook, D2024, DUE, {SON_NAM: paper}, BY, when)
    with scene.office.reading() as session:
        held = session.scalars(select(Notice).where(Notice.state == "held")).all()
        blaming = Notice.step == "overdue"
        left = session.scalars(select(Notice).where(Notice.state == "sent", blaming)).all()
    assert held
    with deciding(scene) as session:
        release(session, [n.id for n in held[:5]], BY, at("2024-05-07 09:40"))
        for notice in (held[-1], left[-1]):
            take_back(session, notice.id, "x", BY, at("2024-05-07 09:50"))
    scene.dispatch("2024-05-07 10:00")


def walk_the_deciding(scene: Scene) -> None:
    grounds = decide.Grounds("bão", "Phó Chủ tịch", "12/QĐ-UBND")
    with deciding(scene) as session:
        query = select(Obligation).where(Obligation.due_on == DUE, Obligation.state == "open")
        first, second, *others = session.scalars(query)
        decide.pause(session, others[:9], date(2024, 5, 9), grounds, at("2024-05-08 06:00"))
        rulebook = scene.office.rulebook
        decide.move(session, rulebook, [first], 3, grounds, at("2024-05-08 06:01"), extension=True)
        promise, morning = Said("x", date(2024, 5, 9)), scene.office.settings.settings.sweep.at
        call(session, rulebook, second, promise, BY, at("2024-05-08 06:02"), morning)
    scene.days("2024-05-08", "2024-05-12")


def walk_the_registering(scene: Scene) -> None:
    """A merger becomes known; then the rules are read anew."""
    scene.day("2024-07-23")
    scene.office.rulebook = replace(scene.office.rulebook, digest="x" * 64)
    register_named(scene.office, at("2024-07-23 08:00"))
    scene.sweep("2024-07-24 07:00")
    moment = Moment(at("2024-07-24 07:00"), scene.office.wall.now())
    with deciding(scene) as session:
        session.execute(update(Message).values(lease_until=moment.wall))
        session.execute(text("UPDATE message SET state = 'sending' WHERE id = 1"))
        append(session, moment.now, [Event("message.sending", "message:1", {})])
    later = Moment(moment.now, moment.wall + timedelta(seconds=1))
    with deciding(scene) as session:
        assert dispatch.lose_leases(session, later) == 1


@pytest.mark.long
def test_no_use_case_changes_a_state_without_its_entry(any_office: Scene) -> None:
    settings = any_office.office.settings
    escalations = settings.settings.escalations.model_copy(update={"release": "person"})
    asked = settings.settings.model_copy(update={"escalations": escalations})
    any_office.office.settings = settings.model_copy(update={"settings": asked})
    seen = seen_by_the_witness(any_office)
    for table in ("obligation", "notice", "message"):
        assert {(table, "insert"), (table, "update")} <= seen
    assert {("finding", "insert"), ("report", "insert"), ("report", "update")} <= seen
    assert {("call", "insert"), ("decision", "insert"), ("switch", "insert")} <= seen
    assert "delete" not in {change for _, change in seen}
    with any_office.office.reading() as session:
        assert verify(session).ok
        states = set(session.scalars(select(Obligation.state)))
    assert states >= {"open", "submitted", "withdrawn"}
    assert any_office.entries("obligation.suspended")
    assert any_office.obligation(DAI_PHU).state == "submitted"


def test_a_change_without_its_entry_does_not_pass_the_witness(any_office: Scene) -> None:
    any_office.day("2024-04-26")

    def silently(statement: str) -> None:
        with deciding(any_office) as session:
            session.execute(text(statement))

    with witnessed(any_office.office.database):
        for statement in (
            "UPDATE obligation SET state = 'accepted' WHERE id = 7",
            "UPDATE notice SET state = 'cancelled' WHERE id = 7",
            "UPDATE message SET state = 'unknown' WHERE id = 7",
            "DELETE FROM finding WHERE id = 7",
        ):
            with pytest.raises(Unwitnessed, match=":7'"):
                silently(statement)
        silently("UPDATE obligation SET wake_at = NULL WHERE id = 7")
    assert any_office.obligation().state == "open"


def test_many_writers_at_once_make_one_chain(database: Engine) -> None:
    def write(name: str) -> None:
        for number in range(10):
            with writing(database) as session:
                append(session, at("2024-05-07 07:00"), [Event("x", name, {"n": number})] * 3)

    writers = [Thread(target=write, args=(f"writer:{n}",)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with reading(database) as session:
        verdict = verify(session)
    assert (verdict.ok, verdict.entries) == (True, 180)


def test_what_is_rolled_back_leaves_no_entry(database: Engine) -> None:
    def fail() -> None:
        with writing(database) as session:
            append(session, at("2024-05-07 07:00"), [Event("x", "x:1", {})])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with reading(database) as session:
        assert verify(session).entries == 0
