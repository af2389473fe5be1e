"""The dispatch of 2021 from the lists to the proposals, held against the book kept by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dondoc.cases.help import help_of
from dondoc.cases.outreach import outreach_of
from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, at, scene
from tests.scenario.road_play import LISTED, Road

pytestmark = pytest.mark.long
Seen = dict[str, Any]


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Road, Seen]]:
    """The summer, played once; what was seen on its way. Tests only look at it."""
    folder = tmp_path_factory.mktemp("road")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    communes = [body.short_name or body.name for body in whole.bodies.in_force(LISTED, "commune")]
    with scene(engine, whole, policies, folder, [D2021]) as made:
        made.lives_itself()
        road, seen = Road(made, folder, communes), Seen()
        road.sweep("2021-06-08")
        road.handed_down("2021-06-08 09:00")
        road.sweep("2021-06-21")
        road.worked_on("2021-06-21 08:00", ("2021-06-09", "2021-06-12", "2021-06-18"))
        road.helped("2021-06-21 09:00")
        yield road, seen
    engine.dispose()


def test_four_hundred_people_of_whom_twenty_five_do_not_join(played: tuple[Road, Seen]) -> None:
    road, _ = played
    assert len(road.communes) == 31
    assert len(road.lives) == 400
    assert len(road.staying()) == 25
    assert sum(life.whole for life in road.staying()) == 18


def test_evidence_is_what_the_book_says(played: tuple[Road, Seen]) -> None:
    road, _ = played
    office, now = road.scene.office, at("2021-06-22 07:00")
    persons = [life.case for life in road.staying()]
    with office.reading() as session:
        out = outreach_of(session, persons, D2021, now, office.rulebook.visiting)
        help_ = help_of(session, persons, D2021)
    for life in road.staying():
        done = out.get(life.case)
        evidence = bool(done and done.informed_on and done.mobilised_on) and bool(
            help_[life.case].helped_on or help_[life.case].none_found
        )
        assert evidence == life.whole, life
