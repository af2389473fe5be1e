"""A round as an office types it: what each command takes and says. What comes of whole months, and
that every reading agrees, is the scenario's (tests/scenario)."""

from pathlib import Path

import pytest

from tests.offices import D2024, MONTHLY
from tests.program import Dondoc
from tests.simulated import stand

DUE, SUMS = ("--due", "2024-05-05"), ("--due", "2024-05-10")
GROUNDS = ("--reason", "lũ cuốn cầu", "--approver", "ubnd-huyen/leader")


@pytest.mark.long
def test_a_round_goes_its_way_by_commands(tmp_path: Path) -> None:
    state = tmp_path / "state"
    dondoc = Dondoc(state)

    def run(when: str, *arguments: str, code: int = 0) -> str:
        stand(state, f"2024-{when}")
        done = dondoc.run(*arguments, code=code)
        return done.stdout + done.stderr

    run("04-26 07:00", "sweep")
    said = run(
        "05-02 14:00", "extend", D2024, MONTHLY, "Trường Sinh", *DUE, "--days", "3", *GROUNDS
    )
    assert "08/5/2024" in said
    for name in ("Vân Sơn", "Bình Yên"):
        run("05-03 10:00", "report", "record", D2024, MONTHLY, name, *DUE, "--nil")
    run("05-07 07:00", "sweep")
    run("05-07 07:05", "dispatch")
    paper = ("--received", "Hồng Lạc=2024-05-04T16:30", "--road", "paper")
    run("05-07 09:00", "answer", D2024, *DUE, *paper)
    closed = ("--closed-at", "2024-05-09T16:00", "--number", "41/BC-BHXH", "--dated", "2024-05-09")
    said = run("05-09 16:30", "sign", D2024, *SUMS, *closed, code=1)
    assert "--partial" in said
    run("05-09 16:31", "sign", D2024, *SUMS, *closed, "--partial", "--capacity", "Giám đốc")
    number = ("--number", "45/UBND-VX", "--dated", "2024-05-09", "--bearer", "Sơn Nam")
    run("05-09 17:00", "issue", D2024, *SUMS, *number)
    [row] = [one for one in dondoc.json("status", D2024) if one["due_on"] == "2024-05-05"]
    assert [row[way] for way in ("done_on_time", "open_in_time", "open_overdue")] == [3, 0, 28]
    document = dondoc.json("consolidation", D2024, *SUMS)
    assert [one["number"] for one in document["signed"]] == ["41/BC-BHXH"]
    assert len(document["missing"]) == 29
