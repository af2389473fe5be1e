"""The form an office hands out says what it is about, by when, and over which days."""

import zipfile
from pathlib import Path

from tests.offices import D2024, MONTHLY
from tests.program import Dondoc

HEADING = "kỳ tháng 4/2024, hạn 05/5/2024, số liệu 01/4–30/4/2024 (quy ước của Văn phòng)"


def test_a_form_names_its_period_and_the_days_of_its_figures(tmp_path: Path) -> None:
    dondoc, form = Dondoc(tmp_path), tmp_path / "mau.xlsx"
    dondoc.run("sweep", "--now", "2024-04-26T07:00")
    whose = (D2024, MONTHLY, "Đại Phú", "--due", "2024-05-05")
    dondoc.run("template", *whose, "--out", str(form))
    with zipfile.ZipFile(form) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if "xml" in name)
    assert f"Xã Đại Phú · {HEADING}" in text
