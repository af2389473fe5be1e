"""On a day that was swept a sweep that finds nothing to do writes nothing; whatever is wakes it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event, func, select, update

from dondoc.day.idle import idle
from dondoc.day.sweeping import run_sweep
from dondoc.setup.database import glancing
from models import Entry, Obligation, Sweep
from tests.offices import Scene, at

SWEPT, AGAIN = at("2024-04-26 07:00"), at("2024-04-26 15:00")


def stored(scene: Scene) -> tuple[int | None, int | None, bytes]:
    state = scene.office.settings.state_folder
    with scene.office.reading() as session:
        counts = (session.scalar(select(func.count()).select_from(one)) for one in (Entry, Sweep))
        return *counts, (state / "checkpoints.jsonl").read_bytes()  # type: ignore[return-value]


def test_a_sweep_that_finds_nothing_writes_nothing(any_office: Scene) -> None:
    run_sweep(any_office.office, SWEPT)
    before = stored(any_office)
    again = run_sweep(any_office.office, AGAIN)
    assert stored(any_office) == before
    assert (again.at, again.totals.examined, again.days_without) == (AGAIN, 0, [])
    assert all(one.unchanged for one in again.registrations)


def wake_one(scene: Scene) -> None:
    with scene.office.writing() as session:
        one = select(func.min(Obligation.id)).scalar_subquery()
        session.execute(update(Obligation).where(Obligation.id == one).values(wake_at=AGAIN))


def act(scene: Scene) -> None:
    scene.lives_itself()
    scene.record("2024-04-26 10:00")


def leave_out(scene: Scene) -> None:
    located = scene.office.settings
    named = located.settings.model_copy(update={"directives": []})
    scene.office.settings = located.model_copy(update={"settings": named})


def change_rules(scene: Scene) -> None:
    scene.office.rulebook = replace(scene.office.rulebook, digest="0" * 64)


def change_contacts(scene: Scene) -> None:
    scene.office.contacts_taken = (1, 2, 3)


@pytest.mark.parametrize("happens", [wake_one, act, leave_out, change_rules, change_contacts])
def test_whatever_there_is_to_do_wakes_it(office: Scene, happens: Callable[[Scene], None]) -> None:
    run_sweep(office.office, SWEPT)
    assert idle(office.office, AGAIN) is not None
    happens(office)
    assert idle(office.office, AGAIN) is None


def test_the_first_sweep_of_a_day_and_one_before_the_last_are_never_idle(office: Scene) -> None:
    run_sweep(office.office, SWEPT)
    assert idle(office.office, at("2024-04-27 07:00")) is None
    assert idle(office.office, at("2024-04-26 06:59")) is None


def test_it_is_seen_by_one_statement(any_office: Scene) -> None:
    run_sweep(any_office.office, SWEPT)
    asked = []
    event.listen(any_office.office.database, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert idle(any_office.office, AGAIN) is not None
    assert len(asked) == 1


@pytest.mark.postgres
def test_whoever_only_glances_asks_the_server_without_a_transaction(pg_office: Scene) -> None:
    engine = pg_office.office.database

    def status(asked: Connection) -> TransactionStatus:
        asked.execute(select(1))
        return asked.connection.driver_connection.info.transaction_status  # type: ignore[union-attr,no-any-return]

    with glancing(engine) as connection:
        assert status(connection) is TransactionStatus.IDLE
    # The next one to have that connection has a transaction again.
    with engine.connect() as connection:
        assert status(connection) is TransactionStatus.INTRANS
