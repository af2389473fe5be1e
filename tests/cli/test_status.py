"""Status by duty and by body, and rates, as a machine reads them."""

from pathlib import Path

import pytest

from tests.begun import OPENED, begun
from tests.offices import D2024, DAI_PHU, MONTHLY
from tests.program import Dondoc


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    return begun(tmp_path / "state", OPENED)


def test_the_return_by_body_names_each_body_with_its_state(dondoc: Dondoc) -> None:
    rows = dondoc.json("status", D2024, "--per", "body", "--as-of", "2024-05-07T12:00")
    [mine] = [r for r in rows if (r["bearer"], r["due_on"]) == (DAI_PHU, "2024-05-05")]
    assert mine == {
        "directive": D2024,
        "duty": MONTHLY,
        "bearer": DAI_PHU,
        "bearer_name": "Xã Đại Phú",
        "due_on": "2024-05-05",
        "state": "open_overdue",
        "received_at": None,
        "recorded_at": None,
        "extended": False,
        "paused": False,
    }


def test_the_return_by_duty_promises_what_it_promised(dondoc: Dondoc) -> None:
    rows = dondoc.json("status", D2024, "--as-of", "2024-05-07T12:00")
    assert rows == dondoc.json("status", D2024, "--per", "duty", "--as-of", "2024-05-07T12:00")
    [may] = [r for r in rows if r["due_on"] == "2024-05-05"]
    assert may == {
        "directive": D2024,
        "duty": MONTHLY,
        "due_on": "2024-05-05",
        "done_on_time": 0,
        "done_late": 0,
        "open_in_time": 0,
        "open_overdue": 31,
        "unknown": 0,
        "blocked_by": 0,
    }


def test_rates_come_by_commune_and_over_time(dondoc: Dondoc) -> None:
    rows = dondoc.json("rates", D2024, "--as-of", "2024-06-07T12:00")
    assert {row["duty"] for row in rows} == {MONTHLY}
    [mine] = [row for row in rows if row["bearer"] == DAI_PHU]
    assert (mine["rounds"], mine["on_time"], mine["open_overdue"], mine["percent"]) == (2, 0, 2, 0)
    assert [one["due_on"] for one in mine["over_time"]] == ["2024-05-05", "2024-06-05"]
    assert mine["over_time"][1]["rounds_so_far"] == 2
    # A count is a number from the first round on, to a machine too.
    assert {type(one["on_time_so_far"]) for one in mine["over_time"]} == {int}


def test_rates_are_read_by_a_person_too(dondoc: Dondoc) -> None:
    said = dondoc.run("rates", D2024, "--as-of", "2024-06-07T12:00").stdout
    assert "UBND xã Đại Phú" in said
    assert "CC" in said
    by_body = dondoc.run("status", D2024, "--per", "body", "--as-of", "2024-06-07T12:00").stdout
    assert "chưa hoàn thành, quá hạn" in by_body


def test_rates_of_an_unknown_duty_are_refused_with_those_there_are(dondoc: Dondoc) -> None:
    said = dondoc.run("rates", D2024, "--duty", "bao-cao-tuan", code=1).stderr
    assert "bao-cao-thang, tong-hop-thang" in said
