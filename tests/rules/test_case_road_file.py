"""What the road of whoever does not join is like: data, whole, with what the office assumes."""

from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.case import Leave, Need
from rules.reading.case_road_file import FILE, load_case_road
from rules.rulebook import HOME, load
from tests.offices import D2021, D2024
from tests.rules.written import write

SHIPPED = HOME / "people"


def test_the_text_states_no_term_and_none_is_invented() -> None:
    road = load().road
    assert (road.report.days, road.propose.days) == (None, None)
    assert "văn bản không nêu thời hạn" in road.report.assumed
    assert set(road.needs) == set(Need)
    assert set(road.leaves) == set(Leave)


def test_only_a_directive_whose_text_asks_it_reports_cases() -> None:
    directives = load().directives
    asking = {
        id_: [duty.id for duty in one.duties.values() if duty.cases]
        for id_, one in directives.items()
    }
    assert asking == {D2021: ["bao-cao-chua-tham-gia"], D2024: []}


def test_an_office_with_no_road_of_its_own_has_the_one_shipped(tmp_path: Path) -> None:
    assert load_case_road(tmp_path, SHIPPED) == load_case_road(SHIPPED, SHIPPED)
    own = (SHIPPED / FILE).read_text("utf-8").replace("  report:\n", "  report:\n    days: 10\n")
    write(tmp_path, own, FILE)
    assert load_case_road(tmp_path, SHIPPED).report.days == 10


@pytest.mark.parametrize(
    ("was", "now"),
    [("  helped:\n", "  given:\n"), ("becomes: visit", "becomes: on"), ("  merged:", "  one:")],
)
def test_a_road_that_lacks_a_part_is_located(tmp_path: Path, was: str, now: str) -> None:
    write(tmp_path, (SHIPPED / FILE).read_text("utf-8").replace(was, now), FILE)
    with pytest.raises(RuleError, match=FILE):
        load_case_road(tmp_path, SHIPPED)
