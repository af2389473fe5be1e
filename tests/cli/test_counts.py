"""`dondoc counts` as a person or a program runs it."""

from pathlib import Path

import pytest

from tests.offices import D2024, DAI_PHU
from tests.program import Dondoc
from tests.simulated import stand as stand_at

FILE = """Đơn vị;Nhóm;Loại số;Số người;Đến ngày;Nguồn
Đại Phú;can-ngheo;danh sách đã giao;31;10/4/2024;BHXH huyện, công văn số 45
Đại Phú;can-ngheo;có thẻ;{cards};30/4/2024;BHXH huyện, công văn số 45
"""


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    state = tmp_path / "state"
    stand(state, 2)
    return Dondoc(state)


def stand(state: Path, day: int) -> None:
    """Begin another simulation in `state`, at 08:00 on that day of May 2024."""
    stand_at(state, f"2024-05-{day:02} 08:00")


def test_counts_are_looked_at_taken_over_and_read_again_as_of_any_instant(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    file = tmp_path / "so-dem.csv"
    file.write_text(FILE.format(cards=8), "utf-8")
    looked = dondoc.json("counts", "import", str(file))
    assert (looked["applied"], len(looked["new"])) == (False, 2)
    assert looked["new"][0]["bearer"] == DAI_PHU
    assert dondoc.json("counts", "show", D2024)["counts"] == []
    assert "thêm 2, đính chính 0" in dondoc.run("counts", "import", str(file), "--apply").stdout
    stand(dondoc.state, 3)
    file.write_text(FILE.format(cards=9), "utf-8")
    assert "đính chính: dòng 3" in dondoc.run("counts", "import", str(file), "--apply").stdout
    now = dondoc.json("counts", "show", D2024)["counts"]
    then = dondoc.json("counts", "show", D2024, "--as-of", "2024-05-02T09:00")["counts"]
    assert [(row["kind"], row["people"]) for row in now] == [("cards", 9), ("listed", 31)]
    assert [(row["kind"], row["people"]) for row in then] == [("cards", 8), ("listed", 31)]
    assert "danh sách đã giao" in dondoc.run("counts", "show", D2024).stdout


def test_a_bad_row_is_told_on_stderr_and_nothing_is_half_imported(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    file = tmp_path / "so-dem.csv"
    file.write_text(FILE.format(cards="nhiều"), "utf-8")
    done = dondoc.run("counts", "import", str(file), "--apply", code=1)
    assert done.stdout == ""
    assert done.stderr.strip() == (
        f"{file}:3: Số người: không phải số người; allowed: số nguyên từ 0"
    )
    assert dondoc.json("counts", "show", D2024)["counts"] == []
    assert "không có văn bản" in dondoc.run("counts", "show", "van-ban", code=1).stderr
