"""Within which time an incident is reported, to whom, by which text: data, with what is assumed."""

from datetime import timedelta
from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.reading.incident_file import FILE, load_incident_term
from rules.rulebook import HOME, load
from tests.offices import at
from tests.rules.written import write

SHIPPED = HOME / "people"


def test_the_term_has_its_text_and_says_what_is_not_sure() -> None:
    term = load().incidents
    assert term.hours == 72
    assert "91/2025/QH15" in term.basis
    assert "toàn văn" in term.assumed
    found = at("2024-05-03 17:00")
    assert term.latest(found) - found == timedelta(hours=72)


def test_an_office_without_a_term_of_its_own_has_the_one_shipped(tmp_path: Path) -> None:
    assert load_incident_term(tmp_path, SHIPPED) == load_incident_term(SHIPPED, SHIPPED)
    own = (SHIPPED / FILE).read_text("utf-8").replace("hours: 72", "hours: 24")
    write(tmp_path, own, FILE)
    assert load_incident_term(tmp_path, SHIPPED).hours == 24


@pytest.mark.parametrize(
    ("was", "now"), [("hours: 72", "hours: 0"), ("  basis:", "  ground:"), ("hours: 72", "days: 3")]
)
def test_a_term_without_hours_or_text_is_located(tmp_path: Path, was: str, now: str) -> None:
    write(tmp_path, (SHIPPED / FILE).read_text("utf-8").replace(was, now), FILE)
    with pytest.raises(RuleError, match=FILE):
        load_incident_term(tmp_path, SHIPPED)
