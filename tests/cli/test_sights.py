"""Every reading command shows whoever is named with --as what the table of rights lets them see."""

from typing import NamedTuple

import pytest

from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM
from tests.program import Dondoc, Ran
from tests.simulated import stand

OFFICER, NEIGHBOUR = f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
BHXH = "bhxh-huyen/officer"
SPECIALIST, ADMINISTRATOR = "van-phong/specialist", "van-phong/administrator"
INSPECTOR = "ubnd-huyen/inspector"
ROUND = (D2024, "--due", "2024-05-10")
REPORT = (D2024, MONTHLY, DAI_PHU, "--due", "2024-05-05")
WEDNESDAY = "2024-05-08T10:00"


class Shown(NamedTuple):
    """A reading command: how it is asked, and somebody who may.

    `to` None: it is a list, of which everybody sees their own part. What is no list is about
    Đại Phú or about all. Who else may: `tests/dondoc/desk/test_sights.py`.
    """

    arguments: tuple[str, ...]
    to: str | None = None


READING = {
    "status": Shown(("status", "--per", "body")),
    "rates": Shown(("rates", D2024)),
    "board": Shown(("board", "--now", WEDNESDAY)),
    "notices": Shown(("notices",)),
    "notice show": Shown(("notice", "show", "NOTICE"), OFFICER),
    "why": Shown(("why", "NOTICE"), OFFICER),
}
LISTS = [name for name, one in READING.items() if one.to is None]
NAMED = [name for name, one in READING.items() if one.to is not None]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Dondoc:
    """A demonstration on the day after the first reports are late; tests only look at it."""
    state = tmp_path_factory.mktemp("sights") / "state"
    stand(state, "2024-05-08 10:00")
    made = Dondoc(state)
    made.run("sweep", "--now", "2024-04-26T07:00")
    made.run("report", "record", *REPORT, "--nil")
    made.run("report", "record", *REPORT[:2], SON_NAM, *REPORT[3:], "--nil")
    made.run("sweep", "--now", "2024-05-07T07:00")
    made.run("dispatch", "--now", "2024-05-07T07:05")
    return made


def ask(played: Dondoc, name: str, who: str | None, code: int = 0) -> Ran:
    named = [str(notice(played)) if one == "NOTICE" else one for one in READING[name].arguments]
    return played.run(*named, *(("--as", who) if who else ()), code=code)


def notice(played: Dondoc) -> int:
    """Return the number of the first notice to Đại Phú's officer."""
    sent = played.json("notices", "--as", OFFICER)
    return next(one["id"] for one in sent if one["recipient"] == OFFICER)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_ones_own_part(played: Dondoc, name: str) -> None:
    mine = ask(played, name, NEIGHBOUR).stdout
    assert "Sơn Nam" in mine
    assert "Đại Phú" not in mine


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_told_to_those_it_concerns_and_to_nobody_else(
    played: Dondoc, name: str
) -> None:
    refused = ask(played, name, NEIGHBOUR, code=1)
    assert refused.stdout == ""
    assert f"({NEIGHBOUR}) không được xem" in refused.stderr
    assert "; được: " in refused.stderr
    assert "van-phong/specialist" in refused.stderr
    assert ask(played, name, READING[name].to).stdout.strip()


def test_without_a_name_the_office_sees_all_as_its_specialist_and_an_inspector_do(
    played: Dondoc,
) -> None:
    usual = ask(played, "status", None).stdout
    assert usual.count("Đại Phú") > 1
    assert ask(played, "status", SPECIALIST).stdout == usual
    assert ask(played, "status", INSPECTOR).stdout == usual


def test_who_keeps_the_machine_reads_no_letter(played: Dondoc) -> None:
    assert "Đại Phú" in ask(played, "notices", ADMINISTRATOR).stdout
    said = ask(played, "notice show", ADMINISTRATOR, code=1).stderr
    assert "quản trị hệ thống của Văn phòng" in said


def test_a_body_or_post_that_is_written_wrongly_is_wrong_usage(played: Dondoc) -> None:
    for who in ("văn-phòng/specialist", "van-phong", "van-phong/Chánh Văn phòng"):
        said = played.run("status", "--as", who, code=2).stderr
        assert "cần dạng đơn-vị/chức-danh" in " ".join(said.replace("│", " ").split())


def test_counts_of_a_duty_are_of_ones_own_bodies(played: Dondoc) -> None:
    [mine] = [
        row
        for row in played.json("status", D2024, "--as", NEIGHBOUR)
        if row["due_on"] == "2024-05-05"
    ]
    assert (mine["done_on_time"], mine["done_late"] + mine["open_overdue"]) == (0, 1)


def test_a_letter_that_shows_a_whole_round_is_for_who_sees_it_all(played: Dondoc) -> None:
    """What the office was told of a late body shows how all of them stand."""
    rows = played.json("notices")
    told = next(one for one in rows if one["step"] == "brief")
    assert played.run("notice", "show", str(told["id"]), "--as", BHXH).stdout
    for who in (OFFICER, NEIGHBOUR):
        assert (
            "không được xem"
            in played.run("notice", "show", str(told["id"]), "--as", who, code=1).stderr
        )
