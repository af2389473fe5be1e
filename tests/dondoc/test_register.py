"""Registering: idempotent, past is history, what is not yet due follows the rules."""

import shutil
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from dondoc.daily import register_named
from models import Obligation
from rules.rulebook import HOME, load
from tests.offices import D2021, D2024, MONTHLY, Scene, at


def states(scene: Scene, duty: str = MONTHLY) -> Counter[tuple[str, str]]:
    with scene.office.reading() as session:
        rows = session.scalars(select(Obligation).where(Obligation.duty == duty))
        return Counter((row.due_on.isoformat(), row.state) for row in rows)


def test_every_month_and_commune_gets_its_obligation(any_office: Scene) -> None:
    done = register_named(any_office.office, at("2024-08-01 08:00"))
    assert (done[0].opened, done[0].historic) == (4 * 30 + 31 + 5 + 8, 3 * 31 + 3 + 12)
    assert states(any_office)[("2024-08-05", "open")] == 31
    assert states(any_office)[("2024-09-05", "open")] == 30
    assert states(any_office)[("2024-07-05", "historic")] == 31


def test_registering_twice_changes_nothing(office: Scene) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    before = len(office.entries("obligation.registered"))
    again = register_named(office.office, at("2024-04-16 08:00"))
    assert again[0].unchanged
    assert len(office.entries("obligation.registered")) == before == 276


def test_the_2021_dispatch_is_one_off(office_with) -> None:  # type: ignore[no-untyped-def]
    office = office_with(directives=[D2021])
    done = register_named(office.office, at("2021-06-07 08:00"))
    assert (done[0].opened, done[0].historic) == (31 + 1 + 31, 0)


def test_a_merger_reaches_the_obligations_on_the_day_it_is_known(office: Scene) -> None:
    register_named(office.office, at("2024-07-22 08:00"))
    assert states(office)[("2024-09-05", "open")] == 31
    done = register_named(office.office, at("2024-07-23 08:00"))
    # Four months of two communes go, four months of the new one come.
    assert (done[0].withdrawn, done[0].opened) == (8, 4)
    assert states(office)[("2024-09-05", "open")] == 30
    assert states(office)[("2024-08-05", "open")] == 31
    assert len(office.entries("obligation.withdrawn")) == 8
    assert len(office.entries("directive.changed")) == 1


def changed_rules(folder: Path, old: str, new: str) -> Path:
    target = folder / "rules"
    shutil.copytree(HOME, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = target / "directives" / D2024 / "directive.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return target


def test_a_changed_duty_moves_only_what_is_not_yet_due(office: Scene, tmp_path: Path) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    folder = changed_rules(
        tmp_path,
        "opens: last working day of the month before\n    consolidates",
        "opens: 3 working days before aim\n    consolidates",
    )
    office.office.rulebook = load(folder)
    done = register_named(office.office, at("2024-07-11 08:00"))
    # May, June and July are over; August to December move. (The merger is not yet known.)
    assert (done[0].moved, done[0].opened, done[0].withdrawn) == (5, 0, 0)
    moved = office.entries("obligation.moved")
    assert len(moved) == 5
    assert '"opens_on":"2024-07-31"' in moved[0].data
    assert '"opens_on":"2024-08-06"' in moved[0].data


def test_a_duty_taken_out_by_mistake_comes_back_with_its_obligations(
    office: Scene, tmp_path: Path
) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    shipped = office.office.rulebook
    office.office.rulebook = load(changed_rules(tmp_path, "last: 2024-12-05", "last: 2024-11-05"))
    assert register_named(office.office, at("2024-04-16 08:00"))[0].withdrawn == 31
    assert states(office)[("2024-12-05", "withdrawn")] == 31
    office.office.rulebook = shipped
    register_named(office.office, at("2024-04-17 08:00"))
    assert states(office)[("2024-12-05", "open")] == 31
    assert len(office.entries("obligation.reopened")) == 31
