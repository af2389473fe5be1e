"""The sweep works in sets: how many statements it takes does not depend on how many rows move."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from benchmarks.country import communes_of, rulebook_of
from benchmarks.history import fill
from benchmarks.office import office_of
from benchmarks.store import SqliteStore
from benchmarks.sweep import EVE, MORNING
from dondoc.day.sweeping import run_sweep
from dondoc.obligations import sweep
from dondoc.obligations.punctuality import streaks
from dondoc.setup.wiring import Office
from dondoc.trail.verify import verify
from models import Entry


@contextmanager
def country(folder: Path, communes: int) -> Iterator[Office]:
    """An office over so many communes, on the eve of the morning on which six duties open."""
    # What one country signs fits no other: each has a folder of its own.
    own = folder / str(communes)
    own.mkdir()
    store = SqliteStore(own, "country").create()
    rulebook = rulebook_of(communes_of(communes, None))
    with closing(office_of(store, rulebook, own)) as office:
        fill(store, office, EVE)
        yield office


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements sent to the database."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def statements_of_a_batch(folder: Path, communes: int) -> int:
    with country(folder, communes) as office:
        run_sweep(office, EVE)
        work = sweep.Work(office.rulebook, office.policies, None, office.settings.settings.sweep.at)
        with counted(office.database) as sent, office.writing() as session:
            totals = sweep.sweep_batch(session, work, MORNING)
        assert totals.examined == totals.notices == 6 * communes
    return len(sent)


def test_a_batch_takes_as_many_statements_for_many_rows_as_for_few(tmp_path: Path) -> None:
    assert statements_of_a_batch(tmp_path, 3) == statements_of_a_batch(tmp_path, 60)


@pytest.mark.long
def test_an_idle_sweep_takes_as_many_statements_in_a_large_country(tmp_path: Path) -> None:
    counts = set()
    for communes in (3, 60):
        with country(tmp_path, communes) as office:
            run_sweep(office, EVE)
            with counted(office.database) as sent:
                assert run_sweep(office, EVE).totals.examined == 0
        counts.add(len(sent))
    assert len(counts) == 1


def test_each_obligation_that_opens_leaves_three_entries_in_a_chain_that_holds(
    tmp_path: Path,
) -> None:
    with country(tmp_path, 40) as office:
        report = run_sweep(office, MORNING)
        with office.reading() as session:
            kinds = dict(
                session.execute(select(Entry.kind, func.count()).group_by(Entry.kind)).all()
            )
            found = {problem.kind for problem in verify(session).problems}
    # The history was laid down beside the trail, and is all that it does not know.
    assert found == {"added", "more"}
    assert report.totals.notices == 240
    for kind in ("obligation.opened", "finding.fired", "notice.created"):
        assert kinds[kind] == 240


@pytest.mark.parametrize(
    ("on_time", "streak"),
    [
        ((True, True, True), 3),
        ((True, True, False), 2),
        ((True, False, True), 1),
        ((False, True, True), 0),
        ((False, False, False), 0),
    ],
    ids=["all three", "the oldest late", "the middle late", "the newest late", "never"],
)
@pytest.mark.long
def test_punctual_rounds_count_back_from_the_newest(
    tmp_path: Path, on_time: tuple[bool, ...], streak: int
) -> None:
    with country(tmp_path, 2) as office, office.writing() as session:
        connection = session.connection()
        for period, timely in zip(("2024-04", "2024-03", "2024-02"), on_time, strict=True):
            hours = "-1 hours" if timely else "+1 hours"
            connection.exec_driver_sql(
                "UPDATE obligation SET received_at ="
                " strftime('%Y-%m-%d %H:%M:%S.000000', late_from, ?) WHERE period = ?",
                (hours, period),
            )
        bearers = ["00000@base", "00001@base"]
        duty = office.rulebook.directives["toan-quoc"].duties["cap-the"]
        found = streaks(session, duty, "2024-05", bearers)
    assert found == dict.fromkeys(bearers, streak)
