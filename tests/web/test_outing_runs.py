"""Runs by seeds of the very code of the page against a real server: nothing lost or doubled."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select, text, update

from dondoc.logins.tokens import digest
from dondoc.web.rendering import static_digest
from models import Device, HeldVisit, Visit
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import DAI_PHU, Scene, at
from tests.web.outing import OFFICER, Office, office_of

pytestmark = pytest.mark.browser
RUNS = (Path(__file__).parent / "outing_runs.js").read_text("utf-8")
NOW = at("2024-05-07 09:00")
PERSONS, STEPS = 60, 10


@dataclass
class Told:
    """What was written on the telephones, by key; `maybe`: killed while it was being written."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    maybe: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@pytest.fixture
def listed(office: Scene) -> Scene:
    people(office, "2024-05-07 08:00", {DAI_PHU: range(1, PERSONS + 1)})
    lines = on_the_list(DAI_PHU, range(1, PERSONS + 1))
    list_comes(office, "2024-05-07 08:00", lines, "2024-04-10")
    return office


def telephones(scene: Scene, seeds: Sequence[int]) -> None:
    """Let there be a device of each seed; its token is its name."""
    with scene.office.writing(lasting=False) as session:
        session.add_all(
            Device(
                token=digest(f"run-{seed}"),
                mark=digest(f"mark-{seed}"),
                body_uid=DAI_PHU,
                post="officer",
                name=f"máy {seed}",
                given_at=NOW,
                given_by=OFFICER,
            )
            for seed in seeds
        )
        session.flush()
        session.execute(text("DELETE FROM witnessed"))


def half(office: Office, browser: Browser, seeds: Sequence[int], told: Told, phase: int) -> None:
    """Play one half of each run; the office starts anew for each, the page as well."""
    held = browser.contexts[-1]
    with office.answers():
        page = held.new_page()
        page.goto(f"{office.address}/tham")
        asked = {"base": f"/static/{static_digest()}", "seeds": list(seeds), "phase": phase}
        for run in page.evaluate(RUNS, {**asked, "steps": STEPS, "persons": PERSONS}):
            told.said |= {one["key"]: one for one in run["said"]}
            told.maybe |= {one["key"]: one for one in run["tried"]}
            told.rows[str(run["seed"])] = run["rows"]
        page.close()


def play(scene: Scene, browser: Browser, seeds: Sequence[int]) -> Told:
    """Play the runs; every tenth telephone is revoked in the middle."""
    telephones(scene, seeds)
    office, told = office_of(scene), Told()
    with browser.new_context():
        half(office, browser, seeds, told, 1)
        with scene.office.writing(lasting=False) as session:
            lost = [f"máy {seed}" for seed in seeds if seed % 10 == 0]
            revoked = update(Device).where(Device.name.in_(lost))
            session.execute(revoked.values(revoked_at=NOW, revoked_by=OFFICER))
            session.execute(text("DELETE FROM witnessed"))
        half(office, browser, seeds, told, 2)
    return told


def kept_by(scene: Scene) -> Iterator[tuple[str, int, str | None]]:
    """Yield every visit the office has: its key, of whom, the answer where it is entered."""
    with scene.office.reading() as session:
        for row in session.scalars(select(Visit)):
            yield row.uuid, row.person_id, row.answer
        for held in session.scalars(select(HeldVisit)):
            yield held.uuid, held.person_id or 0, None


def hold_together(scene: Scene, told: Told) -> None:
    """Hold what the office has against what was written: 0 lost, 0 doubled, 0 overwritten."""
    has = list(kept_by(scene))
    assert [key for key, number in Counter(key for key, _, _ in has).items() if number > 1] == []
    keys = {key for key, _, _ in has}
    assert told.said.keys() - keys == set()
    written = told.said | told.maybe
    assert keys - written.keys() == set()
    for key, person, answer in has:
        assert person == written[key]["person"]
        assert answer in (None, written[key]["answer"])
    on_devices = [row for rows in told.rows.values() for row in rows]
    assert {row["state"] for row in on_devices} <= {"arrived", "asked"}
    assert len({row["key"] for row in on_devices}) == len(on_devices)
    assert all(row["visit"] in (None, written[row["key"]]) for row in on_devices)


def test_nothing_is_lost_doubled_or_overwritten_however_often_it_is_killed(
    listed: Scene, browser: Browser
) -> None:
    told = play(listed, browser, range(1, 21))
    assert len(told.said) > 60
    assert told.maybe
    hold_together(listed, told)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 2000, 100))
def test_nothing_is_lost_doubled_or_overwritten_in_a_thousand_runs(
    listed: Scene, browser: Browser, first: int
) -> None:
    told = play(listed, browser, range(first, first + 100))
    assert len(told.said) > 300
    hold_together(listed, told)
