"""What a visit can say is data: closed lists, each code of a kind, in the order of the boxes."""

from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.visiting import AnswerKind, MetKind, WayKind
from rules.reading.reason_file import load_reasons
from rules.reading.visiting_file import FILE, load_visiting
from rules.rulebook import HOME, load
from tests.rules.written import write

SHIPPED = HOME / "people"


def test_a_neighbour_nobody_and_a_meeting_inform_and_mobilise_nobody() -> None:
    visiting = load().visiting
    home = visiting.of_way(WayKind.VISIT)[0]
    [meeting] = visiting.of_way(WayKind.MEETING)
    for met in (*visiting.of_met(MetKind.NOBODY), *visiting.of_met(MetKind.NEIGHBOUR)):
        assert not visiting.informs(home, met)
        assert not visiting.mobilises(home, met)
    at_home = visiting.of_met(MetKind.HOUSEHOLD)
    assert len(at_home) == 3
    assert all(visiting.informs(home, met) and visiting.mobilises(home, met) for met in at_home)
    assert not visiting.informs(meeting, at_home[0])
    assert not visiting.informs("khong-co", at_home[0])


def test_a_meeting_informs_where_the_office_says_so_and_mobilises_nobody(tmp_path: Path) -> None:
    own = (SHIPPED / FILE).read_text("utf-8")
    write(tmp_path, own.replace("meeting_informs: false", "meeting_informs: true"), FILE)
    visiting = load_visiting(tmp_path, SHIPPED, load().reasons)
    [meeting] = visiting.of_way(WayKind.MEETING)
    assert visiting.informs(meeting, "nguoi-do")
    assert not visiting.mobilises(meeting, "nguoi-do")
    [paper] = visiting.of_way(WayKind.PAPER)
    assert visiting.informs(paper, "chu-ho")
    assert not visiting.mobilises(paper, "chu-ho")


def test_what_the_lists_hold_can_all_be_said() -> None:
    visiting = load().visiting
    assert {one.kind for one in visiting.answers.values()} == set(AnswerKind)
    assert [one.asks for one in visiting.situations.values() if one.asks] == [
        "chuyen-di",
        "da-mat",
        "nhom-khac",
    ]
    assert visiting.assumed


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("kind: nobody", "kind: neighbour"),
        ("kind: cannot", "kind: help"),
        ("asks: da-mat", "asks: tach-ho"),
        ("kind: visit}", "kind: talk}"),
        ("meeting_informs: false", "meeting: false"),
        ("strikes:", "struck:"),
    ],
)
def test_a_list_in_which_something_cannot_be_said_is_located(
    tmp_path: Path, was: str, now: str
) -> None:
    write(tmp_path, (SHIPPED / FILE).read_text("utf-8").replace(was, now), FILE)
    with pytest.raises(RuleError, match=FILE):
        load_visiting(tmp_path, SHIPPED, load_reasons(SHIPPED, SHIPPED))
