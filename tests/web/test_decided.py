"""What was decided on cases stands as work on the pages of the body until it is entered as done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, DAI_PHU, Scene, scene
from tests.visiting import record, told
from tests.walking import OFFICER, THERE, begin, consolidate, decide, draft, propose, sign
from tests.web.browsing import Person, doors_open
from tests.web.conftest import it_is

CHAIR, NUMBERS = f"{DAI_PHU}/chair", "trường hợp có quyết định, chưa ghi làm xong"


@pytest.fixture
def decided(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """Two cases of one commune are decided on, one to be helped, one to be visited."""
    with scene(sqlite, rulebook, policies, tmp_path, directives=[D2021]) as made:
        begin(made)
        for who in (OFFICER, THERE):
            sign(made, draft(made, who=who).report, who=who)
        consolidate(made, "2021-06-22 09:00")
        propose(made, {1: "fund", 2: "visit", 6: "closed"}, "2021-06-22 10:00")
        decide(made, "2021-06-23 09:00")
        it_is(made, "2021-06-23 10:00")
        yield made


def test_decisions_are_work_until_the_visit_is_entered(decided: Scene) -> None:
    doors = doors_open(decided)
    officer = Person(doors, OFFICER)
    assert f"02 {NUMBERS}" in officer.get("/viec").text
    assert f"02 {NUMBERS}" in officer.get("/thon").text
    assert f"01 {NUMBERS}" in officer.get("/tai-tro").text
    page = officer.get("/thon/quyet-dinh").text
    assert "Hồ sơ số 1" in page
    assert "Hồ sơ số 2" in page
    assert "3/TB-UBND ngày 23/6/2021" in page
    assert "chưa ai phụ trách" in page
    assert "Người thứ" not in page
    assert NUMBERS not in Person(doors, THERE).get("/viec").text
    again = told(2, "2021-06-23", "chua", directive=D2021)
    record(decided, OFFICER, again, when="2021-06-23 10:05")
    it_is(decided, "2021-06-23 10:08")
    assert f"01 {NUMBERS}" in officer.get("/viec").text
    page = officer.get("/thon/quyet-dinh").text
    assert "Hồ sơ số 2" not in page
