"""A commune's people are counted by the way so that nobody is found again."""

from pathlib import Path

import pytest

from tests.marked import HEADER
from tests.offices import D2024, DAI_PHU, SON_NAM
from tests.program import Dondoc
from tests.simulated import stand

ASKED = ("people", "count", D2024, "can-ngheo", DAI_PHU)
BY = ("--by", "village", "--by", "ethnicity")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Dondoc:
    """An office with thirteen people of two villages, one of them alone of her people in hers."""
    folder: Path = tmp_path_factory.mktemp("counting")
    stand(folder / "state", "2024-05-02 08:00")
    made = Dondoc(folder / "state")
    made.run("sweep", "--now", "2024-04-26T07:00")
    said = [("Tân Lập", "Tày")] * 6 + [("Tân Lập", "Dao")] + [("Cây Thông", "Tày")] * 6
    rows = (
        f"Ma Thị {'ABCDEFGHIKLMN'[at]},{1950 + at},Nữ,,,,Đại Phú,{village},,{people},{at}\n"
        for at, (village, people) in enumerate(said)
    )
    (folder / "mot.csv").write_text(HEADER + "".join(rows), "utf-8")
    of = ("--directive", D2024, "--group", "can-ngheo", "--as", "bhxh-huyen/officer")
    made.run("list", "import", str(folder / "mot.csv"), *of)
    return made


def test_who_is_alone_in_a_village_and_a_people_is_counted_with_others(office: Dondoc) -> None:
    found = office.json(*ASKED, *BY, "--as", "van-phong/specialist")
    assert found["people"] == 13
    assert sorted(row["people"] for row in found["rows"]) == [6, 7]
    assert {row["ethnicity"] for row in found["rows"]} == {"Dao, Tày"}
    assert "được gộp" in office.run(*ASKED, *BY, "--as", "van-phong/specialist").stdout


def test_all_tables_of_one_commune_come_of_one_counting(office: Dondoc) -> None:
    alone = office.json(*ASKED, "--by", "ethnicity", "--as", "van-phong/specialist")["rows"]
    assert alone == [{"ethnicity": "Dao, Tày", "people": 13}]


def test_another_commune_does_not_count_them(office: Dondoc) -> None:
    refused = office.run(*ASKED, "--as", f"{SON_NAM}/officer", code=1)
    assert "không được xem số đếm" in refused.stderr
