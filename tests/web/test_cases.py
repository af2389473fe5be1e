"""Cases on the web: a chair's page of what waits to be signed, the queue of who takes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, DAI_PHU, Scene, scene
from tests.walking import CHAIR, LABOUR, OFFICER, THERE, begin, draft
from tests.walking import sign as signed
from tests.web.browsing import Person
from tests.web.conftest import doors_open, it_is


@pytest.fixture
def walked(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path, directives=[D2021]) as made:
        begin(made)
        it_is(made, "2021-06-21 11:00")
        yield made
    engine.dispose()


def test_the_chairs_page_says_what_is_ready_what_lacks_and_takes_the_signature(
    walked: Scene,
) -> None:
    chair = Person(doors_open(walked), CHAIR)
    page = chair.get("/can-ky")
    assert "02 trường hợp đủ bằng chứng, 03 trường hợp giữ lại" in page.text
    assert "chưa được giúp đỡ" in page.text.casefold()
    assert "văn phòng không đặt hạn" in page.text.casefold()
    drafted = chair.post(f"/can-ky/{D2021}/du-thao")
    assert "Đã lập dự thảo số 1: 2 trường hợp" in drafted.text
    printed = chair.get("/can-ky/1/ban-in.pdf")
    assert printed.status == 200, printed.text
    chair.get("/can-ky")
    said = {"so": "1/BC-UBND", "nguoi_ky": "Nguyễn Văn Ký", "duong": "paper"}
    wrong = chair.post("/can-ky/1/ky", **said, phu_luc="")
    assert wrong.status == 400
    assert "còn thiếu --annex" in wrong.text
    done = chair.post("/can-ky/1/ky", **said, phu_luc="PL 1")
    assert "Đã ghi báo cáo với 2 trường hợp" in done.text
    assert "Đã lên hoặc đã rời" in done.text


def test_the_queue_shows_what_reached_it_and_walks_it_on(walked: Scene) -> None:
    somebody = Person(doors_open(walked), LABOUR)
    assert "Chưa có hồ sơ nào lên đến đây" in somebody.get("/ho-so").text
    signed(walked, draft(walked).report)
    page = somebody.get("/ho-so")
    assert "02 hồ sơ đã lên đây, 02 chờ tổng hợp" in page.text
    assert "Nguyễn Văn Ký ký" in page.text
    back = somebody.post(f"/ho-so/{D2021}/{DAI_PHU}/tra-lai", ho_so="2", ly_do="chưa rõ")
    assert "Đã trả lại 1 trường hợp" in back.text
    assert "Lý do trả lại: chưa rõ" in Person(doors_open(walked), OFFICER).get("/nguoi/2").text
    again = draft(walked, "2021-06-21 11:00")
    signed(walked, again.report, "2021-06-21 11:00")
    somebody.get("/ho-so")
    paper = {"so": "7/BC", "nguoi_ky": "Trần Thị Trưởng"}
    whole = somebody.post(f"/ho-so/{D2021}/tong-hop", **paper, viec="bao-cao-chua-tham-gia")
    assert "Đã ghi tổng hợp của 1 đơn vị" in whole.text
    ask = {"loai": "visit", "ly_do": "hộ neo đơn"}
    assert (
        "Đã ghi đề xuất cho 1 trường hợp"
        in somebody.post(f"/ho-so/{D2021}/de-xuat", **ask, ho_so="1").text
    )
    sent = somebody.post(f"/ho-so/{D2021}/bao-cao", so="8/BC", nguoi_ky="Trần Thị Trưởng")
    assert "Đã ghi báo cáo đề xuất 1 trường hợp" in sent.text


def test_nobody_else_sees_the_cases_of_a_commune(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    there = Person(doors_open(walked), THERE)
    page = there.get("/can-ky")
    assert "Hồ sơ số 6" in page.text
    assert "Hồ sơ số 1" not in page.text
    assert there.get("/ho-so").status == 403
    assert there.get("/can-ky/1/ban-in.pdf").status == 403
    bhxh = Person(doors_open(walked), "bhxh-huyen/officer").get("/ho-so")
    assert "Hồ sơ số" not in bhxh.text
    office = Person(doors_open(walked), "van-phong/specialist")
    assert office.get("/ho-so").status == office.get("/can-ky").status == 403


def test_every_look_at_the_page_is_logged_for_each_case(walked: Scene) -> None:
    chair = Person(doors_open(walked), OFFICER)
    chair.get("/can-ky")
    chair.get("/can-ky")
    with walked.office.reading() as session:
        from sqlalchemy import func, select

        from models import PersonSeen

        assert session.scalar(select(func.count()).select_from(PersonSeen)) == 10
