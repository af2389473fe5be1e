"""The hour of an act: a mistyped date or a wrong clock is refused before it locks anybody out."""

from pathlib import Path

import pytest

from dondoc.desk.context import desk
from dondoc.errors import Refused
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.program import Dondoc

FUTURE = "2035-01-01T07:00"


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    return Dondoc(tmp_path / "state")


def test_a_first_sweep_beyond_the_machines_clock_asks_first(dondoc: Dondoc) -> None:
    refused = dondoc.run("sweep", "--now", FUTURE, code=1).stderr
    assert "thời điểm 07:00 ngày 01/01/2035 ở sau đồng hồ của máy" in refused
    assert "--accept-future" in refused
    assert dondoc.json("sweep", "--now", FUTURE, "--accept-future")["at"].startswith("2035-01-01")


def test_acts_and_dispatches_mind_the_clock_as_sweeps_do(dondoc: Dondoc) -> None:
    dondoc.run("sweep", "--now", "2024-05-07T07:00")
    ahead = "--now", FUTURE
    for command in (
        ("dispatch", *ahead),
        ("register", *ahead),
        ("sending", "stop", "--reason", "bảo trì", *ahead),
        ("answer", D2024, "--due", "2024-05-05", "--none", *ahead),
    ):
        assert "ở sau đồng hồ của máy" in dondoc.run(*command, code=1).stderr
    back = "--now", "2024-05-06T07:00"
    for command in (("dispatch", *back), ("sending", "start", "--reason", "xong", *back)):
        said = dondoc.run(*command, code=1).stderr
        assert "ở trước lượt quét gần nhất (07:00 ngày 07/5/2024)" in said
        assert "dondoc sweep reset" in said
    # Whoever finds out by its letters that the clock is wrong can stop them at once.
    dondoc.run("sending", "stop", "--reason", "đồng hồ sai", *back)
    # Two and a half years later nobody has confirmed that the clock is right.
    assert "--accept-gap" in dondoc.run("dispatch", code=1).stderr


def test_looking_minds_no_clock(dondoc: Dondoc) -> None:
    dondoc.run("sweep", "--now", "2024-05-07T07:00")
    dondoc.run("board", "--now", "2024-05-01T07:00")
    dondoc.run("board", "--now", FUTURE)


def test_a_desk_opened_at_a_wrong_hour_does_nothing(office: Scene) -> None:
    office.day("2024-05-07")
    with (
        pytest.raises(Refused, match="trước lượt quét gần nhất"),
        desk(office.office, at("2024-05-07 06:59")),
    ):
        raise AssertionError("the desk was opened")
    assert office.obligation(DAI_PHU).duty == MONTHLY
