"""Long lists come page by page for a person, whole for a machine, and nothing twice or never."""

import re

import pytest

from dondoc.cli.output import emit, emit_list
from tests.begun import OPENED, begun
from tests.offices import D2024
from tests.program import Dondoc

_NEXT = re.compile(r"^Còn [\d.]+ .*--after (\d+)$", re.MULTILINE)
# Rows of a table begin with a number or a date.
_ROW = re.compile(r"^ *\d\S* .*$", re.MULTILINE)
# Of a body that is not in: why, and from which date on.
_MISSING = re.compile(r"^ .*chưa ghi nhận +05/5/2024.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def dondoc(tmp_path_factory: pytest.TempPathFactory) -> Dondoc:
    return begun(tmp_path_factory.mktemp("office") / "state", OPENED)


def turned(
    dondoc: Dondoc, *command: str, first: tuple[str, ...] = (), row: re.Pattern[str] = _ROW
) -> list[str]:
    """Return the rows of all pages, each asked for as the one before said."""
    rows: list[str] = []
    more = first
    while True:
        shown = dondoc.run(*command, *more).stdout
        rows += (line.strip() for line in row.findall(shown))
        found = _NEXT.search(shown)
        if found is None:
            return [re.sub(" {2,}", "  ", row) for row in rows]
        more = ("--after", found[1])


# As of a day when the dates of an extension given later did not hold yet, and of a later one.
@pytest.mark.parametrize("as_of", ["2024-04-27T12:00", "2024-05-07T12:00"])
def test_the_pages_of_the_return_by_body_hold_every_row_once(dondoc: Dondoc, as_of: str) -> None:
    asked = ("status", D2024, "--per", "body", "--as-of", as_of)
    whole = dondoc.json(*asked)
    assert turned(dondoc, *asked, "--page", "150") == turned(dondoc, *asked, "--page", "5000")
    assert len(turned(dondoc, *asked)) == len(whole) > 200


def test_a_page_for_a_machine_is_the_beginning_of_the_whole(dondoc: Dondoc) -> None:
    asked = ("status", D2024, "--per", "body", "--as-of", "2024-05-07T12:00")
    assert dondoc.json(*asked, "--page", "7") == dondoc.json(*asked)[:7]


def test_the_notices_go_on_after_the_number_that_is_named(dondoc: Dondoc) -> None:
    whole = dondoc.json("notices")
    assert len(whole) > 30
    assert dondoc.json("notices", "--after", str(whole[4]["id"]), "--page", "3") == whole[5:8]
    everyone = turned(dondoc, "notices", "--page", "10", first=("--after", "0"))
    assert [int(row.split()[0]) for row in everyone] == [one["id"] for one in whole]


def test_without_a_beginning_the_newest_notices_are_shown(dondoc: Dondoc) -> None:
    last = dondoc.json("notices")[-2:]
    shown = dondoc.run("notices", "--page", "2").stdout
    assert [int(row.split()[0]) for row in _ROW.findall(shown)] == [one["id"] for one in last]
    assert "thông báo cũ hơn; xem từ đầu: thêm --after 0" in shown


def test_the_bodies_that_are_not_in_a_round_come_page_by_page(dondoc: Dondoc) -> None:
    asked = ("consolidation", D2024, "--due", "2024-05-10")
    missing = dondoc.json(*asked)["missing"]
    pages = turned(dondoc, *asked, "--page", "7", row=_MISSING)
    assert pages == turned(dondoc, *asked, row=_MISSING)
    assert len({*pages}) == len(missing) > 20
    refused = dondoc.run(*asked, "--after", "999999", code=1)
    assert "--after 999999: không có dòng nào mang số ấy" in refused.stderr


def test_a_line_that_is_not_there_and_a_page_of_duties_are_refused(dondoc: Dondoc) -> None:
    refused = dondoc.run("status", "--per", "body", "--after", "999999", code=1)
    assert "--after 999999: không có dòng nào mang số ấy" in refused.stderr
    assert "--per body" in dondoc.run("status", "--page", "3", code=2).stderr


@pytest.mark.parametrize("rows", [[], [{}], [{"a": 'x\n"y', "b": [1, {"c": None}]}, {"a": []}]])
def test_a_list_is_printed_while_it_is_read_as_it_would_be_whole(
    rows: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    emit(rows)
    whole = capsys.readouterr().out
    emit_list(iter(rows))
    assert capsys.readouterr().out == whole


def test_the_board_shows_the_most_pressing_lines_and_counts_the_others(dondoc: Dondoc) -> None:
    shown = dondoc.run("board", "--now", "2024-05-08T10:00", "--page", "2").stdout
    assert len(re.findall(r"05/5", shown)) == 2
    assert re.search(r"… và \d+ dòng nữa: \d+ ", shown)
