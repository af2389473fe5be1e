"""Workers share program and rules, or do not sweep; what was decided leaves all the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dondoc.day.sweeping import run_sweep
from dondoc.day.tick import tick
from dondoc.setup.places import PREFECT
from dondoc.setup.wiring import Office
from dondoc.setup.workers import GONE, OutOfStep, keep_step, out_of_step
from models import Shared, Sweep
from models.clock import FixedClock
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import Scene, at, scene

MORNING = at("2024-04-26 07:00")


@pytest.fixture
def first(
    database: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(database, rulebook, policies, tmp_path) as opened:
        opened.office = worker(opened.office, "một")
        yield opened


def worker(office: Office, machine: str, rules: str = "") -> Office:
    """Return the same office as another machine opens it, maybe by other rules."""
    file = office.settings.folder / machine / "config.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("", "utf-8")
    rulebook = replace(office.rulebook, digest=rules) if rules else office.rulebook
    settings = office.settings.model_copy(update={"file": file})
    return replace(
        office, settings=settings, rulebook=rulebook, source=PREFECT, wall=FixedClock(MORNING)
    )


def sweeps(office: Office) -> int:
    with office.reading() as session:
        return session.scalar(select(func.count()).select_from(Sweep)) or 0


def test_who_has_other_rules_than_those_that_were_swept_by_does_not_sweep(first: Scene) -> None:
    run_sweep(first.office, MORNING)
    second = worker(first.office, "hai", rules="f" * 64)
    with pytest.raises(OutOfStep, match=r"bộ quy tắc ffffffffffff, mà .*/một/config.yaml"):
        run_sweep(second, at("2024-04-27 07:00"))
    assert sweeps(second) == 1
    with second.reading() as session:
        assert out_of_step(session, second)
        assert out_of_step(session, first.office) is None
    run_sweep(first.office, at("2024-04-27 07:00"))


def test_what_was_decided_is_sent_by_whoever_comes(first: Scene) -> None:
    run_sweep(first.office, MORNING)
    second = worker(first.office, "hai", rules="f" * 64)
    done = tick(second, at("2024-04-27 07:00"))
    assert done.out_of_step
    assert not done.swept
    assert done.dispatched is not None


def test_whoever_works_alone_may_change_the_rules(first: Scene) -> None:
    run_sweep(first.office, MORNING)
    run_sweep(worker(first.office, "một", rules="f" * 64), at("2024-04-26 08:00"))
    assert sweeps(first.office) == 2


def test_who_has_gone_for_more_than_a_day_is_not_waited_for(first: Scene) -> None:
    run_sweep(first.office, MORNING)
    later = replace(worker(first.office, "hai", "f" * 64), wall=FixedClock(MORNING + GONE * 2))
    run_sweep(later, MORNING + GONE * 2)
    assert sweeps(later) == 2


def test_after_a_person_said_so_the_others_do_not_sweep(first: Scene) -> None:
    run_sweep(first.office, MORNING)
    second = worker(first.office, "hai", rules="f" * 64)
    run_sweep(second, at("2024-04-26 08:00"), accept_change=True)
    with pytest.raises(OutOfStep):
        run_sweep(first.office, at("2024-04-26 09:00"))
    upgraded = worker(first.office, "một", rules="f" * 64)
    run_sweep(upgraded, at("2024-04-26 09:00"))


def test_who_is_no_worker_is_asked_nothing(first: Scene) -> None:
    nobody = replace(first.office, source="")
    keep_step(nobody)
    with nobody.reading() as session:
        assert session.get(Shared, 1) is None
