"""Đối chiếu: three lists side by side, differences by case, the minutes, who signs; by forms."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dondoc.desk import people_list
from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.dondoc.desk.test_reconcile import BHXH, HEAD, LABOUR, PEOPLE, STATE, do, sheet
from tests.offices import D2021, DAI_PHU, Scene, scene
from tests.web.browsing import Person
from tests.web.chromium import live
from tests.web.conftest import doors_open, it_is

COLUMNS = f"{HEAD},Số tháng,Số tiền"
SIGNERS = {
    f"{what}.{side}": said
    for side in ("insurer", "budget", "presiding")
    for what, said in (("nguoi", "Trần Văn Mẫu"), ("tu_cach", "Giám đốc"))
}


@pytest.fixture
def listed(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """Three near-poor people of two communes, of whom two have cards from July on."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path, directives=[D2021]) as made:
        made.sweep("2021-06-10 07:00")
        told = people_list.Request(
            sheet(made, *PEOPLE, head=HEAD).file,
            D2021,
            "can-ngheo",
            as_of=date(2021, 6, 10),
            apply=True,
        )
        do(made, people_list.take_over, told, BHXH, "2021-06-11")
        made.sweep("2021-08-10 07:00", accept_gap=True)
        it_is(made, "2021-08-10 09:00")
        yield made
    engine.dispose()


def csv(*rows: str) -> dict[str, tuple[str, bytes, str]]:
    return {"tep": ("danh-sach.csv", "\n".join((COLUMNS, *rows)).encode(), "text/csv")}


def begun(made: Scene, somebody: Person) -> None:
    """A draft with all three lists: one case is missing on one, one has other money."""
    somebody.get("/doi-chieu")
    group = f"{D2021}|can-ngheo"
    opened = somebody.post("/doi-chieu", nhom=group, tu_thang="07/2021", so_thang="6")
    assert opened.path == "/doi-chieu/1", opened.text
    ours = [f"{one},6,{STATE}" for one in PEOPLE]
    theirs = [ours[0], f"{PEOPLE[1]},6,280000"]
    for side, rows, more in (
        ("presiding", ours, {}),
        ("budget", theirs, {"don_vi": "ubnd-huyen"}),
        ("insurer", ours[:2], {}),
    ):
        done = somebody.post(
            f"/doi-chieu/1/danh-sach/{side}", files=csv(*rows), nguon="CV 12", **more
        )
        assert "Đã đưa danh sách vào." in done.text


def test_a_reconciliation_is_walked_from_its_lists_to_the_signed_minutes(listed: Scene) -> None:
    app = doors_open(listed)
    somebody = Person(app, LABOUR)
    assert "Chưa lập lần đối chiếu nào" in somebody.get("/doi-chieu").text
    wrong = somebody.post("/doi-chieu", nhom=f"{D2021}|can-ngheo", tu_thang="mai", so_thang="6")
    assert (wrong.status, "cần một tháng" in wrong.text) == (400, True)
    begun(listed, somebody)
    page = somebody.get("/doi-chieu/1")
    assert "02 hồ sơ lệch" in page.text
    assert "số 2" in page.text
    assert "Ma Thị Hoa" not in page.html
    said = somebody.post("/doi-chieu/1/ly-do", ho_so="2", ly_do="ghi-sai")
    assert "một bên ghi sai" in said.text
    wrong = somebody.post("/doi-chieu/1/ly-do", ho_so="1", ly_do="ghi-sai")
    assert (wrong.status, "không lệch nhau ở hồ sơ số 1" in wrong.text) == (400, True)
    assert somebody.get("/doi-chieu/1/bien-ban.pdf").status == 200
    somebody.get("/doi-chieu/1")
    assert "Đã ghi ba bên thống nhất." in somebody.post("/doi-chieu/1/thong-nhat").text
    paper = {"so": "02/BB", "ngay": "10/8/2021"}
    lacks = somebody.post("/doi-chieu/1/ky", **paper)
    assert (lacks.status, "chưa nêu ai ký" in lacks.text) == (400, True)
    signed = somebody.post("/doi-chieu/1/ky", **paper, **SIGNERS)
    assert "biên bản số 02/BB ngày 10/8/2021" in signed.text
    assert "Giám đốc Trần Văn Mẫu ký" in signed.text
    assert "Đưa danh sách vào" not in signed.text
    office = Person(app, "van-phong/specialist")
    assert "02/BB" in office.get("/doi-chieu").text
    assert office.get("/doi-chieu/1").status == 200
    assert Person(app, f"{DAI_PHU}/officer").get("/doi-chieu").status == 403


@pytest.mark.browser
def test_the_pages_of_a_reconciliation_look_well(listed: Scene, browser: Browser) -> None:
    somebody = Person(doors_open(listed), LABOUR)
    begun(listed, somebody)
    with live(listed, browser) as site, site.visit(LABOUR) as seen:
        for path in ("/doi-chieu", "/doi-chieu/1", "/ho-so"):
            seen.go(path)
            seen.page.evaluate(
                "document.querySelectorAll('details').forEach(one => one.open = true)"
            )
            seen.looks_well(widths=(360, 1280))
        seen.go("/doi-chieu/1")
        seen.page.get_by_role("button", name="Ba bên đã thống nhất").click()
        seen.looks_well(widths=(360, 1280))
